"""Reading a claimed file: never while somebody writes to it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.errors import StillChanging
from workers.reading import read_regular

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel cannot tell who writes")


def test_a_file_that_somebody_has_open_for_writing_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"

    with path.open("wb") as writer:
        writer.write(b"The first half.")
        writer.flush()
        with pytest.raises(StillChanging):
            read_regular(path, "story.txt", 1000)
        writer.write(b" And the second.")

    assert read_regular(path, "story.txt", 1000) == b"The first half. And the second."


def test_reading_keeps_nobody_from_writing_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"First.")

    read_regular(path, "story.txt", 1000)
    path.write_bytes(b"Second.")

    assert read_regular(path, "story.txt", 1000) == b"Second."
