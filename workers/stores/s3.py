"""Records as objects of a bucket: one JSON a story, PREFIX/ab/ab12...json, on AWS S3 or any server of its API.

Durability: the bucket has answered 200 for each record before `put_many` returns. A record is replaced whole or not at all,
an equal one is left alone. "#" of an id is "-" in the key, as in the file store. Addresses: bucket_client.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from workers.stores.bucket import open_bucket

_JSON: Final = "application/json"
_ID: Final = re.compile(r"[0-9a-f]{32}(#\d+)?", re.ASCII)
_KEY: Final = re.compile(r"[0-9a-f]{2}/([0-9a-f]{32}(?:-\d+)?)\.json", re.ASCII)  # what else lies below the prefix is not ours


class S3Store:
    """Records below the prefix of `url`: s3://bucket/prefix?endpoint=http://host:9000. Raises StoreUnavailable, BadSettings."""

    def __init__(self, url: str) -> None:
        self._bucket = open_bucket(url, StoreUnavailable)

    def put_many(self, records: Sequence[Record]) -> None:
        written = {_key(record.id): record.to_json().encode() + b"\n" for record in records}
        self._bucket.put_many(written.items(), _JSON)

    def get(self, record_id: str) -> Record | None:
        data = self._bucket.get(_key(record_id))
        return Record.model_validate_json(data) if data is not None else None

    def has(self, record_id: str) -> bool:
        return self._bucket.has(_key(record_id))

    def ids(self) -> Iterator[str]:
        found = (_KEY.fullmatch(key) for key in self._bucket.keys(""))
        return (match.group(1).replace("-", "#") for match in found if match)

    def count(self) -> int:
        return sum(1 for _ in self.ids())

    def close(self) -> None:
        self._bucket.close()


def _key(record_id: str) -> str:
    if not _ID.fullmatch(record_id):
        raise ValueError(f"{record_id!r} is no id of a record")
    return f"{record_id[:2]}/{record_id.replace('#', '-')}.json"
