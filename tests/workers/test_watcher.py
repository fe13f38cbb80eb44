"""The watcher on real folders: what it claims, when, and in what batches. The sender is a list."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.workers.desk import until
from workers.claim import Claim
from workers.inbox import being_written
from workers.settings import Settings
from workers.spool import Spool
from workers.watcher import Watcher, batch_size

SETTLE = 0.3


class Post:
    """Where messages go: keeps them, or is down."""

    def __init__(self) -> None:
        self.messages: list[list[Claim]] = []
        self.down = False
        self.refused = 0

    def send(self, batches: Iterable[Sequence[Claim]]) -> None:
        if self.down:
            self.refused += 1
            raise ConnectionError("the broker is down")
        self.messages += [list(claims) for claims in batches]

    @property
    def names(self) -> list[str]:
        return sorted(claim.original for message in self.messages for claim in message)


@pytest.fixture
def post() -> Post:
    return Post()


@contextmanager
def watching(spool: Spool, post: Post, *, events: bool = True, **settings: object) -> Iterator[Watcher]:
    fast = {"settle_seconds": SETTLE, "scan_seconds": 0.1} | settings
    watcher = Watcher(Settings.load(spool.desk, **fast), spool, post.send, events=events)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        thread.join(5)
        assert not thread.is_alive()
        watcher.close()


@contextmanager
def unmovable(folder: Path) -> Iterator[None]:
    """Nothing can be taken out of it, not even by root, whom permissions do not stop."""
    folder.chmod(0o555)
    if os.geteuid() == 0 and subprocess.run(["chattr", "+i", folder], check=False, capture_output=True).returncode:
        pytest.skip("root, and a file system without an immutable flag")
    try:
        yield
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", folder], check=True)
        folder.chmod(0o755)


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


def test_a_file_that_is_open_for_writing_is_seen_to_be(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    with path.open("w") as story:
        story.write("Half")
        story.flush()
        assert being_written(path)

    assert not being_written(path)


def test_a_file_in_a_sub_folder_names_its_source(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        folder = spool.inbox / "tca" / "sports"
        folder.mkdir(parents=True)
        (folder / "story.txt").write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])
    assert post.messages[0][0].source == "tca/sports"


def test_a_sub_folder_that_is_moved_in_with_files_in_it_is_emptied(spool: Spool, post: Post, tmp_path: Path) -> None:
    outside = tmp_path / "desk" / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("A story.")

    with watching(spool, post):
        outside.rename(spool.inbox / "tca")
        assert until(lambda: post.names == ["a.txt"])

        (spool.inbox / "tca" / "b.txt").write_text("A story.")
        assert until(lambda: post.names == ["a.txt", "b.txt"])


def test_a_sub_folder_that_is_renamed_gives_its_new_name(spool: Spool, post: Post) -> None:
    (spool.inbox / "old").mkdir()
    with watching(spool, post):
        (spool.inbox / "old" / "a.txt").write_text("A story.")
        assert until(lambda: post.names == ["a.txt"])

        (spool.inbox / "old").rename(spool.inbox / "new")
        (spool.inbox / "new" / "b.txt").write_text("A story.")
        assert until(lambda: post.names == ["a.txt", "b.txt"])
    assert post.messages[-1][0].source == "new"


def test_unfinished_and_hidden_names_are_left_alone(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        (spool.inbox / ".git").mkdir()
        for name in ("a.txt.part", ".b.txt", "c.txt~", ".git/d.txt", "story.txt"):
            (spool.inbox / name).write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])
    assert (spool.inbox / ".git" / "d.txt").exists()


def test_an_empty_file_is_not_taken_before_its_text_may_have_come(spool: Spool, post: Post) -> None:
    with watching(spool, post, settle_seconds=60):
        (spool.inbox / "name-first.txt").touch()
        (spool.inbox / "story.txt").write_text("A story.")
        assert until(lambda: post.names == ["story.txt"])

        (spool.inbox / "name-first.txt").write_text("And now the text.")
        assert until(lambda: post.names == ["name-first.txt", "story.txt"])


def test_a_name_that_is_not_utf_8_a_pipe_and_a_folder_with_the_name_of_a_file_do_no_harm(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        (spool.inbox / "story.txt").mkdir()
        os.mkfifo(spool.inbox / "pipe.txt")
        Path(os.fsdecode(os.fsencode(spool.inbox) + b"/caf\xe9.txt")).write_text("A story.")

        assert until(lambda: post.names == ["caf\udce9.txt"])


def test_never_more_is_claimed_than_the_window_holds(spool: Spool, post: Post) -> None:
    for number in range(30):
        (spool.inbox / f"{number}.txt").write_text("A story.")
    most = 0

    with watching(spool, post, window=7, settle_seconds=0):
        while len(post.names) < 30:
            assert until(lambda: bool(spool.claims()))
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


def test_a_file_that_can_not_be_moved_does_not_hold_up_the_others(spool: Spool, post: Post) -> None:
    closed = spool.inbox / "closed"
    closed.mkdir()
    (closed / "stuck.txt").write_text("A story.")
    (spool.inbox / "story.txt").write_text("A story.")
    with unmovable(closed), watching(spool, post) as watcher:
        assert until(lambda: post.names == ["story.txt"])
        assert until(lambda: list(watcher.refused) == ["closed/stuck.txt"])


def test_an_inbox_that_is_removed_and_made_again_is_watched_again(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        spool.inbox.rename(spool.desk / "away")
        spool.inbox.mkdir()
        (spool.inbox / "story.txt").write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])


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
