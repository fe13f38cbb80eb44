"""Records in one SQLite file: a row a story, with the columns that people ask by, and the record as JSON.

Durability: a batch is one transaction in the write-ahead log, synced before `put_many` returns (synchronous=FULL). For one
machine: a write-ahead log does not work on network file systems. Any number of processes may write; they take turns.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from workers.disk import guarded, make_folders

TURN_SECONDS = 30.0  # how long a writer waits for the others
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    id TEXT PRIMARY KEY, story_id TEXT, version TEXT, status TEXT NOT NULL, agency TEXT, language TEXT, headline TEXT,
    published_at TEXT, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_story ON records (story_id, version) WHERE story_id IS NOT NULL;
"""
_PUT = """
INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET story_id = excluded.story_id, version = excluded.version, status = excluded.status,
    agency = excluded.agency, language = excluded.language, headline = excluded.headline,
    published_at = excluded.published_at, record = excluded.record
WHERE record <> excluded.record
"""


class SqliteStore:
    """Records in the database at `path`, which is made when the store is opened. Raises StoreUnavailable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()  # a connection belongs to its thread, and to its process: see _connection
        self._inherited: list[sqlite3.Connection | None] = []
        with guarded(StoreUnavailable, path):
            make_folders(path.parent)
        with self._working() as database:
            database.executescript(_SCHEMA)

    def put_many(self, records: Sequence[Record]) -> None:
        with self._working() as database, database:
            database.executemany(_PUT, [_row(record) for record in records])

    def remove_many(self, record_ids: Sequence[str]) -> None:
        with self._working() as database, database:
            database.executemany("DELETE FROM records WHERE id = ?", [(record_id,) for record_id in record_ids])

    def get(self, record_id: str) -> Record | None:
        with self._working() as database:
            row = database.execute("SELECT record FROM records WHERE id = ?", (record_id,)).fetchone()
        return Record.model_validate_json(row[0]) if row else None

    def has(self, record_id: str) -> bool:
        with self._working() as database:
            return database.execute("SELECT 1 FROM records WHERE id = ?", (record_id,)).fetchone() is not None

    def ids(self) -> Iterator[str]:
        with self._working() as database, closing(database.execute("SELECT id FROM records")) as rows:
            yield from (row[0] for row in rows)

    def count(self) -> int:
        with self._working() as database:
            return int(database.execute("SELECT count(*) FROM records").fetchone()[0])

    def close(self) -> None:
        if (database := self._own()) is not None:
            database.close()
            del self._local.database

    @contextmanager
    def _working(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection()
        except sqlite3.Error as fault:
            raise StoreUnavailable(str(self.path), str(fault), "see to the file and its disk; it is tried again") from fault

    def _connection(self) -> sqlite3.Connection:
        """This thread's own. A forked child neither uses nor closes its parent's: SQLite's locks do not hold between them."""
        if (database := self._own()) is None:
            self._inherited.append(getattr(self._local, "database", None))
            database = sqlite3.connect(self.path, timeout=TURN_SECONDS)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            self._local.pid, self._local.database = os.getpid(), database
        return database

    def _own(self) -> sqlite3.Connection | None:
        found: sqlite3.Connection | None = getattr(self._local, "database", None)
        return found if found is not None and self._local.pid == os.getpid() else None


def _row(record: Record) -> tuple[str | None, ...]:
    published = record.published_at.isoformat() if record.published_at else None
    agency = record.agency.id if record.agency else None
    columns = (record.id, record.story_id, record.version, record.status, agency, record.language, record.headline, published)
    return (*columns, record.to_json())
