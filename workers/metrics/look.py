"""What a desk looks like at this moment, for the exporter: only looks, and takes milliseconds however much lies there."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from celery import Celery

from pipeline.errors import BrokerUnavailable
from workers import quarantine, tasks
from workers.app import make_app
from workers.broker import EmbeddedBroker
from workers.metrics.numbers import OTHER, label
from workers.settings import Settings
from workers.spool import Spool
from workers.tally import MOST_COUNTED
from workers.watching.inbox import copy_in

DEAD = ("poison", "crashed")  # reasons of a quarantine that are ours to look into, not the sender's
MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class Pile:
    """How many files lie somewhere (of the inbox at most MOST_COUNTED are looked at), and for how many seconds the oldest."""

    files: int
    oldest: float = 0.0


def inbox(spool: Spool, now: datetime) -> Pile:
    """Since when a file lies there is its time of change: a file that is moved in keeps the time it was written."""
    since = list(islice(_changed(spool.inbox), MOST_COUNTED))
    return Pile(len(since), max(0.0, now.timestamp() - min(since))) if since else Pile(0)


def claims(spool: Spool, now: datetime) -> Pile:
    """What is claimed and not done."""
    found = spool.claims()  # the oldest first
    return Pile(len(found), max(0.0, (now - found[0].time).total_seconds())) if found else Pile(0)


def free_bytes(spool: Spool) -> int:
    """What is left for us on the disk of the desk."""
    disk = os.statvfs(spool.desk)
    return disk.f_bavail * disk.f_frsize


def letters(spool: Spool) -> Iterator[tuple[str, str, int]]:
    """Of each webhook: how many letters are on their way, and how many nobody would take (MOST_COUNTED at most)."""
    for box in sorted((spool.state / "webhooks").glob("*/")):
        for state in ("pending", "dead"):
            with suppress(FileNotFoundError), os.scandir(box / state) as entries:
                yield label(box.name), state, sum(1 for _ in islice(entries, MOST_COUNTED))


class Quarantine:
    """Why files are in quarantine: each reason is read once, of MOST_COUNTED files at most."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, str] = {}

    def reasons(self) -> Counter[str]:
        """How many files are there for which reason."""
        found = islice(quarantine.files(self._folder), MOST_COUNTED)
        self._known = {path: self._known.get(path) or _reason(path) for path in found}
        counts = Counter(self._known.values()).most_common()
        rest = sum(number for _, number in counts[MOST_REASONS:])
        return Counter(dict(counts[:MOST_REASONS])) + Counter({OTHER: rest})


class Queue:
    """The queue of one desk, asked over one connection."""

    def __init__(self, settings: Settings, spool: Spool) -> None:
        self._settings = settings
        self._embedded = None if settings.broker_url else EmbeddedBroker(spool.state / "broker")
        self._app: Celery | None = None

    def messages(self) -> int | None:
        """How many messages wait; None where the broker does not answer."""
        return self._asked(tasks.waiting)

    def workers(self) -> int | None:
        """How many workers take them, on whatever host; None where the broker does not answer, or all of them are on this one."""
        return self._asked(tasks.listening) if self._settings.carries else None

    def _asked(self, question: Callable[[Celery], int]) -> int | None:
        if self._embedded and not self._embedded.running():
            return None
        if self._app is None:
            url = self._embedded.url if self._embedded else self._settings.broker_url
            self._app = make_app(self._settings.model_copy(update={"broker_url": url}))
        try:
            return question(self._app)
        except BrokerUnavailable:
            return None


def _changed(folder: Path) -> Iterator[float]:
    for path in copy_in(folder):
        with suppress(OSError):
            yield (folder / path).lstat().st_ctime


def _reason(path: Path) -> str:
    return label(str(quarantine.read_reason(path).get("reason", "unknown")))
