"""Remove old records: those whose originals were pruned. An original that is kept keeps its record.

The same bytes may come in again while we are at it: then a worker finds the record there, leaves it alone, and archives the
original. So a batch that went is looked at once more, and put back where its bytes are claimed or were archived meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from pipeline.errors import BadSettings
from workers.archive import digests
from workers.history import has_record, records_of_file
from workers.ledger_tail import Tail
from workers.pruning.prune import Pruned
from workers.spool import Spool
from workers.stores import Store
from workers.stores.base import Prunable

BATCH = 500  # originals whose records are held in memory while they go


def prunable(stores: Iterable[Store]) -> list[Prunable]:
    """The same stores. Raises BadSettings where one lets nothing be taken out."""
    found = []
    for store in stores:
        if not isinstance(store, Prunable):
            name = type(store).__name__
            raise BadSettings(name, "it is not pruned by copydesk", "prune it by its own means, and leave --records out")
        found.append(store)
    return found


class RecordPruner:
    """Prunes the records of what was claimed before the day `before`. `dry`: only says how many would go.

    Raises BadSettings for stores that are not pruned by us: before anything went.
    """

    def __init__(self, spool: Spool, stores: Sequence[Store], before: date, *, dry: bool = False) -> None:
        self._spool = spool
        self._stores = prunable(stores)
        self._before = before
        self._dry = dry
        self._tail = Tail(spool.ledger)
        self._came_again: set[str] = set()

    def records(self, *, with_archive: bool = False) -> Pruned:
        """`with_archive`: counts as if the archive had been pruned as well. Raises StoreUnavailable, SpoolUnavailable."""
        candidates = self._candidates(with_archive) - self._in_use()
        going = iter(sorted(digest for digest in candidates if any(has_record(store, digest) for store in self._stores)))
        gone = 0
        while batch := list(islice(going, BATCH)):
            gone += len(batch)
            if not self._dry:
                for store in self._stores:
                    self._remove(store, batch)
        return Pruned(gone)

    def _candidates(self, with_archive: bool) -> set[str]:
        """What was pruned of the old days, and is archived nowhere else: read twice, for a file may have come in twice."""
        candidates: set[str] = set()
        for going in (True, False):
            for day in self._spool.ledger.days():
                entries = [entry for entry in self._spool.ledger.read_day(day).values() if entry.of_original]
                old = day < self._before
                if going and old:
                    candidates |= {entry.detail for entry in entries if with_archive or entry.event == "pruned"}
                elif not going:
                    candidates -= {entry.detail for entry in entries if entry.event == "archived" and not (old and with_archive)}
        return candidates

    def _remove(self, store: Prunable, batch: Iterable[str]) -> None:
        going = [record for digest in batch for record in records_of_file(store, digest)]
        # The last of several first: where we are killed between, the others are still found.
        store.remove_many([record.id for record in reversed(going)])
        in_use = self._in_use()
        back = [record for record in going if record.source.sha256 in in_use and not store.has(record.id)]
        store.put_many(back)  # none in the place of what a worker has made of the same bytes meanwhile

    def _in_use(self) -> set[str]:
        """The sha256 of what is claimed, and of what was archived since we began."""
        claimed = digests(self._spool.claimed / claim.name for claim in self._spool.claims()).values()
        self._came_again |= {entry.detail for entry in self._tail.news() if entry.event == "archived"}
        return {*claimed, *self._came_again}
