"""Claims that nobody is working on go back to the queue. The folder is the truth; the queue may lose everything.

How do we know who is working? A worker holds a kernel lock on the note of its try (tries.py): a claim in a locked note is
being worked on, and a killed worker's lock is gone the moment it dies. A claim that is in no locked note is either in the
queue or lost, and one cannot tell from outside which. Being wrong costs a message that finds nothing to do, never a second
record. So it is enough to be right mostly, and patient:

    nothing waits in the queue   the claim is lost, or was kept for a store that is down: sent again after resend_seconds
                                 (the time a message may be between queue and note), then twice as long each time, up to
                                 a minute
    messages wait                it may be among them: sent again after lease_seconds, then twice as long each time, up to
                                 a quarter of an hour, and never past `window` messages: a paused queue does not fill
    originals travel             whoever works on it may be on another host, whose notes nobody sees from here: sent again
                                 after lease_seconds, whatever waits, and each alone: it may have ended its worker there

All this is in the reconciler's memory: after a restart it looks at each claim anew. One reconciler a desk is at work, by a
lock again; the others stand by.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.errors import SpoolUnavailable
from workers.claim import Claim
from workers.disk import guarded, hold
from workers.policy import LONGEST_LEASE, LONGEST_WAIT, backoff
from workers.settings import Settings
from workers.spool import Spool


@dataclass(slots=True)
class Wait:
    """How long a claim has been idle: since when (seconds), its share of chance (0 to 1), how often it was sent again."""

    since: float
    chance: float
    sent: int = 0


@dataclass(slots=True)
class Patience:
    """Tells which claims are due. Pure: it is told what is there and what time it is; seconds of a clock that never goes back."""

    resend_seconds: float
    lease_seconds: float
    sees_all: bool = True  # who works on what; not those on other hosts
    _waits: dict[str, Wait] = field(default_factory=dict)

    def due(self, claims: Sequence[Claim], running: frozenset[str], queued: int, now: float) -> list[Claim]:
        """The claims to be sent again now, given the names of those being worked on and how many messages wait."""
        chance = random.random()  # one for all: what was lost together goes together
        self._waits = {claim.name: self._waits.get(claim.name) or Wait(now, chance) for claim in claims}
        for name in running & self._waits.keys():
            self._waits[name].since = now
        due = [claim for claim in claims if now - self._waits[claim.name].since >= self._limit(claim, queued)]
        for claim in due:
            self._waits[claim.name] = Wait(now, chance, self._waits[claim.name].sent + 1)
        return due

    def _limit(self, claim: Claim, queued: int) -> float:
        wait = self._waits[claim.name]
        told = not queued and self.sees_all
        first, longest = (self.resend_seconds, LONGEST_WAIT) if told else (self.lease_seconds, LONGEST_LEASE)
        return backoff(wait.sent, first, longest, wait.chance)


class Reconciler:
    """One desk's. `send` takes batches of claims, `waiting` tells how many messages wait (tasks.enqueue, tasks.waiting)."""

    def __init__(
        self,
        spool: Spool,
        settings: Settings,
        send: Callable[[Iterable[Sequence[Claim]]], None],
        waiting: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spool = spool
        self._settings = settings
        self._send = send
        self._waiting = waiting
        self._clock = clock
        self._patience = Patience(settings.resend_seconds, settings.lease_seconds, sees_all=not settings.carries)
        self._lock: int | None = None

    def step(self) -> list[Claim]:
        """Looks once; returns what was sent again. To be called every reconcile_seconds.

        Raises SpoolUnavailable, BrokerUnavailable: nothing is lost, the next step goes on.
        """
        if not self._on_duty():
            return []
        tried, claims = self._spool.tries.look(), self._spool.claims()
        self._spool.tries.sweep({claim.name for claim in claims})
        queued = self._waiting() if claims else 0
        if queued >= self._settings.window:
            return []
        due = self._patience.due(claims, tried.running, queued, self._clock())
        if due:
            suspects = {claim.name for claim in due if tried.unfinished[claim.name] or self._settings.carries}
            self._send(self._batches(due, suspects))
        return due

    def close(self) -> None:
        """Goes off duty."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _batches(self, due: Sequence[Claim], suspects: set[str]) -> list[list[Claim]]:
        """A claim that may have ended its worker gets a message to itself, and so a time limit of its own."""
        alone = [[claim] for claim in due if claim.name in suspects]
        others = [claim for claim in due if claim.name not in suspects]
        size = self._settings.batch_max
        return [*(others[at : at + size] for at in range(0, len(others), size)), *alone]

    def _on_duty(self) -> bool:
        if self._lock is None:
            path = self._spool.state / "reconciler.lock"
            with guarded(SpoolUnavailable, path):
                self._lock = hold(path)
        return self._lock is not None
