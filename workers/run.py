"""Everything that a desk needs, in one process tree: broker, worker, watcher, reconciler; Flower and metrics if asked for.

run ── embedded server       a session of its own; none where a broker is given
── copydesk worker       a session of its own, so that Ctrl-C reaches us alone and everything stops in its order
── copydesk worker --webhooks, where there are webhooks: the same
── copydesk flower       the same
── copydesk metrics      the same
── watcher, reconciler   threads
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pipeline.errors import BadSettings
from workers.addresses import listening
from workers.broker import EmbeddedBroker
from workers.child import Child
from workers.lock import DeskLock
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import meet
from workers.tally import Tally
from workers.watching.inbox import copy_in

if TYPE_CHECKING:
    from workers.feeder import Feeder

WORKER_SECONDS = 15.0  # for a worker with nothing to do to end by itself
SCREEN_SECONDS = 5.0  # for Flower and the metrics
SCREENS = {"flower": "flower", "metrics": "prometheus_client"}  # the package that each command needs, from the extra of its name
BROKER_SECONDS = 1.0  # between two looks at the embedded server


@contextmanager
def with_broker(settings: Settings, spool: Spool) -> Iterator[tuple[Settings, EmbeddedBroker | None]]:
    """Settings that have a broker: the one they name, else the embedded server of the desk. Raises BrokerUnavailable."""
    if settings.broker_url is not None:
        yield settings, None
    else:
        with EmbeddedBroker(spool.state / "broker") as broker:
            yield settings.model_copy(update={"broker_url": broker.url}), broker


@contextmanager
def running(settings: Settings, screens: Mapping[str, int]) -> Iterator[Run]:
    """The desk at work; `screens` are ports of the loopback interface by what is to listen there: "flower", "metrics".

    Leaving stops all at once: `finish` before that.

    Raises AlreadyRunning, BrokerUnavailable (none installed, or the given one does not answer), SpoolUnavailable, BadSettings.
    """
    spool = Spool(settings.desk)
    spool.prepare()
    with ExitStack() as stack:
        stack.enter_context(DeskLock(spool.desk, spool.state / "run.lock"))
        tally = Tally(spool)
        settings, broker = stack.enter_context(with_broker(settings, spool))
        children = [_child(settings, spool, "worker", "--name", "desk")]
        if settings.webhooks:
            children.append(_child(settings, spool, "worker", "--name", "webhooks", "--webhooks", name="webhooks"))
        children += [_screen(settings, spool, command, port) for command, port in screens.items()]
        for child in children:
            stack.callback(child.kill)
            child.start()
        from workers.feeder import Feeder  # Celery takes a while to import: the worker is starting meanwhile

        feeder = Feeder(settings, spool)
        feeder.meet_broker()
        down = meet(settings.store_urls)
        if spool.claims():  # an earlier run was cut off
            feeder.send_anew()
        feeder.start()
        stack.callback(feeder.stop)
        yield Run(spool, tally, broker, children, feeder, down)


def _child(settings: Settings, spool: Spool, command: str, *options: str, name: str = "") -> Child:
    """`copydesk COMMAND` on this desk, called so unless a name is given.

    Settings that were given to us reach it by its environment: no password in `ps`.
    """
    given = {name: str(getattr(settings, name)) for name in settings.model_fields_set & {"broker_url", "concurrency"}}
    environment = {f"COPYDESK_{name.upper()}": value for name, value in given.items()}
    call = [sys.executable, "-m", "workers", command, str(settings.desk), "--leashed", *options]
    return Child(name or command, call, spool.state / f"{name or command}.log", environment)


def _screen(settings: Settings, spool: Spool, command: str, port: int) -> Child:
    """What people watch the desk with. Raises BadSettings where its extra is not installed, or its port is not free."""
    if find_spec(SCREENS[command]) is None:
        raise BadSettings(f"copydesk {command}", f"{SCREENS[command]} is not installed", f"pip install 'copydesk[{command}]'")
    listening("127.0.0.1", port, f"name another port for {command} with --{command}-port").close()
    return _child(settings, spool, command, "--port", str(port))


class Run:
    """A running desk: `tend` it every moment; to end it in order let it `rest`, wait until nothing is `claimed`, and `finish`."""

    def __init__(
        self, spool: Spool, tally: Tally, broker: EmbeddedBroker | None, children: list[Child], feeder: Feeder, news: list[str]
    ) -> None:
        self.spool = spool
        self.tally = tally
        self._broker = broker
        self._children = children
        self._feeder = feeder
        self._news = news
        self._closed: dict[str, str] = {}
        self._look_at_broker = time.monotonic() + BROKER_SECONDS

    def tend(self) -> list[str]:
        """Starts again what died, and sees to what it had in its hands; says what happened, a sentence each."""
        said, self._news = self._news, []
        for child in self._children:
            if child.tend():
                said.append(f"the process {child.name} died and is started again; its words are in {child.log}")
                if child.name == "worker":
                    self._feeder.send_anew()
        if self._broker and time.monotonic() >= self._look_at_broker:
            self._look_at_broker = time.monotonic() + BROKER_SECONDS
            if self._broker.revive():
                said.append("the broker died and was started again; nothing is lost")
        return said

    @property
    def claimed(self) -> int:
        """How many files are claimed."""
        with os.scandir(self.spool.claimed) as entries:
            return sum(1 for _ in entries)

    @property
    def drained(self) -> bool:
        """True when nothing is claimed and all that is left in the inbox is what can't be moved."""
        self._closed.clear()
        refused = self._feeder.watcher.refused
        inbox = copy_in(self.spool.inbox, on_closed=self._note_closed)
        left = any(path not in refused for path in inbox)  # the inbox first: that is the way files go
        return not left and not self.claimed

    @property
    def refused(self) -> dict[str, str]:
        """Files of the inbox that can't be moved, folders of it that can't be listed, and why."""
        return {**self._feeder.watcher.refused, **self._closed}

    def _note_closed(self, fault: OSError) -> None:
        self._closed[str(fault.filename)] = fault.strerror or str(fault)

    def rest(self) -> None:
        """Claims nothing more; what is claimed is worked on."""
        self._feeder.rest()

    def finish(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Lets the worker end, then everything else, in the order in which they need each other; at once when `hurry` says so."""
        for child in self._children:
            child.stop(WORKER_SECONDS if child.name == "worker" else SCREEN_SECONDS, hurry)
        self._feeder.stop()
