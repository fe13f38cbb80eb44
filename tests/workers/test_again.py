"""Archived originals through today's rules: the same record where nothing changed, the older one kept where something did."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline.errors import StyleRefused
from pipeline.record import Record
from seeds.listing import seeds
from tests.workers.desk import a_record
from tests.workers.refined import STORY, come_in, files_of, new_default, new_rule, records, refine_again, report_of, reported
from workers.again.refining import NO_AGENCY, Which
from workers.audit import audit
from workers.kin.linking import path_of
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import open_store
from workers.stores.files import FileStore

STORIES = {f"tca/{number}.txt": STORY.format(number) for number in range(3)}
SOURCES = """
sources.ap = { agency = "ap", timezone = "America/New_York" }
sources.rss = { language = "fi" }
sources.wxr = { timezone = "Europe/Oslo", agency = "ntb" }
"""


@pytest.fixture
def desk(spool: Spool) -> Spool:
    """Three stories of one source of which one knows its agency since then, and one of none."""
    come_in(spool, {**STORIES, "other.txt": "Another story\n\nIt goes on without a motto, the council said."})
    new_default(spool)
    return spool


def test_with_the_same_rules_nothing_changes_byte_for_byte_for_any_seed(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text(SOURCES)
    come_in(spool, {seed.name: seed.path.read_bytes() for seed in seeds()})
    before = files_of(spool.records)

    summary = refine_again(spool)

    assert summary.outcomes == {"unchanged": sum(len(seed.expected) for seed in seeds())}
    assert files_of(spool.records) == before
    assert not report_of(spool).exists()


def test_the_same_bytes_under_other_names_of_other_sources_give_the_record_that_came_last(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text('[sources.tca]\nagency = "ap"\n[sources.wire]\nagency = "afp"\n')
    text = STORY.format(1)
    come_in(spool, {"wire/a.txt": text, "tca/b.txt": text, "a.txt": text})
    come_in(spool, {"tca/z.txt": text, "tca/b.txt": text})
    come_in(spool, {"wire/z.txt": STORY.format(2)})
    before = files_of(spool.records)

    assert refine_again(spool).outcomes == {"unchanged": 2}
    assert files_of(spool.records) == before


def test_what_a_new_rule_changes_is_stored_and_said(desk: Spool) -> None:
    new_rule(desk)

    summary = refine_again(desk)

    assert summary.outcomes == {"changed": 3, "unchanged": 1}
    assert (summary.fields["body"], summary.paragraphs["removed"], summary.more["lantern.motto"]) == (3, 3, 3)
    assert not any("Light" in record.body[-1].text for record in records(desk.records))


def ids(desk: Spool) -> list[str]:
    return list(FileStore(desk.records).ids())


def test_every_store_gets_the_new_record(spool: Spool, tmp_path: Path) -> None:
    urls = [f"files://{tmp_path}/files", f"sqlite://{tmp_path}/records.db", f"ndjson://{tmp_path}/lines"]
    (spool.desk / "copydesk.toml").write_text(f"stores = {urls}")
    come_in(spool, STORIES)
    new_default(spool, *urls)

    refine_again(spool)

    found = [{record_id: store.get(record_id) for record_id in store.ids()} for store in map(open_store, urls)]
    assert found[0] == found[1] == found[2]
    assert all(record and record.agency for record in found[0].values())


def test_a_dry_run_says_the_same_and_stores_nothing(desk: Spool) -> None:
    before = files_of(desk.records)

    dry = refine_again(desk, dry=True)
    said = reported(desk)
    report_of(desk).unlink()

    assert files_of(desk.records) == before
    assert dry == refine_again(desk)
    assert [line | {"stored": True} for line in said] == reported(desk)


def test_a_second_time_nothing_changes(desk: Spool) -> None:
    refine_again(desk)
    before = files_of(desk.records)

    assert refine_again(desk).outcomes == {"unchanged": 4}
    assert files_of(desk.records) == before
    assert len(reported(desk)) == 3


def test_a_file_that_can_not_be_read_any_more_keeps_its_record_and_is_named(desk: Spool) -> None:
    with (desk.desk / "copydesk.toml").open("a") as settings:
        settings.write("max_bytes = 100\n")
    before = files_of(desk.records)

    summary = refine_again(desk)

    assert summary.outcomes == {"unreadable": 3, "unchanged": 1}
    assert "over the limit of 100" in summary.unreadable[0]
    assert {line["reason"] for line in reported(desk)} == {"too_large"}
    assert files_of(desk.records) == before


def test_a_record_that_is_gone_is_made_anew(desk: Spool) -> None:
    gone = ids(desk)[:1]
    FileStore(desk.records).remove_many(gone)

    assert refine_again(desk).outcomes["new"] == 1
    assert set(gone) <= set(ids(desk))
    assert audit(desk, [FileStore(desk.records)]).balanced


def test_a_record_that_its_file_does_not_give_any_more_stays_and_is_said(spool: Spool) -> None:
    come_in(spool, STORIES)
    store = FileStore(spool.records)
    raw = STORY.format(1).encode()
    store.remove_many([a_record(raw).id])
    store.put_many([a_record(raw, item=1), a_record(raw, item=2)])

    summary = refine_again(spool)

    assert summary.outcomes == {"new": 1, "left": 2, "unchanged": 2}
    assert store.count() == 5


def test_a_record_keeps_what_was_found_out_about_it_when_it_came(spool: Spool) -> None:
    text = STORY.format(1)
    come_in(spool, {"tca/a.txt": text, "tca/copy.txt": text + "\n\nComments"})
    first, copy = (a_record(raw.encode()).id for raw in (text, text + "\n\nComments"))
    new_default(spool)

    assert refine_again(spool).outcomes == {"changed": 2}

    assert [(each.id, each.cluster_id, each.duplicate_of) for each in sorted(records(spool.records), key=was_copied)] == [
        (first, first, None),
        (copy, first, first),
    ]


def was_copied(record: Record) -> bool:
    return record.duplicate_of is not None


def test_a_record_that_could_not_be_linked_still_says_so(spool: Spool) -> None:
    path_of(spool.state).mkdir()
    come_in(spool, STORIES)
    before = files_of(spool.records)

    assert refine_again(spool).outcomes == {"unchanged": 3}
    assert files_of(spool.records) == before
    assert all(b'"unlinked"' in text for text in before.values())


@pytest.mark.parametrize(
    ("which", "changed"),
    [
        (Which(agencies=["ap"]), 0),
        (Which(agencies=["ap", NO_AGENCY]), 3),
        (Which(formats=["text"]), 3),
        (Which(formats=["nitf"]), 0),
        (Which(agencies=[NO_AGENCY], formats=["nitf"]), 0),
    ],
)
def test_only_what_its_record_speaks_for_is_refined_again(desk: Spool, which: Which, changed: int) -> None:
    assert refine_again(desk, which=which).outcomes["changed"] == changed


def test_one_record_is_refined_again_by_its_id(desk: Spool) -> None:
    wanted = a_record(STORY.format(1).encode()).id

    assert refine_again(desk, ids=[wanted]).outcomes == {"changed": 1}


def test_a_style_that_is_refused_ends_it_before_anything_changed(desk: Spool) -> None:
    new_rule(desk)
    (desk.desk / "styles/broken.toml").write_text("[[rule]]")
    before = files_of(desk.records)

    with pytest.raises(StyleRefused):
        refine_again(desk)

    assert files_of(desk.records) == before


def test_several_processes_do_the_same_as_one(spool: Spool) -> None:
    come_in(spool, {f"tca/{number}.txt": STORY.format(number) for number in range(70)})
    new_default(spool)

    summary = refine_again(spool, jobs=2)

    assert summary.outcomes == {"changed": 70}
    assert len(reported(spool)) == 70
    assert refine_again(spool).outcomes == {"unchanged": 70}


def test_on_a_desk_at_work_nothing_is_lost_and_it_adds_up(desk: Spool) -> None:
    """What comes in meanwhile: new stories, and the same ones again under other names."""
    arriving = {f"new/{number}.txt": STORY.format(100 + number) for number in range(20)} | {
        f"tca/again-{number}.txt": STORY.format(number) for number in range(3)
    }
    work = threading.Thread(target=come_in, args=(desk, arriving))

    work.start()
    while work.is_alive():
        refine_again(desk)
    work.join()

    assert FileStore(desk.records).count() == 24
    assert audit(desk, [open_store(url) for url in Settings.load(desk.desk).store_urls]).balanced
