"""A process that we keep alive: in a session of its own, its words in a log file, started again when it dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from workers.policy import backoff

POLL_SECONDS = 0.02
LOG_BYTES = 20_000_000  # then the log is set aside as NAME.log.1 and begun anew
HEALTHY_SECONDS = 10.0  # who lived that long did not die of its start
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two starts of one that dies at once


class Child:
    """`name` for people, `command` to run, `log` to append to. Its standard input stays open as long as we live (see leash)."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.log = log
        self.deaths = 0
        self._command = command
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0  # time.monotonic()
        self._quick_deaths = 0
        self._start_at = 0.0

    def start(self) -> None:
        """A session of its own keeps the terminal's Ctrl-C from it: it is stopped in its turn."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
        self._started = time.monotonic()

    def tend(self) -> bool:
        """To be called every moment. Starts it again if it died; True when that was found just now."""
        now = time.monotonic()
        died = self._process is not None and self._process.poll() is not None
        if died:
            self.kill()  # what is left of its session
            self._quick_deaths = 0 if now - self._started >= HEALTHY_SECONDS else self._quick_deaths + 1
            pause = backoff(self._quick_deaths - 2, FIRST_PAUSE, LONGEST_PAUSE)
            self._start_at = now + (pause if self._quick_deaths > 1 else 0.0)  # the first death may be an accident
            self.deaths += 1
        if self._process is None and now >= self._start_at:
            self.start()
        self._turn_log()
        return died

    def stop(self, grace: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Asks it to end, and kills its session when it has not ended after `grace` seconds or when `hurry` says so."""
        if self._process is not None:
            self._process.terminate()
            deadline = time.monotonic() + grace
            while self._process.poll() is None and time.monotonic() < deadline and not hurry():
                time.sleep(POLL_SECONDS)
            self.kill()

    def kill(self) -> None:
        """Ends it and whatever it left in its session."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            if self._process.stdin:
                self._process.stdin.close()
            self._process = None

    def _turn_log(self) -> None:
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_BYTES:
                shutil.copyfile(self.log, self.log.with_name(self.log.name + ".1"))
                os.truncate(self.log, 0)  # it appends, so it goes on at the new end


def leash() -> None:
    """In a child: end, as if asked to, when the launcher is gone, killed or not: then our standard input ends."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="leash").start()
