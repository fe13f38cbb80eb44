"""One of a group of consumers of copydesk's Redis stream: each record goes to one of them, and none is lost with one.

    python stream_consumer.py redis://localhost:6379/1 cms one     # group cms, consumer one; start as many as you like

A record that this consumer has taken is pending until it is acknowledged. When a consumer dies its records are pending still:
the others claim what has been so for IDLE_MS. So each record is worked on at least once, and doing it twice has to be harmless.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

import redis

from pipeline import BadRecord, Record, load_record

STREAM = "copydesk:records"
BATCH = 100  # new entries at a time
IDLE_MS = 30_000  # more than the work on a batch ever takes
MOST_TRIES = 5  # of an entry that ends whoever works on it; then it is set aside
Entry = tuple[str, dict[str, str]]
Work = Callable[[Record], None]


class Consumer:
    """`work` is what is done with a record. An exception of it leaves the entry pending: it is tried again."""

    def __init__(self, client: Any, group: str, name: str, work: Work, stream: str = STREAM, idle_ms: int = IDLE_MS) -> None:
        self.client, self.group, self.name, self.work = client, group, name, work
        self.stream, self.idle_ms = stream, idle_ms
        try:
            client.xgroup_create(stream, group, id="0", mkstream=True)  # "0": all that the stream still has; "$": from now on
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):  # it is there already
                raise

    def step(self, block_ms: int = 1000) -> int:
        """First what others have left, then what is new; how many were worked on."""
        return self._work_on(self._left_by_the_dead()) or self._work_on(self._new(block_ms))

    def _new(self, block_ms: int) -> list[Entry]:
        told = self.client.xreadgroup(self.group, self.name, {self.stream: ">"}, count=BATCH, block=block_ms)
        return [entry for _, entries in told or () for entry in entries]

    def _left_by_the_dead(self) -> list[Entry]:
        """What somebody, maybe ourselves before a restart, took and has not acknowledged for idle_ms.

        One at a time: a claim counts as a try, and those behind an entry that ends its consumer were not tried.
        """
        _, entries, *_ = self.client.xautoclaim(self.stream, self.group, self.name, self.idle_ms, "0", count=1)
        return [entry for entry in entries if not self._is_hopeless(entry)]

    def _is_hopeless(self, entry: Entry) -> bool:
        """Set aside in STREAM:dead, and acknowledged, when MOST_TRIES have not brought it to its end."""
        number, fields = entry
        [pending] = self.client.xpending_range(self.stream, self.group, number, number, 1)
        if pending["times_delivered"] <= MOST_TRIES:
            return False
        self.client.xadd(f"{self.stream}:dead", fields)
        self.client.xack(self.stream, self.group, number)
        return True

    def _work_on(self, entries: Iterable[Entry]) -> int:
        done = 0
        for number, fields in entries:
            try:
                self.work(load_record(fields["record"]))
            except BadRecord as error:  # of a schema that this copydesk does not read: pending until we are updated
                print(error, file=sys.stderr)
                continue
            self.client.xack(self.stream, self.group, number)  # only now: it is done
            done += 1
        return done


def main() -> None:
    """Prints what comes."""
    url, group, name = sys.argv[1:]

    def work(record: Record) -> None:
        print(record.id, record.headline, sep="\t", flush=True)

    consumer = Consumer(redis.Redis.from_url(url, decode_responses=True), group, name, work)
    while True:
        consumer.step()


if __name__ == "__main__":
    main()
