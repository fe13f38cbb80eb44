"""Live numbers of a desk, from the end of its ledger: cheap however long the archive is."""

from __future__ import annotations

import os
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice

from workers.ledger import Entry
from workers.ledger_tail import Tail
from workers.spool import Spool
from workers.watching.inbox import copy_in

MOST_COUNTED = 2_000  # files of the inbox; beyond it the number is "at least"
RATE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Numbers:
    """Files: in inbox/ (at most MOST_COUNTED) and claimed/ now, done and quarantined since the start; `rate` is done a second."""

    inbox: int = 0
    claimed: int = 0
    done: int = 0
    quarantined: int = 0
    rate: float = 0.0


class Tally:
    """Counts what ends from now on. An ending counts when its claim has left claimed/: not before, and not twice."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._tail = Tail(spool.ledger)
        self._ending: dict[str, Entry] = {}
        self._done = 0
        self._quarantined = 0
        self._pace: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def look(self) -> tuple[Numbers, list[Entry]]:
        """The numbers now, and the files that went to quarantine since the last look."""
        inbox = sum(1 for _ in islice(copy_in(self._spool.inbox), MOST_COUNTED))
        for entry in self._tail.news():
            if entry.event in ("archived", "quarantined"):
                self._ending[entry.claim.name] = entry
        with os.scandir(self._spool.claimed) as entries:
            claimed = {entry.name for entry in entries}
        ended = [self._ending.pop(name) for name in list(self._ending) if name not in claimed]
        bad = [entry for entry in ended if entry.event == "quarantined"]
        self._done += len(ended) - len(bad)
        self._quarantined += len(bad)
        return Numbers(inbox, len(claimed), self._done, self._quarantined, self._rate()), bad

    def _rate(self) -> float:
        now = time.monotonic()
        self._pace.append((now, self._done))
        while now - self._pace[0][0] > RATE_SECONDS and len(self._pace) > 2:
            self._pace.popleft()
        since, done = self._pace[0]
        return (self._done - done) / (now - since) if now > since else 0.0
