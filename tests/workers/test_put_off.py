"""Files of the inbox that can't be moved are left alone for a while, twice as long each time, and hold nobody up."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workers.desk import until
from tests.workers.unmovable import unmovable
from tests.workers.watching import Post, watching
from workers.policy import LONGEST_WAIT
from workers.spool import Spool
from workers.watching.put_off import FIRST_WAIT, FORGOTTEN, MOST, PutOff

STUCK = 21_000  # more than the tracker takes in


def refuse(put_off: PutOff, path: str, now: float) -> None:
    put_off.tried([path], {path: OSError("not permitted")}, now)


def times_tried(seconds: int) -> int:
    """How often a file is tried that is listed each second and always refused."""
    put_off, tried = PutOff(), 0
    for now in range(seconds):
        if not put_off.waits("a.txt", now):
            refuse(put_off, "a.txt", now)
            tried += 1
    return tried


def test_any_number_of_files_that_cannot_be_moved_hold_up_no_other(spool: Spool) -> None:
    # Given a folder of them among others, so that some are listed behind it in whatever order folders are listed
    post, stuck, story = Post(), spool.inbox / "m", spool.state / "story"
    stuck.mkdir()
    story.write_text("A story.")
    for number in range(STUCK):
        os.link(story, stuck / f"{number}.txt")
    for folder in ("a", "b", "y", "z"):
        (spool.inbox / folder).mkdir()
        (spool.inbox / folder / f"{folder}.txt").write_text("A story.")

    # When a watcher sees to them by listing, then the others come through
    with unmovable(stuck), watching(spool, post, events=False, settle_seconds=0, scan_seconds=0.3) as watcher:
        assert until(lambda: post.names == ["a.txt", "b.txt", "y.txt", "z.txt"], seconds=30)
        assert until(lambda: len(watcher.refused) == STUCK, seconds=30)
        (spool.inbox / "late.txt").write_text("A story.")
        assert until(lambda: "late.txt" in post.names, seconds=10)


def test_a_file_that_can_be_moved_again_is_taken(spool: Spool) -> None:
    post, stuck = Post(), spool.inbox / "m"
    stuck.mkdir()
    (stuck / "a.txt").write_text("A story.")
    with watching(spool, post) as watcher:
        with unmovable(stuck):
            assert until(lambda: "m/a.txt" in watcher.refused)

        assert until(lambda: post.names == ["a.txt"])
        assert until(lambda: not watcher.refused)


def test_where_nothing_at_all_can_be_claimed_no_file_is_put_off(spool: Spool, caplog: pytest.LogCaptureFixture) -> None:
    post = Post()
    with watching(spool, post) as watcher:
        with unmovable(spool.claimed):
            (spool.inbox / "a.txt").write_text("A story.")
            assert until(lambda: "the watcher pauses" in caplog.text)

        assert until(lambda: post.names == ["a.txt"])
        assert not watcher.refused


def test_a_file_is_tried_ever_more_rarely() -> None:
    assert 5 <= times_tried(seconds=120) <= 7
    assert times_tried(seconds=3720) - times_tried(seconds=120) <= 3600 / LONGEST_WAIT


@given(st.lists(st.floats(0, 200), max_size=30))
def test_no_file_is_left_alone_for_longer_than_the_longest_wait(pauses: list[float]) -> None:
    put_off, now = PutOff(), 0.0
    for pause in pauses:
        refuse(put_off, "a.txt", now)
        assert put_off.waits("a.txt", now + FIRST_WAIT / 2)
        assert not put_off.waits("a.txt", now + 1.5 * LONGEST_WAIT)
        now += pause


def test_a_file_that_was_taken_begins_anew() -> None:
    put_off = PutOff()
    for now in (0.0, 100.0):
        refuse(put_off, "a.txt", now)

    put_off.tried(["a.txt"], {}, 200.0)
    refuse(put_off, "a.txt", 300.0)

    assert not put_off.waits("a.txt", 300.0 + 1.5 * FIRST_WAIT)


def test_what_is_not_tried_again_is_forgotten() -> None:
    put_off = PutOff()
    refuse(put_off, "gone.txt", 0.0)

    refuse(put_off, "a.txt", FORGOTTEN + 1.5 * FIRST_WAIT)

    assert list(put_off.refused) == ["a.txt"]


def test_its_memory_is_bounded() -> None:
    put_off, names = PutOff(), [f"{number}.txt" for number in range(MOST + 10)]

    put_off.tried(names, dict.fromkeys(names, OSError("not permitted")), 0.0)

    assert len(put_off.refused) == MOST
