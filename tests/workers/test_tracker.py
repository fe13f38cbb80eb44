"""When is a file finished: the tracker is told what was seen and when, and says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.watching.tracker import MOST_TRACKED, Tracker, is_copy


@pytest.fixture
def tracker() -> Tracker:
    return Tracker(settle_seconds=1.0)


def test_a_closed_file_has_settled_at_once(tracker: Tracker) -> None:
    tracker.closed("story.txt")

    assert tracker.take(9) == ["story.txt"]


def test_a_file_that_was_only_listed_has_not_settled(tracker: Tracker) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)

    assert tracker.take(9) == []
    assert tracker.due_in(5.4) == pytest.approx(0.6)


def test_the_same_sight_after_the_settle_time_settles_it(tracker: Tracker) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)
    tracker.seen("story.txt", 100, 1, now=6.0)

    assert tracker.take(9) == ["story.txt"]


def test_the_same_sight_before_the_settle_time_does_not(tracker: Tracker) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)
    tracker.seen("story.txt", 100, 1, now=5.9)

    assert tracker.take(9) == []


@pytest.mark.parametrize(("size", "mtime"), [(200, 1), (100, 2)])
def test_a_file_that_grew_or_changed_begins_again(tracker: Tracker, size: int, mtime: int) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)
    tracker.seen("story.txt", size, mtime, now=6.0)

    assert tracker.take(9) == []
    assert tracker.due_in(6.0) == 1.0


def test_a_file_that_somebody_has_open_for_writing_begins_again(tracker: Tracker) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)
    tracker.seen("story.txt", 100, 1, now=6.0, busy=True)

    assert tracker.take(9) == []


def test_closing_settles_a_file_that_was_listed_half_written(tracker: Tracker) -> None:
    tracker.seen("story.txt", 100, 1, now=5.0)
    tracker.closed("story.txt")

    assert tracker.take(9) == ["story.txt"]
    assert len(tracker) == 0


def test_a_file_that_has_settled_stays_settled_when_it_is_listed_again(tracker: Tracker) -> None:
    tracker.closed("story.txt")
    tracker.seen("story.txt", 100, 1, now=5.0)

    assert tracker.take(9) == ["story.txt"]


def test_a_file_that_is_gone_is_forgotten(tracker: Tracker) -> None:
    tracker.closed("a.txt")
    tracker.seen("b.txt", 100, 1, now=5.0)

    tracker.gone("a.txt")
    tracker.gone("b.txt")

    assert len(tracker) == 0


def test_files_to_look_at_again_are_those_whose_time_is_over(tracker: Tracker) -> None:
    tracker.seen("a.txt", 100, 1, now=5.0)
    tracker.seen("b.txt", 100, 1, now=5.5)

    assert tracker.to_look_at(now=6.2) == ["a.txt"]


def test_no_more_are_taken_than_there_is_room_for(tracker: Tracker) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        tracker.closed(name)

    assert tracker.take(2) == ["a.txt", "b.txt"]
    assert tracker.take(2) == ["c.txt"]


def test_its_memory_is_bounded(tracker: Tracker) -> None:
    for number in range(MOST_TRACKED + 10):
        tracker.closed(f"{number}.txt")

    assert len(tracker) == MOST_TRACKED


@pytest.mark.parametrize(
    "name", [".story.txt", "story.txt.part", "story.TMP", "story.filepart", "story.crdownload", "story.txt~"]
)
def test_names_of_unfinished_files_are_ignored(name: str) -> None:
    assert not is_copy(name)


@pytest.mark.parametrize("name", ["story.txt", "story", "partition", "a.part.txt", "tmp"])
def test_other_names_are_copy(name: str) -> None:
    assert is_copy(name)


sights = st.tuples(st.integers(0, 2), st.integers(0, 2), st.floats(0, 3))


@given(st.lists(sights, min_size=1, max_size=12))
def test_nothing_settles_by_sight_alone_unless_it_stood_still_for_the_settle_time(steps: list[tuple[int, int, float]]) -> None:
    tracker = Tracker(settle_seconds=1.0)
    now, stands_since, last = 0.0, 0.0, (-1, -1)
    for size, mtime, later in steps:
        now += later
        if (size, mtime) != last:
            stands_since, last = now, (size, mtime)
        tracker.seen("story.txt", size, mtime, now)
        if tracker.take(1):
            assert now - stands_since >= 1.0
            return
