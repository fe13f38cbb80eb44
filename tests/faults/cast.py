"""The processes of a desk under attack: a server, two watchers, two workers; whoever falls is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.workers.desk import until
from tests.workers.processes import COPYDESK
from workers.broker import EmbeddedBroker
from workers.spool import Spool

PATIENCE = 60.0  # seconds
# A poison that hangs is to be found out in seconds, and a lost message sent again at once: the storm is short.
HASTE = {"SOFT_TIME_LIMIT": "3", "HARD_TIME_LIMIT": "6", "RESEND_SECONDS": "1", "LEASE_SECONDS": "5"}


class Cast:
    """Processes by their names: "watcher", "second watcher", "worker", "second worker"; and the server, if it is ours."""

    def __init__(self, spool: Spool, broker: EmbeddedBroker | None, url: str) -> None:
        self.spool = spool
        self.broker = broker
        settings = {**HASTE, "DESK": str(spool.desk), "BROKER_URL": url, "CONCURRENCY": "1"}
        self._env = {**os.environ, **{f"COPYDESK_{name}": value for name, value in settings.items()}}
        watch, work = [COPYDESK, "watch", str(spool.desk)], [sys.executable, "-m", "tests.faults.deadly"]
        self._commands = {"watcher": watch, "second watcher": watch, "worker": [*work, "one"], "second worker": [*work, "two"]}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Starts whoever is not there: at first, and after each fault, as a service manager would."""
        if self.broker:
            self.broker.revive()
        for name, command in self._commands.items():
            process = self._running.get(name)
            if process is None or process.poll() is not None:
                with (self.spool.desk.parent / f"{name}.log").open("ab") as log:
                    self._running[name] = subprocess.Popen(
                        command, env=self._env, stdout=log, stderr=log, start_new_session=True, cwd=Path(__file__).parents[2]
                    )

    def signal(self, name: str, what: signal.Signals) -> None:
        """To the process alone; its children see to themselves."""
        with suppress(ProcessLookupError):
            os.kill(self._running[name].pid, what)
        if what is not signal.SIGSTOP and what is not signal.SIGCONT:
            until(lambda: self._running[name].poll() is not None, PATIENCE)

    def children(self, name: str) -> list[int]:
        """The processes of a worker's pool. Linux only."""
        tasks = Path(f"/proc/{self._running[name].pid}/task")
        with suppress(OSError):
            return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
        return []

    def kill_all(self, name: str) -> None:
        """The process and everything in its session, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._running[name].pid, signal.SIGKILL)
        self._running[name].wait(PATIENCE)

    def end(self) -> None:
        for name in self._running:
            self.kill_all(name)


@contextmanager
def cast(spool: Spool, url: str | None = None) -> Iterator[Cast]:
    """The whole cast on this desk, with a server of its own unless `url` names one."""
    if url:
        yield from _ended(Cast(spool, None, url))
        return
    with EmbeddedBroker(spool.desk.parent / "broker") as broker:
        yield from _ended(Cast(spool, broker, broker.url))


def _ended(made: Cast) -> Iterator[Cast]:
    try:
        yield made
    finally:
        made.end()
