"""The two pipelines under measurement, each as a running thing with an inbox: started, fed, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks import plain
from benchmarks.processes import cpu_seconds

PATIENCE = 300.0  # seconds for whatever we wait for: a machine may be slow, a benchmark must not hang
SLOWEST = 50  # stories a second: so much longer is waited for many of them
POLL = 0.02  # seconds between two looks at the folders
STOP_SECONDS = 60.0


class Took(NamedTuple):
    """Seconds by the clock, and of CPU by all our processes together: the server's and this one's as well."""

    seconds: float
    cpu: float | None


class Contender(ABC):
    """A pipeline in a folder of its own: `running()` keeps it up, `process()` drops stories into `folder`/inbox."""

    name: str
    passing: tuple[str, ...]  # folders that a story leaves when everything is done with it
    records: str  # glob of what it makes

    def __init__(self, folder: Path, broker_url: str) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.broker_url = broker_url
        for name in self.passing:
            (folder / name).mkdir(parents=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Its processes, in a session of their own."""
        with (self.folder.parent / f"{self.folder.name}.log").open("wb") as log:
            process = subprocess.Popen(self.command(), env=self.environment(), stdout=log, stderr=log, start_new_session=True)
        try:
            yield
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):  # Celery's warm shutdown takes its time, or hangs
                process.wait(STOP_SECONDS)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    @abstractmethod
    def command(self) -> list[str]:
        """What is run."""

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    @abstractmethod
    def feed(self) -> None:
        """Makes it look at its inbox."""

    def process(self, stories: Iterable[tuple[str, bytes]]) -> Took:
        """From the first drop to the last story done. All are dropped at once, by rename."""
        staged = self.folder / "staged"
        staged.mkdir(exist_ok=True)
        for name, raw in stories:
            (staged / name).write_bytes(raw)
        os.sync()  # what was written before is not to be waited for now
        cpu, began = cpu_seconds(), time.perf_counter()
        names = os.listdir(staged)  # noqa: PTH208 - as text: what drops the files is not to be measured
        for name in names:
            os.rename(f"{staged}/{name}", f"{self.inbox}/{name}")  # noqa: PTH104 - as above
        self.feed()
        wait_until_empty([self.folder / name for name in self.passing], PATIENCE + len(names) / SLOWEST)
        seconds, cpu_after = time.perf_counter() - began, cpu_seconds()
        return Took(seconds, cpu_after - cpu if cpu is not None and cpu_after is not None else None)

    def made(self) -> list[Path]:
        """The record files."""
        return list(self.folder.glob(self.records))


class Copydesk(Contender):
    """`copydesk run`, as it comes: durable, every law checked, events on. `concurrency`: its processes, else as by default."""

    name = "copydesk"
    passing = ("inbox", "claimed")
    records = "records/??/*.json"

    def __init__(self, folder: Path, broker_url: str, concurrency: int | None = None) -> None:
        super().__init__(folder, broker_url)
        self.concurrency = concurrency

    def command(self) -> list[str]:
        return [sys.executable, "-m", "workers", "run", str(self.folder), "--broker", self.broker_url]

    def environment(self) -> dict[str, str]:
        own = {"COPYDESK_CONCURRENCY": str(self.concurrency)} if self.concurrency else {}
        return {**super().environment(), **own}

    def feed(self) -> None:
        """Nothing to do: it has heard."""


class Plain(Contender):
    """benchmarks/plain.py under a Celery worker with its default settings: as many processes as cores."""

    name = "plain"
    passing = ("inbox",)
    records = "records/*.json"

    def __init__(self, folder: Path, broker_url: str) -> None:
        super().__init__(folder, broker_url)
        (folder / "records").mkdir()
        (folder / "done").mkdir()
        plain.app.conf.broker_url = broker_url

    def command(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "benchmarks.plain", "worker"]

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "CELERY_BROKER_URL": self.broker_url}

    def feed(self) -> None:
        plain.feed(self.inbox)


def wait_until_empty(folders: list[Path], patience: float = PATIENCE) -> None:
    """Looks in the order in which stories pass through. Raises TimeoutError."""
    deadline = time.monotonic() + patience
    while any(_holds_files(folder) for folder in folders):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not done after {patience:.0f} s: {', '.join(map(str, folders))}; see the log beside them")
        time.sleep(POLL)


def _holds_files(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return next(entries, None) is not None
