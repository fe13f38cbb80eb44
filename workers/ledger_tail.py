"""The end of the ledger: what is appended from now on, cheap however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workers.ledger import Entry, Ledger


class Tail:
    """Begins at the end that the ledger has now."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read_to = ledger.sizes()
        self._torn: dict[date, str] = {}  # the beginning of a line that is still being written

    def news(self) -> Iterator[Entry]:
        """What was written since the last time. Of a day that was condensed meanwhile nothing: it begins at its new end."""
        for day, size in sorted(self._ledger.sizes().items()):
            start = self._read_to.get(day, 0)
            if size < start:
                self._read_to[day] = size
            elif size > start:
                yield from self._read(day, start)

    def _read(self, day: date, start: int) -> Iterator[Entry]:
        with self._ledger.path_of(day).open("rb") as book:
            book.seek(start)
            new = book.read()
        self._read_to[day] = start + len(new)
        *lines, self._torn[day] = (self._torn.get(day, "") + new.decode(errors="replace")).split("\n")
        yield from filter(None, map(Entry.read, lines))
