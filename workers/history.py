"""What a desk has done: its records, newest first and by source, as the ledger remembers them.

A record does not say which folder of the inbox its story came from; the ledger does. Everything here only reads, a line and
a record at a time, so it may be asked on a desk at work, and however much there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.record import Record
from workers.ledger import Entry, Ledger
from workers.stores import Store

NO_SOURCE = ""  # dropped into inbox/ itself


def sources(ledger: Ledger) -> list[str]:
    """The folders of the inbox that stories came from, by name; NO_SOURCE is one of them."""
    return sorted({entry.claim.source for entry in _archived(ledger)})


def records_of(ledger: Ledger, store: Store, source: str) -> Iterator[Record]:
    """The records of one source that the store has, the newest day first. Raises StoreUnavailable."""
    for entry in _archived(ledger):
        if entry.claim.source == source:
            yield from records_of_file(store, entry.detail)


def records_of_file(store: Store, sha256: str) -> Iterator[Record]:
    """The records of the file with these bytes: one, or one for each story in it."""
    single = store.get(sha256[:32])
    if single is not None:
        yield single
        return
    for item in count(1):
        record = store.get(f"{sha256[:32]}#{item}")
        if record is None:
            return
        yield record


def has_record(store: Store, sha256: str) -> bool:
    """True where the store has a record of the file with these bytes. Raises StoreUnavailable."""
    return store.has(sha256[:32]) or store.has(f"{sha256[:32]}#1")


def all_records(store: Store) -> Iterator[Record]:
    """Every record of the store, in its own order. Raises StoreUnavailable."""
    return (record for record_id in store.ids() if (record := store.get(record_id)))


def _archived(ledger: Ledger) -> Iterator[Entry]:
    """What was archived, the newest day first; what was pruned since has its line from then still, as long as it has a record."""
    for day in reversed(ledger.days()):
        yield from (entry for entry in ledger.entries(day) if entry.event == "archived" and entry.of_original)
