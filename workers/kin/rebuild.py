"""Make the index of the same story anew: from the records of the stores, in the order in which the ledger says they came.

Links that a record was stored with stay. One that was stored without gets them now, and is stored again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.errors import SpoolUnavailable
from pipeline.kinship import Traits, linked, stored_links
from pipeline.record import Record
from workers.history import records_of_file
from workers.kin.index import KinIndex
from workers.kin.linking import path_of, without_warning
from workers.spool import Spool
from workers.stores import Store

BATCH = 200  # records that are held in memory


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many records are remembered now, and how many of them got the links that they had been stored without."""

    remembered: int = 0
    linked: int = 0


def rebuild(spool: Spool, stores: Sequence[Store], days: int) -> Rebuilt:
    """Remembers what came in these last days. Raises SpoolUnavailable, StoreUnavailable: doing it again is safe.

    On a desk at work what comes in meanwhile may count as the first of its story.
    """
    since = spool.clock().date().toordinal() - days
    remembered, late = 0, 0
    with closing(_emptied(path_of(spool.state))) as index:
        for day in (day for day in spool.ledger.days() if day.toordinal() >= since):
            originals = (entry.detail for entry in spool.ledger.entries(day) if entry.event == "archived" and entry.of_original)
            records = (record for sha256 in originals for record in records_of_file(stores[0], sha256))
            while batch := list(islice(records, BATCH)):
                remembered += len(batch)
                late += _remember(batch, index, day.toordinal(), stores)
    return Rebuilt(remembered, late)


def _remember(records: Sequence[Record], index: KinIndex, day: int, stores: Sequence[Store]) -> int:
    found = index.restore([(Traits.of(record), stored_links(record)) for record in records], day)
    late = [linked(without_warning(each), links) for each, links in zip(records, found, strict=True) if not each.cluster_id]
    for store in stores if late else ():
        store.put_many(late)
    return len(late)


def _emptied(path: Path) -> KinIndex:
    """The index without what was in it; a damaged file is removed."""
    try:
        index = KinIndex(path)
        index.clear()
    except SpoolUnavailable as fault:
        if isinstance(fault.__cause__, sqlite3.OperationalError):  # full, locked, not permitted: the file is as sound as it was
            raise
        for part in _files(path):
            part.unlink(missing_ok=True)
        index = KinIndex(path)
    return index


def _files(path: Path) -> Iterator[Path]:
    """A database and what SQLite lays beside it."""
    return (path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm"))
