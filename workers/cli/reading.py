"""Reading what a person names on the command line: unlike the desk's own reader, links and pipes are welcome."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import TooLarge, UnreadableCopy

STDIN = Path("-")
ORDINARY_BYTES = 1_000_000  # no need to ask for the limit below that: loading the settings takes longer than cleaning a story


def read_copy(path: Path) -> bytes:
    """All of a file, or of standard input for "-". Raises TooLarge (over the setting max_bytes), UnreadableCopy."""
    try:
        if path == STDIN:
            return _read(sys.stdin.buffer, "standard input")
        with path.open("rb") as file:
            return _read(file, str(path))
    except IsADirectoryError as fault:
        raise UnreadableCopy(str(path), "is a folder", "name a file in it; `copydesk clean` takes folders") from fault
    except OSError as fault:
        raise UnreadableCopy(str(path), (fault.strerror or str(fault)).lower(), "check its name and permissions") from fault


def _read(file: BinaryIO, subject: str) -> bytes:
    raw = file.read(ORDINARY_BYTES)
    if len(raw) < ORDINARY_BYTES:
        return raw
    from workers.settings import Settings

    limit = Settings.load().max_bytes
    raw += file.read(max(0, limit + 1 - len(raw)))
    if len(raw) > limit:
        raise TooLarge(subject, f"over the limit of {limit:,} bytes", "raise COPYDESK_MAX_BYTES to take it")
    return raw


def plain_name(path: Path) -> str:
    """Its name for the record; bytes that are no UTF-8 are spelled out, as a desk does it."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
