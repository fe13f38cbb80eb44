"""A desk under attack: a server, two watchers and two workers, each with a clock of its own, and the disk that it lies on.

Whoever falls is started again, as a service manager would.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.faults.clock import Clock, library
from tests.faults.servers import RabbitServer, RedisServer, Server
from tests.faults.small_disk import SmallDisk
from tests.workers.desk import until
from tests.workers.processes import COPYDESK
from workers.claim import Claim
from workers.spool import Spool

PATIENCE = 60.0  # seconds
# A poison that hangs is to be found out in seconds, and a lost message sent again at once: the storm is short.
HASTE = {
    "SOFT_TIME_LIMIT": "3", "HARD_TIME_LIMIT": "6", "RESEND_SECONDS": "1", "LEASE_SECONDS": "5",
    "MAX_MEMORY_BYTES": "800000000", "CONCURRENCY": "1",
}  # fmt: skip
WORKERS, WATCHERS = ("worker", "second worker"), ("watcher", "second watcher")
STORY_BYTES = 20_000  # of a small disk: an original, its record, and their share of the books, by whole pages


class Cast:
    """Processes by their names (WORKERS, WATCHERS); `clocks` by the same, none without a compiler. `taken` are the claims
    that were stolen, with the names of the files that they are now.
    """

    def __init__(self, folder: Path, spool: Spool, server: Server, disk: SmallDisk, clocks: Mapping[str, Clock]) -> None:
        self.spool = spool
        self.server = server
        self.disk = disk
        self.clocks = clocks
        self.taken: dict[Claim, Path] = {}
        self._folder = folder
        settings = {**HASTE, "DESK": str(spool.desk), "BROKER_URL": server.url}
        self._env = {**os.environ, **{f"COPYDESK_{name}": value for name, value in settings.items()}}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Starts whoever is not there: at first, and after each fault."""
        self.server.revive()
        for name in (*WATCHERS, *WORKERS):
            process = self._running.get(name)
            if process is None or process.poll() is not None:
                self._running[name] = self._started(name)

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        watch, work = [COPYDESK, "watch", str(self.spool.desk)], [sys.executable, "-m", "tests.faults.deadly"]
        command = watch if name in WATCHERS else [*work, name.replace(" ", "-")]
        environment = self._env | (self.clocks[name].environment if name in self.clocks else {})
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=Path(__file__).parents[2]
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
def cast(folder: Path, files: int, server: str) -> Iterator[Cast]:
    """The whole cast on a desk of its own below `folder`, with room for so many files; `server` is redis or rabbitmq."""
    with ExitStack() as stack:
        # Room for twice as many: the stream goes on as long as the storm.
        disk = stack.enter_context(SmallDisk(folder / "disk", size=20_000_000 + 2 * files * STORY_BYTES))
        # The embedded server has its file on the desk's own disk; a RabbitMQ is elsewhere.
        ours: Server = RedisServer(disk.folder / "broker") if server == "redis" else RabbitServer(folder / "broker")
        stack.enter_context(ours)
        spool = Spool(disk.folder / "desk")
        spool.prepare()
        built = library(folder)
        clocks = {name: Clock(built, folder / f"{name}.clock") for name in (*WATCHERS, *WORKERS)} if built else {}
        made = Cast(folder, spool, ours, disk, clocks)
        stack.callback(made.end)
        yield made
