"""Keeps the index as the desk is: first the days of the ledger it has not read, the newest first, then what is appended.

What `copydesk refine --again` made anew stands in no ledger; it is read from the reports in the desk.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final

from pipeline.errors import CopydeskError, SpoolUnavailable
from workers.cli.again import REPORTS
from workers.disk import guarded
from workers.history import records_of_file
from workers.ledger import Entry
from workers.page.index import Arrival, Index
from workers.spool import Spool
from workers.stores import Store

LOOK_SECONDS: Final = 0.5
CHUNK_BYTES: Final = 20_000  # of the ledger in one transaction: some hundred stories
BATCH: Final = 200
STORED_SECONDS: Final = 5.0  # a report is written before what it tells of is stored

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
                self.catch_up_with_reports()
                self.busy, self.fault = False, None
            except CopydeskError as fault:
                log.warning("the index waits: %s", fault)
                self.fault = fault
            self._ending.wait(LOOK_SECONDS)

    def catch_up(self) -> None:
        """Reads what the ledger has gained since. Raises StoreUnavailable, SpoolUnavailable."""
        ledger, read_to = self._spool.ledger, self._index.read_to()
        for day, size in sorted(ledger.sizes().items(), reverse=True):
            book, path = day.isoformat(), ledger.path_of(day)
            if size < read_to.get(book, 0):  # condensed: what is left of it was read when it was longer
                self._index.take_in((), (book, size))
            for lines, end in self._news(path, read_to.get(book, 0), size):
                self.busy = True
                self._index.take_in(self._arrivals(lines), (book, end))

    def catch_up_with_reports(self) -> None:
        """Reads again what was made anew. Raises as `catch_up`."""
        read_to = self._index.read_to()
        for path in sorted((self._spool.desk / REPORTS).glob("*.ndjson")):
            book = f"{REPORTS}/{path.name}"
            with guarded(SpoolUnavailable, path):
                stat = path.stat()
            if stat.st_mtime < time.time() - STORED_SECONDS:
                for lines, end in self._news(path, read_to.get(book, 0), stat.st_size):
                    self._index.take_in(self._made_anew(lines), (book, end))

    def _news(self, path: Path, start: int, size: int) -> Iterator[tuple[list[str], int]]:
        """The lines from there to here, some at a time, with where they end; one that is still being written is for later."""
        while start < size and not self._ending.is_set():
            with guarded(SpoolUnavailable, path), path.open("rb") as book:
                book.seek(start)
                lines = [line for line in book.readlines(CHUNK_BYTES) if line.endswith(b"\n")]
            if not lines:
                return
            start += sum(map(len, lines))
            yield [line.decode(errors="replace").rstrip("\n") for line in lines], start

    def _arrivals(self, lines: Iterable[str]) -> Iterator[Arrival]:
        for entry in filter(None, map(Entry.read, lines)):
            if entry.event == "archived" and entry.of_original:
                for record in records_of_file(self._store, entry.detail):
                    yield Arrival(record, entry.claim.name)

    def _made_anew(self, lines: Iterable[str]) -> Iterator[Arrival]:
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):  # a report is a file that people may edit
                record_id = json.loads(line)["id"]
                if (claim := self._index.claim_of(record_id)) is not None and (record := self._store.get(record_id)):
                    yield Arrival(record, claim)


def compare(store: Store, index: Index) -> None:
    """Sets right what no ledger tells: records of a desk that lost it, and records that were pruned since."""
    there, known = set(store.ids()), index.ids()
    index.forget(known - there)
    new = (Arrival(record) for record_id in sorted(there - known) if (record := store.get(record_id)))
    while batch := list(islice(new, BATCH)):
        index.take_in(batch)
