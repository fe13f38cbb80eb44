"""Links on a whole desk: given by its workers, kept through a store that is down, made anew from the records."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.kin_stories import HEADLINE, PARAGRAPHS
from tests.workers.cli import copydesk
from tests.workers.desk import claimed, simple_refine
from workers.bench import Bench
from workers.disk import hold
from workers.history import all_records
from workers.ingest import Outcome, ingest
from workers.kin.linking import UNLINKED, Kin, path_of
from workers.kin.rebuild import Rebuilt, rebuild
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore

STORY = "\n".join([HEADLINE, *PARAGRAPHS])
COPY = "\n".join(["Islanders cut off", *PARAGRAPHS])
OTHER = "Bread is dearer in Tindale\nA loaf of bread costs more in Tindale than it did last year.\nNobody can say why that is."


class Down(MemoryStore):
    """A store that is down for the first batch."""

    tries = 0

    def put_many(self, records: Sequence[Record]) -> None:
        self.tries += 1
        if self.tries == 1:
            raise StoreUnavailable("down", "no connection")
        super().put_many(records)


def work(spool: Spool, **files: str) -> Outcome:
    """The desk's own worker, but for a refine() of a few lines."""
    bench = Bench(Settings.load(spool.desk), simple_refine)
    try:
        return bench.ingest([claimed(spool, f"{name}.txt", text).name for name, text in files.items()], None)
    finally:
        bench.kin.close()


def records(spool: Spool) -> dict[str, Record]:
    """By the name of the file."""
    return {record.source.file: record for record in all_records(FileStore(spool.records))}


@pytest.fixture
def desk(spool: Spool) -> Spool:
    """One that has done a story, another house's copy of it, and a story of its own."""
    work(spool, a=STORY, other=OTHER)
    work(spool, b=COPY)
    return spool


def test_a_desk_links_what_it_stores(desk: Spool) -> None:
    stored = records(desk)

    assert stored["a.txt"].cluster_id == stored["a.txt"].id
    assert stored["b.txt"].duplicate_of == stored["a.txt"].id
    assert stored["other.txt"].cluster_id == stored["other.txt"].id


def test_a_desk_that_does_not_look_stores_null(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text("kin_days = 0\n")

    work(spool, a=STORY, b=COPY)

    assert {record.cluster_id for record in records(spool).values()} == {None}


def test_a_store_that_was_down_gets_the_links_that_were_given_first(spool: Spool) -> None:
    # Given a copy that was linked, and then the store was down
    settings, kin, store = Settings.load(spool.desk), Kin(path_of(spool.state), days=7), Down()
    claims = [claimed(spool, "a.txt", STORY).name, claimed(spool, "b.txt", COPY).name]
    ingest(claims, spool, [store], settings, simple_refine, kin.link)

    # When the claims are tried again the other way round
    ingest(claims[::-1], spool, [store], settings, simple_refine, kin.link)
    kin.close()

    stored = {record.source.file: record for record in all_records(store)}
    assert stored["b.txt"].duplicate_of == stored["a.txt"].id == stored["a.txt"].cluster_id


def test_an_index_that_cannot_be_had_keeps_no_story_from_the_store(spool: Spool) -> None:
    path_of(spool.state).mkdir()

    assert work(spool, a=STORY) == Outcome(archived=1)
    assert [warning.code for warning in records(spool)["a.txt"].warnings] == [UNLINKED]


def test_a_record_keeps_its_links_when_the_same_bytes_come_again_and_the_index_cannot_be_had(desk: Spool) -> None:
    before = records(desk)
    path_of(desk.state).unlink()
    path_of(desk.state).mkdir()

    work(desk, b=COPY)
    work(desk, a=STORY, new="A new story")

    assert {name: record for name, record in records(desk).items() if name != "new.txt"} == before
    assert [warning.code for warning in records(desk)["new.txt"].warnings] == [UNLINKED]


def test_a_stored_record_that_cannot_be_read_any_more_keeps_no_story_from_the_store(desk: Spool) -> None:
    path_of(desk.state).unlink()
    path_of(desk.state).mkdir()
    [stored] = [path for path in desk.records.glob("*/*.json") if '"b.txt"' in path.read_text()]
    stored.write_text('{"schema_version": "9.0"}')

    assert work(desk, b=COPY) == Outcome(archived=1)
    assert [warning.code for warning in records(desk)["b.txt"].warnings] == [UNLINKED]


@pytest.mark.parametrize("damage", [b"", b"no database" * 1000])
def test_an_index_that_is_lost_or_damaged_is_made_anew_from_the_records(damage: bytes, desk: Spool) -> None:
    before = records(desk)
    path_of(desk.state).write_bytes(damage)

    done = rebuild(desk, [FileStore(desk.records)], days=7)
    work(desk, c=COPY.upper())

    assert done == Rebuilt(remembered=3, linked=0)
    assert {**before, "c.txt": records(desk)["c.txt"]} == records(desk)
    assert records(desk)["c.txt"].duplicate_of == before["a.txt"].id


def test_records_that_were_stored_without_links_get_theirs_in_the_order_in_which_they_came(spool: Spool) -> None:
    path_of(spool.state).mkdir()
    work(spool, z=STORY)
    work(spool, a=COPY)
    path_of(spool.state).rmdir()
    second = MemoryStore()

    done = rebuild(spool, [FileStore(spool.records), second], days=7)

    stored = records(spool)
    assert done == Rebuilt(remembered=2, linked=2)
    assert (stored["a.txt"].duplicate_of, stored["a.txt"].warnings) == (stored["z.txt"].id, ())
    assert second.get(stored["a.txt"].id) == stored["a.txt"]


def test_the_command_lists_what_came_more_than_once_and_why(desk: Spool) -> None:
    stored = records(desk)
    first, copy = stored["a.txt"], stored["b.txt"]

    lines = copydesk("clusters", desk.desk).stdout.splitlines()

    assert [line.split("\t") for line in lines] == [
        [first.id, first.id, "first", "", "first", HEADLINE],
        [first.id, copy.id, "duplicate_of", first.id, "10 of 10 sentences", "Islanders cut off"],
    ]


def test_the_command_says_the_same_to_machines(desk: Spool) -> None:
    (cluster,) = json.loads(copydesk("clusters", desk.desk, "--json").stdout)

    assert [story["headline"] for story in cluster["stories"]] == [HEADLINE, "Islanders cut off"]
    assert cluster["cluster_id"] == cluster["stories"][1]["duplicate_of"]


def test_the_command_makes_the_index_anew(desk: Spool) -> None:
    path_of(desk.state).unlink()

    done = copydesk("clusters", desk.desk, "--rebuild")

    assert "3 records remembered, 0 of them" in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_the_index_is_not_made_anew_while_records_are_pruned_or_made_again(desk: Spool) -> None:
    lock = hold(desk.state / "prune.lock")
    assert lock is not None

    done = copydesk("clusters", desk.desk, "--rebuild")
    os.close(lock)

    assert (done.returncode, "prunes this desk already" in done.stderr) == (5, True)


def test_the_command_says_that_a_damaged_index_can_be_made_anew(desk: Spool) -> None:
    path_of(desk.state).write_bytes(b"no database" * 1000)

    done = copydesk("clusters", desk.desk)

    assert (done.returncode, "--rebuild" in done.stderr) == (7, True)


def test_the_command_refuses_a_desk_that_does_not_look(spool: Spool, tmp_path: Path) -> None:
    (spool.desk / "copydesk.toml").write_text("kin_days = 0\n")

    done = copydesk("clusters", spool.desk)

    assert (done.returncode, "kin_days" in done.stderr) == (2, True)
