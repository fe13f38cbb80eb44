"""What a store is: the place where clean records go. Every store passes tests/contracts/test_store_contract.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from pipeline.record import Record


class Store(Protocol):
    """Keeps records by id. Any number of processes may write to one place at once."""

    def put_many(self, records: Sequence[Record]) -> None:
        """Stores all of them, durable when it returns; a record of the same id is replaced, an equal one left alone.

        Raises StoreUnavailable when nothing is wrong with the records: some of them may be stored then, and doing it
        again is safe.
        """

    def get(self, record_id: str) -> Record | None:
        """The record of this id, None where there is none. Raises StoreUnavailable."""

    def has(self, record_id: str) -> bool:
        """True where there is a record of this id. Raises StoreUnavailable."""

    def ids(self) -> Iterator[str]:
        """The ids of all records, each once, in any order. Raises StoreUnavailable."""

    def count(self) -> int:
        """How many records there are. Raises StoreUnavailable."""

    def close(self) -> None:
        """Lets go of what it holds; harmless when done twice."""


@runtime_checkable
class Prunable(Store, Protocol):
    """A store that old records can be taken out of, by `copydesk prune`. The others are pruned by their own means."""

    def remove_many(self, record_ids: Sequence[str]) -> None:
        """Removes the records of these ids, in this order, durable when it returns; one that is not there is none.

        Raises StoreUnavailable: some of them may be gone then, and doing it again is safe.
        """
