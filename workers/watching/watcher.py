"""The watcher: waits at the doorbell, lists the inbox, claims what has settled, and hands the claims on in batches.

Events are only a doorbell; the listing is the truth, so a lost event costs a moment and never a file. The window bounds
what is claimed at once: beyond it the inbox itself is the backlog. Claims that could not be sent (the broker is down)
stay claimed and are sent again, by the watcher or, should it end before that, by the reconciler.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence

from workers.claim import Claim
from workers.policy import backoff
from workers.settings import Settings
from workers.spool import Spool
from workers.watching.doorbell import Doorbell
from workers.watching.inbox import Inbox
from workers.watching.tracker import Tracker

log = logging.getLogger(__name__)

LANES = 8  # a backlog makes up to so many short messages before messages get longer
LINGER_SECONDS = 0.02  # how long a batch may wait for company while others are worked on
ROOM_SECONDS = 0.02  # between two looks for room in a full window
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0  # seconds after a fault; doubles
QUIET = 5  # where events come in, listing is only the safety net: so many times rarer

Enqueue = Callable[[Iterable[Sequence[Claim]]], None]


def batch_size(waiting: int, in_flight: int, bound: int) -> int:
    """How many claims go into one message: one when idle, `bound` under backlog."""
    return max(1, min(bound, (waiting + in_flight) // LANES))


class Watcher:
    """Feeds one desk. `run` returns soon after `stop`, which any thread or signal handler may call.

    `enqueue` sends one message a batch; whatever it raises, the claims are kept and sent again later.
    """

    def __init__(self, settings: Settings, spool: Spool, enqueue: Enqueue, *, events: bool = True) -> None:
        self._settings = settings
        self._spool = spool
        self._enqueue = enqueue
        self._doorbell = Doorbell(spool.inbox, events=events)
        self._tracker = Tracker(settings.settle_seconds)
        self._doorbell.watch("")  # from now on nothing that is dropped goes unheard
        self._inbox = Inbox(spool.inbox, self._tracker, self._doorbell.watch)
        share = settings.window // (2 * settings.concurrency)  # so that each process has one message at work and one at hand
        self._most = max(1, min(settings.batch_max, share))
        self._stopped = False
        self._unsent: list[Claim] = []
        self._list_at = 0.0  # this and all times: time.monotonic()
        self._feed_at = 0.0  # not before: after a fault, while the window is full, while a batch waits for company
        self._company_until: float | None = None
        self._faults = 0

    def run(self) -> None:
        """Feeds until `stop`. A fault (disk, broker) is logged and tried again after a pause that doubles."""
        while not self._stopped:
            try:
                self._round()
            except Exception as fault:  # noqa: BLE001 - whatever a disk or a broker's client comes up with: the loop goes on
                pause = backoff(self._faults, FIRST_PAUSE, LONGEST_PAUSE)
                log.warning("the watcher pauses for %.2g s: %s", pause, fault)
                self._faults += 1
                self._list_at = self._feed_at = time.monotonic() + pause

    def stop(self) -> None:
        """Claim nothing more; `run` returns."""
        self._stopped = True
        self._doorbell.ring()

    @property
    def refused(self) -> dict[str, str]:
        """Files of the inbox that can't be moved, and why. Any thread may ask."""
        return self._inbox.put_off.refused

    def close(self) -> None:
        """Give the doorbell back, once `run` has returned."""
        self._doorbell.close()

    def _round(self) -> None:
        ring = self._doorbell.wait(self._patience(time.monotonic()))
        now = time.monotonic()
        self._inbox.heard(ring.closed, now)
        if ring.list_again or now >= self._list_at:
            more = self._inbox.list(now)
            self._list_at = now + self._settings.scan_seconds * (QUIET if self._doorbell.hears_all and not more else 1)
        self._inbox.look_again(now)
        if now >= self._feed_at and not self._stopped:
            self._feed(now)

    def _patience(self, now: float) -> float:
        """Seconds until there is something to do without the bell."""
        due = self._tracker.due_in(now)
        waits = [self._list_at - now] if due is None else [self._list_at - now, due]
        if self._tracker.ready or self._unsent:
            waits.append(self._feed_at - now)
        return max(0.0, min(waits))

    def _feed(self, now: float) -> None:
        """Claims and sends as much as the window has room for."""
        if self._unsent:
            self._send(self._most)
        if not self._tracker.ready:
            return
        with os.scandir(self._spool.claimed) as entries:
            in_flight = sum(1 for _ in entries)
        room = self._settings.window - in_flight
        if room <= 0:
            self._feed_at = now + ROOM_SECONDS
            return
        size = batch_size(self._tracker.ready, in_flight, self._most)
        if self._waits_for_company(size, room, now):
            return
        self._unsent = self._claim(room, now)
        self._send(size)

    def _waits_for_company(self, size: int, room: int, now: float) -> bool:
        """While others are worked on, a short batch waits a moment: the workers lose nothing by it."""
        if min(self._tracker.ready, room) >= size:
            self._company_until = None
        elif self._company_until is None:
            self._company_until = self._feed_at = now + LINGER_SECONDS
        elif now >= self._company_until:
            self._company_until = None
        return self._company_until is not None

    def _claim(self, room: int, now: float) -> list[Claim]:
        """Takes files. What can't be moved is put off, and the others are taken all the same.

        Raises SpoolUnavailable where nothing can be claimed at all: that is no fault of the files.
        """
        paths = self._tracker.take(room)
        claims, refused = self._spool.take(paths)
        if refused and not claims:
            self._spool.check_claimed()
        if refused:
            log.warning("%d files stay in the inbox for now, one of them %s", len(refused), next(iter(refused.values())))
        self._inbox.put_off.tried(paths, refused, now)
        return claims

    def _send(self, size: int) -> None:
        if self._unsent:
            self._enqueue([self._unsent[at : at + size] for at in range(0, len(self._unsent), size)])
        self._unsent = []
        self._faults = 0
