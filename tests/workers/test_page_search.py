"""Asking the index of the desk page: pages, neighbours, kin, counts, and words that can not go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.record import Removed
from tests.workers.desk import a_record
from workers.page.counts import choices, fired, neighbours
from workers.page.index import Arrival, Index
from workers.page.search import PAGE, Wanted, expression, kin_of, search


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "page" / "index.sqlite")


def filled(index: Index, many: int) -> list[str]:
    """So many stories, the last one newest; their ids in the order of the stream."""
    records = [a_record(f"Story {number}\nIt goes on.".encode()) for number in range(many)]
    index.take_in(Arrival(record, f"20260101T{number:06}Z-0000000000~tca~x.txt") for number, record in enumerate(records))
    return [record.id for record in reversed(records)]


def headlines(index: Index, **wanted: str) -> list[str]:
    return sorted(story.headline for story in search(index, Wanted.read(wanted)).stories)


def test_pages_follow_one_another_without_a_gap(index: Index) -> None:
    ids = filled(index, 2 * PAGE + 5)

    pages = [search(index, Wanted(page=page)) for page in (1, 2, 3, 4)]

    assert [story.id for page in pages for story in page.stories] == ids
    assert {page.pages for page in pages} == {3}


def test_neighbours_are_those_of_the_stream(index: Index) -> None:
    ids = filled(index, 3)

    assert [neighbours(index, each) for each in ids] == [(None, ids[1]), (ids[0], ids[2]), (ids[1], None)]
    assert neighbours(index, "unknown") == (None, None)


def test_what_a_rule_took_is_counted_over_all_stories(index: Index) -> None:
    taken = tuple(Removed(line=1, text=text, label="furniture", rule="x.y") for text in ("Share", "Comments", "Share"))
    index.take_in([Arrival(a_record(raw).model_copy(update={"removed": taken})) for raw in (b"One", b"Two")])

    [found] = fired(index)

    assert (found.fired, found.stories, found.examples) == (6, 2, ("Share",))
    assert headlines(index, rule="x.y") == ["One", "Two"]
    assert [choice.stories for choice in choices(index)["format"]] == [2]


def test_copies_and_versions_of_a_story_know_each_other(index: Index) -> None:
    first, copy, update = (a_record(f"Story {number}".encode()) for number in range(3))
    copy = copy.model_copy(update={"cluster_id": first.id, "duplicate_of": first.id})
    update = update.model_copy(update={"cluster_id": first.id, "supersedes": first.id})
    index.take_in([Arrival(a_record(b"Another story")), *map(Arrival, (first, copy, update))])

    assert [(each.id, each.kin) for each in kin_of(index, first.id)] == [(copy.id, "copy"), (update.id, "update")]
    assert [each.id for each in kin_of(index, update.id)] == [first.id, copy.id]


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("salt haul", '"salt"* "haul"*'),
        ('"salt haul" b', '"salt haul" "b"'),
        ('un"clo sed', '"un"* "clo"* "sed"*'),
        ("( ) * -", ""),
        ("塩", '"塩"*'),
        ("x\x00\u202ey", '"x\ufffd\ufffdy"*'),
    ],
)
def test_what_is_typed_becomes_a_query_that_can_not_go_wrong(words: str, query: str) -> None:
    assert expression(words) == query
