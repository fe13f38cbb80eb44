"""Records as a Redis stream, for consumers with groups: XREADGROUP GROUP desk-a one STREAMS copydesk:records >.

Each entry holds `id` and `record`; a record that comes again changed is a further entry, an equal one none. The stream can be
trimmed (XTRIM): what was delivered is known by the hash NAME:index. Durability: WAITAOF, that is, the server has synced its
append-only file before `put_many` returns; a server without one is refused. Redis 7.2 or Valkey.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

import redis

from pipeline.errors import BadSettings, StoreUnavailable
from pipeline.record import Record
from workers.addresses import checked_address

STREAM: Final = "copydesk:records"
_SYNC_MS: Final = 30_000
# KEYS: index, stream. ARGV: id, digest, record, again and again. The whole batch at once, so that no other writer comes between.
# What is known is noted anew: the sync waits for nothing where nothing was written, and who wrote it may have been cut off.
_PUT: Final = """
for n = 1, #ARGV, 3 do
    local known = redis.call('HGET', KEYS[1], ARGV[n])
    if not known or string.sub(known, 1, 64) ~= ARGV[n + 1] then
        known = ARGV[n + 1] .. ' ' .. redis.call('XADD', KEYS[2], '*', 'id', ARGV[n], 'record', ARGV[n + 2])
    end
    redis.call('HSET', KEYS[1], ARGV[n], known)
end
"""


class StreamStore:
    """Records in one stream of the server at `url`: redis://host:6379/1?stream=NAME, rediss://, redis+socket:///path.

    Raises StoreUnavailable, BadSettings.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(checked_address(url))
        self._subject = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"  # without a password
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.stream = options.pop("stream", STREAM)
        self.index = f"{self.stream}:index"
        server = urlunsplit(parts._replace(query=""))
        if parts.scheme == "redis+socket":
            server = f"unix://{parts.path}?db={options.pop('virtual_host', '0')}"
        if options:
            raise BadSettings(self._subject, f"no such option: {', '.join(options)}", "there is `stream`")
        self.client: Any = redis.Redis.from_url(server)  # typed for sync and async in one
        self._put = self.client.register_script(_PUT)
        with self._asking():
            self.client.ping()

    def put_many(self, records: Sequence[Record]) -> None:
        if not records:
            return
        written = {record.id: record.to_json().encode() for record in records}
        arguments = [part for name, data in written.items() for part in (name, hashlib.sha256(data).hexdigest(), data)]
        with self._asking(), self.client.client() as connection:  # one connection: the sync is of what it has written
            self._put(keys=[self.index, self.stream], args=arguments, client=connection)
            synced = connection.waitaof(1, 0, _SYNC_MS)
        if not synced[0]:
            raise StoreUnavailable(self._subject, "the server has not synced its append-only file", "see to its disk")

    def get(self, record_id: str) -> Record | None:
        with self._asking():
            known = self.client.hget(self.index, record_id)
            entry = known.split(b" ")[1] if known else None
            found = self.client.xrange(self.stream, entry, entry) if entry else []
        return Record.model_validate_json(found[0][1][b"record"]) if found else None

    def has(self, record_id: str) -> bool:
        with self._asking():
            return bool(self.client.hexists(self.index, record_id))

    def ids(self) -> Iterator[str]:
        with self._asking():
            yield from dict.fromkeys(name.decode() for name, _ in self.client.hscan_iter(self.index, count=1000))

    def count(self) -> int:
        with self._asking():
            return int(self.client.hlen(self.index))

    def close(self) -> None:
        self.client.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except redis.RedisError as fault:
            advice = "it must answer, and keep an append-only file (appendonly yes); it is tried again"
            raise StoreUnavailable(self._subject, str(fault), advice) from fault
