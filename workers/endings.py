"""How a claim ends: a line in the ledger, then the move, and nobody who would end it otherwise in between.

A claim may be at hand twice: a message came again, or a host that was taken for lost is back. Who is second finds the file gone
and writes nothing, so the ledger's last word on a claim is where its file lies. Where it stays, because a folder takes nothing,
the line is written once, however often the move is tried.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import SpoolUnavailable
from workers.disk import guarded
from workers.ledger import Entry, Ledger


class Endings:
    """Those of one desk, in the eyes of one process. `lock` is a file of the desk's, made when it is first needed."""

    def __init__(self, ledger: Ledger, lock: Path) -> None:
        self._ledger = ledger
        self._lock = lock
        self._moved = True  # what was noted the last time

    @contextmanager
    def turn(self, *, alone: bool) -> Iterator[None]:
        """While claims end here. `alone`: nobody else's do; else only those of others who say the same word, archived.

        A process that dies gives its turn back. Raises SpoolUnavailable.
        """
        with guarded(SpoolUnavailable, self._lock):
            lock = _locked(self._lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        try:
            yield
        finally:
            os.close(lock)

    @contextmanager
    def noted(self, entries: Sequence[Entry]) -> Iterator[None]:
        """The entries are on the disk, for files that move in this block. Raises SpoolUnavailable."""
        unsaid = entries if self._moved else self._unsaid(entries)
        self._moved = False
        self._ledger.write(unsaid, durable=True)
        yield
        self._moved = True

    def _unsaid(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that are not yet the last word on their claims. Reads their days, a second for a million lines."""
        names = {entry.claim.name for entry in entries}
        last = {}
        for day in {entry.claim.day for entry in entries}:
            for line in self._ledger.lines(day):
                event, _, rest = line.partition("\t")
                name = rest.partition("\t")[0]
                if name in names and event != "made":
                    last[name] = f"{line}\n"
        return [entry for entry in entries if last.get(entry.claim.name) != entry.line]


def _locked(path: Path, how: int) -> int:
    """A descriptor of its own for each turn: threads of one process keep out of each other's way too."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, how)
    except BaseException:  # a time limit too
        os.close(lock)
        raise
    return lock
