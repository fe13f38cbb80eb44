"""The same story again, on a desk: links are given once and stay, whatever is killed, retried or done at the same moment."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record import Record
from tests.kin_stories import PARAGRAPHS, told
from tests.workers.kin_process import STORIES
from workers.kin.index import NEWEST
from workers.kin.linking import UNLINKED, Kin

FAMILY = [
    told(),
    told(file="copy"),
    told(*PARAGRAPHS[:5], file="half"),
    told(*PARAGRAPHS[:9], "The council has hired a tug, a clerk said late on Tuesday.", version="2"),
    told(*PARAGRAPHS[2:], "Another sentence that no other of these stories has in it.", status="corrected"),
    told("A story of its own, about the price of bread in Tindale.", "It has two sentences, which is enough for a story."),
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "kin.sqlite"


@pytest.fixture
def kin(index: Path) -> Iterator[Kin]:
    opened = Kin(index, days=7)
    yield opened
    opened.close()


def links_of(records: Sequence[Record]) -> dict[str, list[str | None]]:
    return {record.id: [record.cluster_id, record.duplicate_of, record.supersedes] for record in records}


def process(index: Path, name: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.workers.kin_process", str(index), name, str(times)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def said(lines: Iterable[str]) -> dict[str, list[str | None]]:
    return {record_id: links for line in lines for record_id, links in json.loads(line).items()}


def test_a_batch_is_linked_among_itself_in_its_order(kin: Kin) -> None:
    first, second = kin.link([told(), told(file="copy")])

    assert (first.cluster_id, first.duplicate_of) == (first.id, None)
    assert (second.cluster_id, second.duplicate_of) == (first.id, first.id)


def test_nothing_but_the_links_changes(kin: Kin) -> None:
    (record,) = kin.link([told(version="2")])

    assert record.model_copy(update={"cluster_id": None}) == told(version="2")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(FAMILY), max_size=4), max_size=8))
def test_a_record_that_comes_again_gets_the_same_links_in_whatever_order_and_batch(batches: list[list[Record]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given: dict[str, list[str | None]] = {}
        for batch in batches:
            with closing(Kin(Path(folder) / "kin.sqlite", days=7)) as kin:
                for record in kin.link(batch):
                    assert given.setdefault(record.id, links_of([record])[record.id]) == links_of([record])[record.id]


def test_workers_that_take_in_one_story_at_the_same_moment_make_one_cluster_of_it(index: Path) -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(process(index, name, times=20)) for name in "abcd"]
        found = {record_id: links for worker in workers for record_id, links in said(worker.stdout or ()).items()}
        codes = [worker.wait() for worker in workers]

    firsts = {record_id for record_id, (cluster, *_) in found.items() if record_id == cluster}
    sizes = Counter(cluster for cluster, *_ in found.values())
    assert codes == [0] * 4
    assert sizes == dict.fromkeys(firsts, 4 * 20)
    assert len(firsts) == STORIES
    assert all(copy == cluster for record_id, (cluster, copy, _) in found.items() if record_id not in firsts)


def test_what_was_told_before_a_kill_is_told_again_after_it(index: Path) -> None:
    # Given a worker that is killed between the index and the store, at some batch of many
    with process(index, "a", times=10_000) as worker:
        before = said(islice(worker.stdout or (), 15))
        worker.kill()
        before |= said(line for line in worker.stdout or () if line.endswith("}\n"))

    # When the same files come again
    with process(index, "a", times=len(before) // STORIES) as again:
        after = said(again.stdout or ())

    assert again.returncode == 0
    assert after == before


@pytest.mark.parametrize("damage", ["no database", "a folder"])
def test_without_the_index_records_go_on_with_a_warning_and_nothing_else_changed(damage: str, index: Path, kin: Kin) -> None:
    index.mkdir() if damage == "a folder" else index.write_bytes(b"no database at all" * 500)

    (record,) = kin.link([told()])

    assert [warning.code for warning in record.warnings] == [UNLINKED]
    assert record.model_copy(update={"warnings": ()}) == told()


def test_a_row_that_a_bad_disk_has_changed_is_no_fault_of_the_next_story(index: Path, kin: Kin) -> None:
    kin.link([told()])
    with closing(sqlite3.connect(index)) as somebody, somebody:
        somebody.execute("UPDATE stories SET traits = 'no JSON'")

    (record,) = kin.link([told(file="copy")])

    assert [warning.code for warning in record.warnings] == [UNLINKED]


def test_a_record_that_is_stored_with_links_keeps_them_while_somebody_holds_the_index(index: Path) -> None:
    stored: dict[str, Record] = {}
    kin = Kin(index, days=7, patience=0.1, stored=stored.get)
    _, copy = kin.link([told(), told(file="copy")])
    stored[copy.id] = copy
    with closing(sqlite3.connect(index, isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        again = kin.link([told(file="copy")])
    kin.close()

    assert again == [copy]


def test_an_index_that_somebody_holds_for_ever_holds_nothing_up_and_is_used_again_later(index: Path) -> None:
    kin = Kin(index, days=7, patience=0.1)
    kin.link([told()])
    with closing(sqlite3.connect(index, isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        (held,) = kin.link([told(file="copy")])
    (later,) = kin.link([told(file="copy")])
    kin.close()

    assert (held.cluster_id, held.warnings[0].code) == (None, UNLINKED)
    assert (later.duplicate_of, later.warnings) == (told().id, ())


def test_a_desk_that_does_not_look_has_null_and_no_index(index: Path) -> None:
    records = [told(), told(file="copy")]

    assert Kin(index, days=0).link(records) == records
    assert not index.exists()


def test_a_copy_is_found_among_any_number_of_stories_in_the_same_frame(kin: Kin) -> None:
    # Given a template: each story has its own two sentences, and six that all of them have
    frame = PARAGRAPHS[:6]
    stories = [
        told(*frame, *(f"Figure {line} of report {number} was {number * 7919}, the office said on Tuesday." for line in range(6)))
        for number in range(5 * NEWEST)
    ]
    kin.link(stories)

    (copy,) = kin.link([stories[3].model_copy(update={"id": "f" * 32})])

    assert (copy.cluster_id, copy.duplicate_of) == (stories[3].id, stories[3].id)
    assert all(record.cluster_id == record.id for record in kin.link(stories))


@pytest.mark.parametrize("story_id", ["tag:\ud800", "x" * 100_000, "a\nb", "\x00"])
def test_hostile_ids_are_ids(story_id: str, kin: Kin) -> None:
    first, second = kin.link(
        [told(story_id=story_id), told(PARAGRAPHS[0], story_id=story_id, replaces=tuple(map(str, range(10_000))))]
    )

    assert (second.cluster_id, second.supersedes) == (first.id, first.id)


def test_a_record_that_other_rules_read_otherwise_keeps_its_links(kin: Kin) -> None:
    _, copy = kin.link([told(), told(file="copy")])
    other = told(*PARAGRAPHS[4:6], headline="What a later rule makes of it").model_copy(update={"id": copy.id})

    (again,) = kin.link([other])

    assert links_of([again]) == links_of([copy])
