"""The store that forgets: for tests, and for commands that print what they made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.record import Record


class MemoryStore:
    """Records in a dictionary, gone with the object."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def put_many(self, records: Sequence[Record]) -> None:
        self._records.update((record.id, record) for record in records)

    def remove_many(self, record_ids: Sequence[str]) -> None:
        for record_id in record_ids:
            self._records.pop(record_id, None)

    def get(self, record_id: str) -> Record | None:
        return self._records.get(record_id)

    def has(self, record_id: str) -> bool:
        return record_id in self._records

    def ids(self) -> Iterator[str]:
        return iter(tuple(self._records))

    def count(self) -> int:
        return len(self._records)

    def close(self) -> None:
        """Holds nothing that needs letting go."""
