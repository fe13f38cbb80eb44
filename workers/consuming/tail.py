"""What a desk has done, in the order in which it became done, from a cursor on.

The order is the ledger's: a day (of claiming, UTC) after the other, in each the order in which its files ended. What of an
old day ends later comes when it ends. Each ending comes at least once, and after no kill, condensed ledger, change of day or
clock that was wrong is one left out: a cursor stands behind an ending, never behind one that was not given out.

No clock is asked. A day is read for good when the ledger has one that is more than a week younger, and none of its files is
claimed; what ends on it after that stands in late.tsv as well.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from pipeline.errors import SpoolUnavailable
from pipeline.record import Record
from workers.consuming.cursor import Cursor, Mark
from workers.disk import guarded
from workers.history import records_of_file
from workers.ledger import ENDINGS, Entry, Event
from workers.spool import Spool
from workers.stores import Store

DONE: Final[tuple[Event, ...]] = ("archived",)
_LINE: Final = 1_000  # bytes, more than any line of the ledger has


@dataclass(frozen=True, slots=True)
class Ended:
    """One file's ending, and the cursor for whoever has dealt with it."""

    entry: Entry
    cursor: Cursor


class Feed:
    """Reads one desk's ledger on from `cursor`. `events`: which endings are wanted."""

    def __init__(self, spool: Spool, cursor: Cursor, events: Collection[Event] = DONE) -> None:
        self.cursor = cursor
        self._spool = spool
        self._events = events
        # The file's inode, and how far it is read. That is further than the mark, which stands behind an ending.
        self._read_to: dict[Path, tuple[int, int]] = {}

    def news(self) -> Iterator[Ended]:
        """What has ended since. To be read to its end, or thrown away with the Feed. Raises SpoolUnavailable."""
        ledger = self._spool.ledger
        settled = ledger.settled()
        in_flight = {claim.day for claim in self._spool.claims()}  # before the ledger: what is not here has its line there
        yield from self._read_late()  # before the days: what is late from now on comes the next time, from there
        for day, size in sorted(ledger.sizes().items()):
            if day >= self.cursor.closed and size != self._read_to.get(ledger.path_of(day), (0, 0))[1]:
                yield from self._read_day(day)
        self.cursor = self.cursor.closing(min([*in_flight, settled]))

    def _read_day(self, day: date) -> Iterator[Ended]:
        for entry, offset in self._lines(self._spool.ledger.path_of(day), self.cursor.marks.get(day)):
            if self._wanted(entry) and entry.claim.day == day:
                behind = self.cursor.behind(Mark(entry.claim.id, offset))
                yield Ended(entry, behind)
                self.cursor = behind

    def _read_late(self) -> Iterator[Ended]:
        """Of days that are closed. What was late on one that is open is read there, and counts as read here."""
        if not self._spool.ledger.late.exists():
            return
        for entry, offset in self._lines(self._spool.ledger.late, self.cursor.late):
            behind = self.cursor.behind_late(Mark(entry.claim.id, offset))
            if self._wanted(entry) and entry.claim.day < self.cursor.closed:
                yield Ended(entry, behind)
            self.cursor = behind

    def _lines(self, path: Path, mark: Mark | None) -> Iterator[tuple[Entry, int]]:
        """What stands in the file behind the mark, each entry with the byte behind it."""
        with guarded(SpoolUnavailable, path), path.open("rb") as book:
            offset = self._start(book, path, mark)
            book.seek(offset)
            for line in book:
                if not line.endswith(b"\n"):
                    break  # still being written
                offset += len(line)
                if entry := Entry.read(line.decode(errors="replace").rstrip("\n")):
                    yield entry, offset
            self._read_to[path] = _inode(book), offset

    def _wanted(self, entry: Entry) -> bool:
        return entry.event in self._events and (entry.of_original or entry.event != "archived")

    def _start(self, book: BinaryIO, path: Path, mark: Mark | None) -> int:
        """Where to read on: behind what was read, else behind the mark; at the beginning where the mark's line is gone."""
        if mark and not _stands(book, mark):
            return _find(book, mark)
        inode, offset = self._read_to.get(path, (0, 0))
        return max(offset if inode == _inode(book) else 0, mark.offset if mark else 0)


def end_of(spool: Spool) -> Cursor:
    """The cursor behind everything that has ended by now. Reads the days that are open. Raises SpoolUnavailable."""
    settled = spool.ledger.settled()
    feed = Feed(spool, Cursor(min([*(claim.day for claim in spool.claims()), settled])), ENDINGS)
    for _ in feed.news():
        pass
    return feed.cursor


def records_of(store: Store, ended: Ended, before: Cursor) -> Iterator[tuple[Record, Cursor]]:
    """The records of a file that was archived, each with the cursor for whoever has dealt with it.

    Of several in one file all but the last go with the cursor `before` the file. One that was pruned since is left out.
    Raises StoreUnavailable.
    """
    held: Record | None = None
    for record in records_of_file(store, ended.entry.detail):
        if held:
            yield held, before
        held = record
    if held:
        yield held, ended.cursor


def _inode(book: BinaryIO) -> int:
    return os.fstat(book.fileno()).st_ino


def _stands(book: BinaryIO, mark: Mark) -> bool:
    """True where the line before the mark is still the one that it was set behind."""
    start = max(0, mark.offset - _LINE)
    book.seek(start)
    before = book.read(mark.offset - start)
    line = before.removesuffix(b"\n").rpartition(b"\n")[2]
    return len(before) == mark.offset - start and before.endswith(b"\n") and _is_of(line, mark)


def _find(book: BinaryIO, mark: Mark) -> int:
    """Behind the first line of the mark's claim; 0 where there is none: then the day is read again, and nothing left out."""
    book.seek(0)
    offset = 0
    for line in book:
        offset += len(line)
        if _is_of(line, mark):
            return offset
    return 0


def _is_of(line: bytes, mark: Mark) -> bool:
    entry = Entry.read(line.decode(errors="replace").rstrip("\n"))
    return entry is not None and entry.event != "made" and entry.claim.id == mark.claim_id
