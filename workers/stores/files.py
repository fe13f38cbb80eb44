"""Records as files: one JSON a story, DIR/ab/ab12...json, where anybody with a text editor can read them.

A record is written under DIR/.new/, synced, renamed to its name, and the folder synced: a reader sees all of it or none.
A batch waits for the disk side by side, which costs a third of syncing one after the other. "#" of an id is "-" in the name.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from workers.disk import create, guarded, make_folders, remove_stale, sync_files, sync_folders

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
            written = {record.id: (self._path(record.id), record.to_json().encode() + b"\n") for record in records}
            changed = [(path, data) for path, data in written.values() if not _holds(path, data)]
            self._write(changed)
            # Those left alone too: another process may have renamed one in and not yet waited for the disk.
            sync_folders([*{path.parent for path, _ in written.values()}])

    def remove_many(self, record_ids: Sequence[str]) -> None:
        with guarded(StoreUnavailable, self.folder):
            paths = [self._path(record_id) for record_id in record_ids]
            for path in paths:
                path.unlink(missing_ok=True)
            sync_folders([folder for folder in {path.parent for path in paths} if folder.is_dir()])

    def get(self, record_id: str) -> Record | None:
        with guarded(StoreUnavailable, self.folder), suppress(FileNotFoundError):
            return Record.model_validate_json(self._path(record_id).read_bytes())
        return None

    def has(self, record_id: str) -> bool:
        with guarded(StoreUnavailable, self.folder):
            return self._path(record_id).is_file()

    def ids(self) -> Iterator[str]:
        found = (path.stem.replace("-", "#") for path in self.folder.glob("[0-9a-f][0-9a-f]/*.json"))
        return (record_id for record_id in found if _ID.fullmatch(record_id))

    def count(self) -> int:
        return sum(1 for _ in self.ids())

    def close(self) -> None:
        """Holds nothing open."""

    def _path(self, record_id: str) -> Path:
        if not _ID.fullmatch(record_id):
            raise ValueError(f"{record_id!r} is no id of a record")
        return self.folder.joinpath(record_id[:2], f"{record_id.replace('#', '-')}.json")

    def _write(self, changed: Sequence[tuple[Path, bytes]]) -> None:
        drafts = [self._new / f"{path.stem}.{secrets.token_hex(5)}" for path, _ in changed]
        descriptors = []
        try:
            for draft, (_, data) in zip(drafts, changed, strict=True):
                descriptors.append(create(draft, data))
            sync_files(descriptors)
            for shard in {path.parent for path, _ in changed}:  # after the drafts: never into a place that is not mounted
                make_folders(shard)
            for draft, (path, _) in zip(drafts, changed, strict=True):
                draft.rename(path)
        except OSError:
            for draft in drafts:
                draft.unlink(missing_ok=True)
            raise
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False
