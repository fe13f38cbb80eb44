"""Helpers for tests that start processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

COPYDESK = str(Path(sys.executable).with_name("copydesk"))


def alive(pid: int) -> bool:
    """True while there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def with_words(*words: str) -> list[int]:
    """The processes whose command line has all of these words, each as a whole argument. Linux only."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                arguments = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:  # gone meanwhile
                continue
            if set(words) <= set(arguments):
                found.append(int(entry.name))
    return found
