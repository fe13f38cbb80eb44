"""What feeds the workers of a desk: watcher, reconciler and, with webhooks, courier, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial

from pipeline.errors import BadSettings, Unavailable
from workers import tasks
from workers.app import make_app
from workers.hosts.carrier import open_carrier
from workers.hosts.parcel import Packer
from workers.reconcile import Reconciler
from workers.settings import Settings
from workers.spool import Spool
from workers.watching.watcher import Watcher, batch_size
from workers.webhooks.courier import Courier
from workers.webhooks.round import REST

log = logging.getLogger(__name__)
SWEEP_SECONDS = 300.0  # between two looks for copies that stayed behind
LETTERS_SECONDS = 0.1  # between two looks for letters to webhooks
STOP_SECONDS = 10.0  # a thread may be waiting for a broker that does not answer


class Feeder:
    """`settings.broker_url` must be there. From `start` on files are claimed, until `rest`; claims are seen to until `stop`."""

    def __init__(self, settings: Settings, spool: Spool) -> None:
        self._app = make_app(settings)
        self._spool = spool
        self._settings = settings
        self._carrier = open_carrier(settings)
        self._send = partial(tasks.enqueue, self._app, pack=Packer(settings, spool, self._carrier) if self._carrier else None)
        self.watcher = Watcher(settings, spool, self._send)
        self._reconciler = Reconciler(spool, settings, self._send, partial(tasks.waiting, self._app))
        self._sweep_at = time.monotonic()
        self._over = threading.Event()
        self._threads = {
            "watcher": threading.Thread(target=self.watcher.run, name="watcher", daemon=True),
            "reconciler": threading.Thread(target=self._reconcile, name="reconciler", daemon=True),
        }
        if settings.webhooks:
            self._threads["courier"] = threading.Thread(target=self._carry, name="courier", daemon=True)

    def meet_broker(self) -> None:
        """Raises BrokerUnavailable where nobody answers: later it is waited for, but a wrong URL is better told at once."""
        tasks.waiting(self._app)

    def start(self) -> None:
        for thread in self._threads.values():
            thread.start()

    def rest(self) -> None:
        """Claim nothing more."""
        self.watcher.stop()
        self._threads["watcher"].join(STOP_SECONDS)

    def stop(self) -> None:
        """Leave the claims alone too."""
        self.rest()
        self._over.set()
        for thread in self._threads.values():
            thread.join(STOP_SECONDS)

    def send_anew(self) -> None:
        """Who held messages was killed: throw the queue away and make it again from the folder.

        The reconciler would do the same, later: it cannot know that nobody holds them. Whatever is running is left out;
        what may have killed the worker gets a message to itself.
        """
        try:
            self._app.control.purge()
            tried = self._spool.tries.look()
            left = [claim for claim in self._spool.claims() if claim.name not in tried.running]
            suspects = [[claim] for claim in left if tried.unfinished[claim.name]]
            others = [claim for claim in left if not tried.unfinished[claim.name]]
            size = batch_size(len(others), 0, self._settings.batch_max)
            self._send([*(others[at : at + size] for at in range(0, len(others), size)), *suspects])
        except Exception as fault:  # noqa: BLE001 - whatever a broker's client raises: the reconciler brings them back later
            log.warning("a dead worker's claims were not sent again yet: %s", fault)

    def _reconcile(self) -> None:
        while not self._over.wait(self._settings.reconcile_seconds):
            try:
                if sent := self._reconciler.step():
                    log.warning("%d claims that nobody worked on were sent again", len(sent))
                self._sweep()
            except Unavailable as fault:
                log.warning("the reconciler waits: %s", fault)
            except Exception:  # a fault of ours must not end the only one who brings lost claims back
                log.exception("the reconciler goes on")
        self._reconciler.close()

    def _carry(self) -> None:
        courier = Courier(self._settings, self._spool, partial(tasks.send_letter, self._app))
        pause = LETTERS_SECONDS
        while not self._over.wait(pause):
            pause = LETTERS_SECONDS
            try:
                courier.step()
            except (Unavailable, BadSettings) as fault:
                log.warning("webhooks wait: %s", fault)
                pause = REST
            except Exception:  # a fault of ours: the desk itself works on
                log.exception("the courier goes on")
                pause = REST
        courier.close()

    def _sweep(self) -> None:
        """Copies whose claims have ended without a word to their carrier: a worker of the desk itself, a kill."""
        if self._carrier and time.monotonic() >= self._sweep_at:
            self._sweep_at = time.monotonic() + SWEEP_SECONDS
            self._carrier.sweep(lambda: {claim.name for claim in self._spool.claims()})
