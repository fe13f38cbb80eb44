"""Records as files: one JSON a story, DIR/ab/ab12...json, where anybody with a text editor can read them.

A record is written under DIR/.new/, synced, renamed to its name, and the folder synced: a reader sees all of it or none.
A batch waits for the disk at once (syncing.py). "#" of an id is "-" in the name.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from workers.disk import create, guarded, make_folders, remove_stale, sync_folders
from workers.syncing import Sync, syncing

_ID = re.compile(r"[0-9a-f]{32}(#\d+)?", re.ASCII)


class FileStore:
    """Records below one folder, which is made when the store is opened. Raises StoreUnavailable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._new = folder / ".new"
        with guarded(StoreUnavailable, folder):
            make_folders(self._new)
            remove_stale(self._new, time.time())

    def put_many(self, records: Sequence[Record]) -> None:
        with guarded(StoreUnavailable, self.folder):
            written = {_name(record.id): record.to_json().encode() + b"\n" for record in records}
            with syncing(self.folder, len(written)) as sync:
                self._write({name: data for name, data in written.items() if not self._holds(name, data)}, sync)
                # Those left alone too: another process may have renamed one in and not yet waited for the disk.
                sync.folders(self._shards(written))

    def remove_many(self, record_ids: Sequence[str]) -> None:
        with guarded(StoreUnavailable, self.folder):
            names = [_name(record_id) for record_id in record_ids]
            for name in names:
                (self.folder / name).unlink(missing_ok=True)
            sync_folders([shard for shard in self._shards(names) if shard.is_dir()])

    def get(self, record_id: str) -> Record | None:
        with guarded(StoreUnavailable, self.folder), suppress(FileNotFoundError):
            return Record.model_validate_json((self.folder / _name(record_id)).read_bytes())
        return None

    def has(self, record_id: str) -> bool:
        with guarded(StoreUnavailable, self.folder):
            return (self.folder / _name(record_id)).is_file()

    def ids(self) -> Iterator[str]:
        found = (path.stem.replace("-", "#") for path in self.folder.glob("[0-9a-f][0-9a-f]/*.json"))
        return (record_id for record_id in found if _ID.fullmatch(record_id))

    def count(self) -> int:
        return sum(1 for _ in self.ids())

    def close(self) -> None:
        """Holds nothing open."""

    def _write(self, changed: Mapping[str, bytes], sync: Sync) -> None:
        batch = secrets.token_hex(5)
        drafts = {name: f"{self._new}/{name[3:]}.{batch}" for name in changed}
        descriptors = []
        try:
            for name, draft in drafts.items():
                descriptors.append(create(draft, changed[name]))
            sync.files(descriptors)
            for shard in self._shards(changed):  # after the drafts: never into a place that is not mounted
                make_folders(shard)
            for name, draft in drafts.items():
                os.rename(draft, f"{self.folder}/{name}")  # noqa: PTH104 - text: a Path costs more than the system call
        except OSError:
            for draft in drafts.values():
                Path(draft).unlink(missing_ok=True)
            raise
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _shards(self, names: Iterable[str]) -> list[Path]:
        return [self.folder / shard for shard in {name[:2] for name in names}]

    def _holds(self, name: str, data: bytes) -> bool:
        try:
            with open(f"{self.folder}/{name}", "rb") as file:  # noqa: PTH123 - as above
                return file.read() == data
        except FileNotFoundError:
            return False


def _name(record_id: str) -> str:
    """Where the record lies below the store's folder: ab/ab12...json."""
    if not _ID.fullmatch(record_id):
        raise ValueError(f"{record_id!r} is no id of a record")
    return f"{record_id[:2]}/{record_id.replace('#', '-')}.json"
