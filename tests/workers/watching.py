"""A watcher at work on real folders, for tests; the sender is a list."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from workers.claim import Claim
from workers.settings import Settings
from workers.spool import Spool
from workers.watching.watcher import Watcher

SETTLE = 0.3


class Post:
    """Where messages go: keeps them, or is down."""

    def __init__(self) -> None:
        self.messages: list[list[Claim]] = []
        self.down = False
        self.refused = 0

    def send(self, batches: Iterable[Sequence[Claim]]) -> None:
        if self.down:
            self.refused += 1
            raise ConnectionError("the broker is down")
        self.messages += [list(claims) for claims in batches]

    @property
    def names(self) -> list[str]:
        return sorted(claim.original for message in self.messages for claim in message)


@contextmanager
def watching(spool: Spool, post: Post, *, events: bool = True, **settings: object) -> Iterator[Watcher]:
    fast = {"settle_seconds": SETTLE, "scan_seconds": 0.1} | settings
    watcher = Watcher(Settings.load(spool.desk, **fast), spool, post.send, events=events)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        thread.join(5)
        assert not thread.is_alive()
        watcher.close()
