"""What the watcher makes of an inbox's folders and of odd things in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.workers.desk import until
from tests.workers.unmovable import unmovable
from tests.workers.watching import Post, watching
from workers.spool import Spool
from workers.watching.inbox import being_written


@pytest.fixture
def post() -> Post:
    return Post()


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


def test_an_inbox_that_is_a_link_to_a_folder_is_heard_too(spool: Spool, post: Post) -> None:
    spool.inbox.rename(spool.desk / "incoming")
    spool.inbox.symlink_to("incoming")

    with watching(spool, post, settle_seconds=60):
        (spool.desk / "incoming" / "story.txt").write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])


def test_unfinished_and_hidden_names_are_left_alone(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        (spool.inbox / ".git").mkdir()
        for name in ("a.txt.part", ".b.txt", "c.txt~", ".git/d.txt", "story.txt"):
            (spool.inbox / name).write_text("A story.")

        assert until(lambda: post.names == ["story.txt"])
    assert (spool.inbox / ".git" / "d.txt").exists()


def test_a_name_that_is_not_utf_8_a_pipe_and_a_folder_with_the_name_of_a_file_do_no_harm(spool: Spool, post: Post) -> None:
    with watching(spool, post):
        (spool.inbox / "story.txt").mkdir()
        os.mkfifo(spool.inbox / "pipe.txt")
        Path(os.fsdecode(os.fsencode(spool.inbox) + b"/caf\xe9.txt")).write_text("A story.")

        assert until(lambda: post.names == ["caf\udce9.txt"])


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
