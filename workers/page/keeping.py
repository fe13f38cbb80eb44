"""Keeps the index as the desk is: first the days of the ledger it has not read, the newest first, then what is appended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from types import TracebackType
from typing import Final

from pipeline.errors import CopydeskError
from workers.history import records_of_file
from workers.ledger import Entry
from workers.page.index import Arrival, Index
from workers.spool import Spool
from workers.stores import Store

LOOK_SECONDS: Final = 0.5
CHUNK_BYTES: Final = 20_000  # of the ledger in one transaction: some hundred stories
BATCH: Final = 200

log = logging.getLogger(__name__)


class Keeper:
    """A thread that reads while it is entered. Requests never wait for it; `fault` is what keeps it from reading, if any."""

    def __init__(self, spool: Spool, store: Store, index: Index) -> None:
        self._spool, self._store, self._index = spool, store, index
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="desk page index", daemon=True)
        self.busy = True
        self.fault: CopydeskError | None = None

    def __enter__(self) -> Keeper:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ending.set()
        self._thread.join()

    def _keep(self) -> None:
        compared = False
        while not self._ending.is_set():
            try:
                self.catch_up()
                if not compared:
                    compare(self._store, self._index)
                    compared = True
                self.busy, self.fault = False, None
            except CopydeskError as fault:
                log.warning("the index waits: %s", fault)
                self.fault = fault
            self._ending.wait(LOOK_SECONDS)

    def catch_up(self) -> None:
        """Reads what the ledger has gained since. Raises StoreUnavailable, SpoolUnavailable."""
        read_to = self._index.read_to()
        for day, size in sorted(self._spool.ledger.sizes().items(), reverse=True):
            start = read_to.get(day, 0)
            if size < start:  # condensed: what is left of it was read when it was longer
                self._index.take_in((), (day, size))
            while size > start and not self._ending.is_set():
                self.busy = True
                lines, start = self._lines(day, start)
                self._index.take_in(self._arrivals(lines), (day, start))
                if not lines:
                    break

    def _lines(self, day: date, start: int) -> tuple[list[str], int]:
        """Some whole lines, and where they end; a last one that is still being written is left for later."""
        with self._spool.ledger.path_of(day).open("rb") as book:
            book.seek(start)
            lines = [line for line in book.readlines(CHUNK_BYTES) if line.endswith(b"\n")]
        return [line.decode(errors="replace").rstrip("\n") for line in lines], start + sum(map(len, lines))

    def _arrivals(self, lines: Iterable[str]) -> Iterator[Arrival]:
        for entry in filter(None, map(Entry.read, lines)):
            if entry.event == "archived" and entry.of_original:
                for record in records_of_file(self._store, entry.detail):
                    yield Arrival(record, entry.claim.name, entry.claim.source)


def compare(store: Store, index: Index) -> None:
    """Sets right what no ledger tells: records of a desk that lost it, and records that were pruned since."""
    there, known = set(store.ids()), index.ids()
    index.forget(known - there)
    new = (Arrival(record) for record_id in sorted(there - known) if (record := store.get(record_id)))
    while batch := list(islice(new, BATCH)):
        index.take_in(batch)
