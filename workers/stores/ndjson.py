"""Records as lines of JSON in segments, DIR/000001.ndjson and so on: to be followed with `tail`, shipped, compressed.

Durability: the lines of a batch are synced before `put_many` returns. A record is one line, whatever is killed when; one that
comes again changed is a further line, and the last counts. The index, DIR/.index.sqlite, knows every line; what a kill or a
power cut kept from it is read from the end of the segments. Writers take turns.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from workers.disk import guarded, make_folders, sync_folders

SEGMENT_BYTES: Final = 256_000_000  # a segment that has grown to this is closed
_ID: Final = re.compile(rb'"id":"([0-9a-f]{32}(?:#\d+)?)"')  # in the first keys of a line: record.py has their order
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS lines (id TEXT PRIMARY KEY, segment INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL)
WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read_to (segment INTEGER PRIMARY KEY, size INTEGER NOT NULL);
"""


class _Line(NamedTuple):
    id: str
    segment: int
    start: int
    size: int


class NdjsonStore:
    """Records in the segments below one folder, which is made when the store is opened. Raises StoreUnavailable."""

    def __init__(self, folder: Path, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.folder = folder
        self.segment_bytes = segment_bytes
        with guarded(StoreUnavailable, folder):
            make_folders(folder)
            (folder / ".lock").touch()
        with self._writing():
            pass

    def put_many(self, records: Sequence[Record]) -> None:
        lines = {record.id: record.to_json().encode() + b"\n" for record in records}
        with self._writing() as index:
            known = {line.id: line for line in (_find(index, record_id) for record_id in lines) if line}
            new = {name: data for name, data in lines.items() if name not in known or self._read(known[name]) != data}
            if new:
                _note(index, self._append(new))

    def get(self, record_id: str) -> Record | None:
        with self._reading() as index, guarded(StoreUnavailable, self.folder):
            line = _find(index, record_id)
            data = self._read(line) if line else b""
            return Record.model_validate_json(data) if data else None

    def has(self, record_id: str) -> bool:
        with self._reading() as index:
            return _find(index, record_id) is not None

    def ids(self) -> Iterator[str]:
        with self._reading() as index:
            yield from (row[0] for row in index.execute("SELECT id FROM lines"))

    def count(self) -> int:
        with self._reading() as index:
            return int(index.execute("SELECT count(*) FROM lines").fetchone()[0])

    def close(self) -> None:
        """Holds nothing open."""

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The index, brought up to date, while no other process writes."""
        # Opened, not made: never into a place that is not mounted.
        with guarded(StoreUnavailable, self.folder), (self.folder / ".lock").open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._reading() as index:
                index.executescript(_SCHEMA)
                self._catch_up(index)
                yield index

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.folder / ".index.sqlite", timeout=30)) as index:
                index.execute("PRAGMA journal_mode = WAL")
                index.execute("PRAGMA synchronous = NORMAL")  # may lose its last words, never its mind; see _catch_up
                yield index
        except sqlite3.Error as fault:
            advice = "remove .index.sqlite*: it is made again from the segments"
            raise StoreUnavailable(str(self.folder), f"its index says: {fault}", advice) from fault

    def _segment(self, number: int) -> Path:
        return self.folder / f"{number:06}.ndjson"

    def _last(self) -> int:
        return max((int(path.stem) for path in self.folder.glob("[0-9]*.ndjson")), default=0)

    def _catch_up(self, index: sqlite3.Connection) -> None:
        """Takes up the lines that the index has not heard of, and cuts off a last one that was not written to its end."""
        last = self._last()
        number, size = index.execute("SELECT segment, size FROM read_to ORDER BY segment DESC LIMIT 1").fetchone() or (1, 0)
        for segment in range(number, last + 1):
            path, start = self._segment(segment), size if segment == number else 0
            if not path.exists() or path.stat().st_size == start:
                continue
            with path.open("r+b") as file:
                file.seek(start)
                for data in file:
                    if not data.endswith(b"\n"):
                        file.truncate(start)
                        break
                    if found := _ID.search(data, 0, 200):
                        _note(index, [_Line(found.group(1).decode(), segment, start, len(data))])
                    start += len(data)
                os.fsync(file.fileno())

    def _append(self, lines: dict[str, bytes]) -> list[_Line]:
        number = max(self._last(), 1)
        path = self._segment(number)
        if path.exists() and path.stat().st_size >= self.segment_bytes:
            number, path = number + 1, self._segment(number + 1)
        is_new = not path.exists()
        start = _append(path, b"".join(lines.values()))
        if is_new:
            sync_folders([self.folder])
        ends = accumulate(map(len, lines.values()), initial=start)
        return [_Line(name, number, at, len(data)) for (name, data), at in zip(lines.items(), ends, strict=False)]

    def _read(self, line: _Line) -> bytes:
        """The line; nothing of a segment that was shipped away."""
        with suppress(FileNotFoundError), self._segment(line.segment).open("rb") as file:
            file.seek(line.start)
            return file.read(line.size)
        return b""


def _append(path: Path, data: bytes) -> int:
    """Where the bytes begin in the file, synced. Where that fails none stay: a second fsync would call lost ones written."""
    with path.open("ab", buffering=0) as file:
        start = file.tell()
        try:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise
    return start


def _find(index: sqlite3.Connection, record_id: str) -> _Line | None:
    row = index.execute("SELECT id, segment, start, size FROM lines WHERE id = ?", (record_id,)).fetchone()
    return _Line(*row) if row else None


def _note(index: sqlite3.Connection, lines: Sequence[_Line]) -> None:
    """Where the lines stand, and how far their segments are read: one transaction."""
    with index:
        index.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?)", lines)
        index.executemany(
            "INSERT OR REPLACE INTO read_to VALUES (?, ?)", [(line.segment, line.start + line.size) for line in lines]
        )
