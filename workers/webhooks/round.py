"""One webhook's letters, as its courier sees to them: written as the ledger says what has ended, sent when they are due.

A few letters are on their way at a time, and while the receiver fails one at a time, with pauses: a receiver that is down is
not asked by every letter in turn, and never holds more than one worker process. What waits behind is in the ledger.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.errors import BadSettings, Unavailable
from workers import ledger
from workers.consuming.tail import Ended, Feed, end_of, records_of
from workers.policy import LONGEST_LEASE, backoff
from workers.spool import Spool
from workers.stores import Store
from workers.webhooks.hook import Event, Hook
from workers.webhooks.outbox import Letter, Outbox
from workers.webhooks.post import AILING

log = logging.getLogger(__name__)
Send = Callable[[str, str, float], None]  # webhook, letter, its timeout in seconds

MOST_NEW: Final = 64  # letters of one webhook that are written ahead of their first try
MOST_PENDING: Final = 1_000  # and all of them: one that nobody takes keeps none behind it waiting, but thousands do
IN_FLIGHT: Final = 16  # of them, those that have a message
LONGEST_PAUSE: Final = 60.0  # seconds between two letters to a receiver that fails
REST: Final = 5.0  # seconds, where store, disk or broker are away
LEASE: Final = 3.0  # timeouts, after which a letter that nothing was heard of is sent again; then after twice as long each time
_ENDINGS: Final[Mapping[Event, ledger.Event]] = {"done": "archived", "quarantined": "quarantined"}


@dataclass(slots=True)
class _Sent:
    """A message that nothing was heard of yet: how often its letter had been tried, and when it is taken for lost."""

    tries: int
    lost_at: float


class Round:
    """One webhook's."""

    def __init__(self, name: str, hook: Hook, outbox: Outbox, spool: Spool, store: Store, send: Send) -> None:
        self._name = name
        self._hook = hook
        self._outbox = outbox
        self._spool = spool
        self._store = store
        self._send = send
        self._feed: Feed | None = None
        self._letters: dict[str, Letter] = {}
        self._sent: dict[str, _Sent] = {}
        self._unheard: Counter[str] = Counter()  # messages in a row, by letter: where no worker runs they only pile up
        self._failures = 0  # in a row
        self._quiet_until = 0.0  # time.monotonic(): for letters
        self._rest_until = 0.0  # for everything

    def step(self) -> None:
        """Hears, writes, sends."""
        if time.monotonic() < self._rest_until or self._outbox.stopped() is not None:
            return
        try:
            self._hear()
            self._write()
            self._send_due()
        except (Unavailable, BadSettings) as fault:
            log.warning("webhook %s waits: %s", self._name, fault)
            self._rest_until = time.monotonic() + REST

    def _hear(self) -> None:
        """What became of letters: one that is gone was taken, or is dead; any answer but a failure says that all is well."""
        there = self._outbox.pending()
        failed = answered = False
        for letter_id in self._letters.keys() - there:
            del self._letters[letter_id], self._unheard[letter_id]
            answered |= self._sent.pop(letter_id, None) is not None and not self._outbox.is_dead(letter_id)
        for letter_id in sorted(there):
            known = letter_id in self._letters and letter_id not in self._sent
            if not known and (letter := self._outbox.get(letter_id)):
                self._letters[letter_id] = letter
                if self._was_tried(letter):
                    failed |= letter.answer in AILING
                    answered |= letter.answer not in AILING
        if answered:
            self._failures = 0
        elif failed:  # however many at once
            self._failures += 1
            self._quiet_until = time.monotonic() + backoff(self._failures - 1, self._hook.wait_seconds, LONGEST_PAUSE)

    def _was_tried(self, letter: Letter) -> bool:
        """True where it was tried since it was sent. One that nothing was heard of for too long is to be sent again."""
        sent = self._sent.get(letter.id)
        if sent and (letter.tries != sent.tries or time.monotonic() >= sent.lost_at):
            del self._sent[letter.id]
            self._unheard[letter.id] = self._unheard[letter.id] + 1 if letter.tries == sent.tries else 0
        return sent is not None and letter.tries > sent.tries

    def _write(self) -> None:
        """Letters for what has ended, as many as there is room for; first they are there, then the cursor is behind them."""
        feed = self._feed or self._begin()
        self._feed = None  # whatever is raised now, the next step begins at the cursor
        last = None
        try:
            for ended in feed.news() if self._room else ():
                letters = [letter for letter in self._letters_of(ended) if letter.id not in self._letters]
                self._outbox.put(letters)
                self._letters |= {letter.id: letter for letter in letters}
                last = ended.cursor
                if not self._room:
                    feed = Feed(self._spool, last, self._events)
                    break
        finally:
            if last:
                self._outbox.reached(last)
        self._feed = feed

    @property
    def _room(self) -> bool:
        new = sum(not letter.tries for letter in self._letters.values())
        return new < MOST_NEW and len(self._letters) < MOST_PENDING

    @property
    def _events(self) -> tuple[ledger.Event, ...]:
        return tuple(_ENDINGS[event] for event in self._hook.events)

    def _begin(self) -> Feed:
        """Behind the last letter; with what ends from now on where there never was one."""
        at = self._outbox.cursor()
        if at is None:
            at = end_of(self._spool)
            self._outbox.reached(at)
        return Feed(self._spool, at, self._events)

    def _letters_of(self, ended: Ended) -> Iterator[Letter]:
        """Named after the claim: the same when they are written twice, others when the same bytes come in again."""
        entry = ended.entry
        if entry.event == "quarantined":
            ident, about = f"{entry.claim.id}-quarantined", entry.claim.name
            yield Letter(id=ident, event="quarantined", about=about, reason=entry.detail, due=time.time())
            return
        for record, _ in records_of(self._store, ended, ended.cursor):
            if self._hook.selection.takes(record):
                item = record.id.partition("#")[2]
                yield Letter(id=f"{entry.claim.id}-{item}" if item else entry.claim.id, about=record.id, due=time.time())

    def _send_due(self) -> None:
        if time.monotonic() < self._quiet_until:
            return
        room = (1 if self._failures else IN_FLIGHT) - len(self._sent)
        waiting = (letter for letter in self._letters.values() if letter.id not in self._sent and letter.is_due(time.time()))
        due = sorted(waiting, key=lambda letter: letter.due)
        for letter in due[: max(room, 0)]:
            self._send(self._name, letter.id, self._hook.timeout_seconds)
            lease = backoff(self._unheard[letter.id], LEASE * self._hook.timeout_seconds, LONGEST_LEASE, 0.0)
            self._sent[letter.id] = _Sent(letter.tries, time.monotonic() + lease)
