"""What keeps letters moving, on the desk that feeds the workers: one courier is on duty, and makes the round of the webhooks."""

from __future__ import annotations

import os
import time

from pipeline.errors import SpoolUnavailable
from workers.disk import STALE_SECONDS, guarded, hold
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import open_store
from workers.webhooks.postman import outbox_of
from workers.webhooks.round import Round, Send


class Courier:
    """Of one desk: whoever is on duty first, of all the processes that feed it. `send` is tasks.send_letter."""

    def __init__(self, settings: Settings, spool: Spool, send: Send) -> None:
        self._settings = settings
        self._spool = spool
        self._send = send
        self._rounds: list[Round] = []
        self._lock: int | None = None
        self._sweep_at = time.monotonic()

    def step(self) -> None:
        """Looks once, to be called a few times a second. What is wrong with one webhook does not keep the others waiting.

        Raises Unavailable, BadSettings where none can be seen to.
        """
        if self._on_duty():
            self._sweep()
            for each in self._rounds:
                each.step()

    def close(self) -> None:
        """Goes off duty."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock, self._rounds = None, []

    def _sweep(self) -> None:
        """What a kill left half written, at the start and then whenever it may have grown stale."""
        if time.monotonic() >= self._sweep_at:
            self._sweep_at = time.monotonic() + STALE_SECONDS
            for name in self._settings.webhooks:
                outbox_of(self._spool.desk, name).sweep(time.time())

    def _on_duty(self) -> bool:
        if self._lock is None:
            path = self._spool.state / "webhooks.lock"
            with guarded(SpoolUnavailable, path):
                self._lock = hold(path)
        if self._lock is not None and not self._rounds:  # also where the store could not be opened the last time
            store = open_store(self._settings.store_urls[0])
            hooks = self._settings.webhooks.items()
            self._rounds = [
                Round(name, hook, outbox_of(self._spool.desk, name), self._spool, store, self._send) for name, hook in hooks
            ]
        return self._lock is not None
