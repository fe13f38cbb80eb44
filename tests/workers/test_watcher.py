"""What the watcher claims, when, and in what batches."""

from __future__ import annotations

import time

import pytest

from tests.workers.desk import until
from tests.workers.watching import Post, watching
from workers.spool import Spool
from workers.watching.watcher import batch_size


@pytest.fixture
def post() -> Post:
    return Post()


def test_a_file_dropped_into_an_idle_desk_is_sent_alone_and_at_once(spool: Spool, post: Post) -> None:
    with watching(spool, post, settle_seconds=60):
        (spool.inbox / "story.txt").write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])
    assert [len(message) for message in post.messages] == [1]


def test_a_file_that_is_renamed_in_is_sent_at_once(spool: Spool, post: Post) -> None:
    with watching(spool, post, settle_seconds=60):
        hidden = spool.inbox / "story.txt.part"
        hidden.write_text("A story.")
        hidden.rename(spool.inbox / "story.txt")

        assert until(lambda: post.names == ["story.txt"])


def test_files_that_were_there_before_are_sent_once_they_have_settled(spool: Spool, post: Post) -> None:
    (spool.inbox / "story.txt").write_text("A story.")

    with watching(spool, post):
        assert until(lambda: post.names == ["story.txt"])


def test_without_events_files_are_found_by_listing(spool: Spool, post: Post) -> None:
    with watching(spool, post, events=False):
        (spool.inbox / "story.txt").write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])


@pytest.mark.parametrize("events", [True, False])
def test_a_file_that_is_written_in_two_halves_is_sent_when_it_is_whole(spool: Spool, post: Post, events: bool) -> None:
    with watching(spool, post, events=events), (spool.inbox / "slow.txt").open("w") as slow:
        slow.write("First half. ")
        slow.flush()
        (spool.inbox / "other.txt").write_text("Another story, dropped later.")
        until(lambda: "other.txt" in post.names)
        (spool.inbox / "third.txt").write_text("By now the settle time is over more than once.")
        assert until(lambda: "third.txt" in post.names)
        assert "slow.txt" not in post.names

        slow.write("Second half.")
        slow.close()
        assert until(lambda: "slow.txt" in post.names)


def test_an_empty_file_is_not_taken_before_its_text_may_have_come(spool: Spool, post: Post) -> None:
    with watching(spool, post, settle_seconds=60):
        (spool.inbox / "name-first.txt").touch()
        (spool.inbox / "story.txt").write_text("A story.")
        assert until(lambda: post.names == ["story.txt"])

        (spool.inbox / "name-first.txt").write_text("And now the text.")
        assert until(lambda: post.names == ["name-first.txt", "story.txt"])


def test_never_more_is_claimed_than_the_window_holds(spool: Spool, post: Post) -> None:
    for number in range(30):
        (spool.inbox / f"{number}.txt").write_text("A story.")
    most = 0

    with watching(spool, post, window=7, settle_seconds=0):
        while len(post.names) < 30:
            assert until(lambda: bool(spool.claims()) or len(post.names) == 30)  # the last may be gone before they are posted
            claims = spool.claims()
            most = max(most, len(claims))
            for claim in claims:
                (spool.claimed / claim.name).unlink()

    assert 0 < most <= 7


def test_a_burst_is_sent_in_bounded_batches(spool: Spool, post: Post) -> None:
    for number in range(200):
        (spool.inbox / f"{number}.txt").write_text("A story.")

    with watching(spool, post, window=1000, batch_max=16):
        assert until(lambda: len(post.names) == 200)
    assert max(len(message) for message in post.messages) == 16


def test_nothing_is_lost_and_nothing_sent_twice_while_the_broker_is_down(spool: Spool, post: Post) -> None:
    post.down = True
    with watching(spool, post):
        (spool.inbox / "a.txt").write_text("A story.")
        assert until(lambda: post.refused > 1)
        (spool.inbox / "b.txt").write_text("A story.")

        post.down = False
        assert until(lambda: post.names == ["a.txt", "b.txt"])


def test_two_watchers_on_one_inbox_share_it_without_a_file_taken_twice(spool: Spool) -> None:
    first, second = Post(), Post()
    with watching(spool, first), watching(spool, second):
        for number in range(100):
            (spool.inbox / f"{number:03}.txt").write_text("A story.")

        assert until(lambda: len(first.names + second.names) == 100)
    assert sorted(first.names + second.names) == [f"{number:03}.txt" for number in range(100)]


def test_stopping_is_prompt(spool: Spool, post: Post) -> None:
    with watching(spool, post, scan_seconds=60):
        began = time.monotonic()

    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(("waiting", "in_flight", "size"), [(1, 0, 1), (7, 0, 1), (16, 0, 2), (1, 100, 12), (5000, 0, 64)])
def test_messages_grow_with_the_backlog(waiting: int, in_flight: int, size: int) -> None:
    assert batch_size(waiting, in_flight, bound=64) == size
