"""How a claim ends: a line in the ledger, then the move, and nobody who would end it otherwise in between.

A claim may be at hand twice: a message came again, or a host that was taken for lost is back. Who is second finds the file gone
and writes nothing, so the ledger's last word on a claim is where its file lies. Where it stays, because a folder takes nothing,
the line is written once, however often the move is tried.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.errors import SpoolUnavailable
from workers.claim import Claim
from workers.disk import guarded
from workers.ledger import Entry, Ledger

_OF_BYTES: Final = getattr(fcntl, "F_OFD_SETLKW", None) if sys.maxsize > 2**32 else None  # Linux' own, see fcntl(2)
_NO_BYTES: Final = (errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP)  # of a file system that has no such locks


class Endings:
    """Those of one desk, in the eyes of one process. `lock` is a file of the desk's, made when it is first needed."""

    def __init__(self, ledger: Ledger, lock: Path) -> None:
        self._ledger = ledger
        self._lock = lock
        self._moved = True  # what was noted the last time

    @contextmanager
    def turn(self, claims: Sequence[Claim]) -> Iterator[None]:
        """While nobody else ends one of these claims. A process that dies gives its turn back. Raises SpoolUnavailable."""
        with guarded(SpoolUnavailable, self._lock):
            lock = _locked(self._lock, claims)
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


def _locked(path: Path, claims: Sequence[Claim]) -> int:
    """A descriptor of its own for each turn: threads of one process keep out of each other's way too."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            _lock_bytes(lock, claims)
        except OSError as fault:
            if fault.errno not in _NO_BYTES:
                raise
            fcntl.flock(lock, fcntl.LOCK_EX)  # one after the other, then
    except BaseException:  # a time limit too
        os.close(lock)
        raise
    return lock


def _lock_bytes(lock: int, claims: Sequence[Claim]) -> None:
    """A byte a claim, at the place that its id says. In order, so that no two wait for each other."""
    if _OF_BYTES is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    for place in sorted(int(claim.id[-10:], 16) for claim in claims):
        fcntl.fcntl(lock, _OF_BYTES, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0))
