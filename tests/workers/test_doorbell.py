"""The doorbell: what the kernel says of a folder, and what it says when it lost count."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.watching.doorbell import Doorbell

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux' own")


@pytest.fixture
def doorbell(tmp_path: Path) -> Iterator[Doorbell]:
    made = Doorbell(tmp_path)
    made.watch("")
    yield made
    made.close()


def test_a_closed_file_rings(doorbell: Doorbell, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("A story.")

    assert doorbell.wait(5).closed == ["story.txt"]


def test_an_open_file_does_not_ring(doorbell: Doorbell, tmp_path: Path) -> None:
    with (tmp_path / "story.txt").open("w") as story:
        story.write("Half a story")
        story.flush()

        assert doorbell.wait(0.05).closed == []


def test_a_new_sub_folder_asks_for_a_listing_and_is_heard_from_then_on(doorbell: Doorbell, tmp_path: Path) -> None:
    (tmp_path / "tca").mkdir()
    assert doorbell.wait(5).list_again

    (tmp_path / "tca" / "story.txt").write_text("A story.")
    assert doorbell.wait(5).closed == ["tca/story.txt"]


def test_a_queue_that_overflowed_asks_for_a_listing(doorbell: Doorbell, tmp_path: Path) -> None:
    length = int(QUEUE.read_text())
    if length > 50_000:
        pytest.skip(f"this kernel remembers {length:,} events")
    story = tmp_path / "story.txt"
    for _ in range(length + 1):
        story.write_text("A")  # a create or close each, and never two alike in a row
        story.unlink()

    assert doorbell.wait(5).list_again


def test_ring_ends_a_wait_without_a_file(doorbell: Doorbell) -> None:
    doorbell.ring()

    assert doorbell.wait(None).closed == []


def test_without_events_it_only_waits(tmp_path: Path) -> None:
    deaf = Doorbell(tmp_path, events=False)
    deaf.watch("")
    (tmp_path / "story.txt").write_text("A story.")

    assert deaf.wait(0.01).closed == []
    assert not deaf.hears_all
    deaf.close()
