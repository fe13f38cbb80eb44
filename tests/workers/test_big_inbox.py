"""An inbox with far more in it than is taken at once: the first story goes at once, and the memory stays bounded."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from tests.workers.desk import until
from tests.workers.watching import Post, watching
from workers.spool import Spool
from workers.watching.inbox import MOST_NEW, Inbox, copy_in
from workers.watching.tracker import MOST_TRACKED, Tracker

FILES = 3 * MOST_TRACKED


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Spool:
    """A desk whose inbox was left alone for a long time. Names of one story: a file system gives links as fast as names."""
    spool = Spool(tmp_path_factory.mktemp("heap") / "desk")
    spool.prepare()
    for number in range(FILES):
        if number % 10_000 == 0:
            story = spool.state / f"story-{number}"
            story.write_text("A story.")
        os.link(story, spool.inbox / f"{number:06}.txt")
    return spool


def test_one_listing_takes_in_no_more_than_it_may(heap: Spool) -> None:
    tracker = Tracker(settle_seconds=60)
    inbox = Inbox(heap.inbox, tracker, lambda folder: None)

    assert inbox.list(now=0.0)
    assert len(tracker) == MOST_NEW


def test_listing_again_and_again_stops_where_the_tracker_is_full(heap: Spool) -> None:
    tracker = Tracker(settle_seconds=60)
    inbox = Inbox(heap.inbox, tracker, lambda folder: None)

    assert all(inbox.list(now=float(number)) for number in range(5))
    assert len(tracker) == MOST_TRACKED


def test_a_listing_holds_no_list_of_the_inbox(heap: Spool) -> None:
    tracemalloc.start()
    for _ in copy_in(heap.inbox):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 100_000  # bytes; the names alone would be some megabytes


def test_the_first_stories_are_claimed_before_the_inbox_is_listed_whole(heap: Spool) -> None:
    post = Post()
    began = time.monotonic()

    with watching(heap, post, settle_seconds=0):
        assert until(lambda: bool(post.names))
        took = time.monotonic() - began

    assert took < 5
    assert FILES - len(list(Path(heap.inbox).iterdir())) <= 1024
