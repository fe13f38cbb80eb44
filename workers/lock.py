"""Kernel locks on files: they go with their process, however it ends, so nothing stale is ever left behind."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from pipeline.errors import CopydeskError, SpoolUnavailable
from workers.disk import guarded

POLL_SECONDS = 0.01


class AlreadyRunning(CopydeskError):
    """Another process runs this desk."""

    reason = "already_running"


def open_lock(path: Path) -> int:
    """A descriptor to lock; the file is made if missing, for its owner alone."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def lock(descriptor: int, seconds: float = 0.0) -> bool:
    """Takes the lock for us alone; waits up to `seconds` for it. False when somebody still has it."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
        time.sleep(POLL_SECONDS)


def note(descriptor: int, pid: int | None) -> None:
    """Writes who has the lock into its file, for people; None: nobody."""
    os.ftruncate(descriptor, 0)
    if pid is not None:
        os.pwrite(descriptor, b"%d\n" % pid, 0)


class DeskLock:
    """One `run` a desk: held while the block runs. Raises AlreadyRunning, SpoolUnavailable."""

    def __init__(self, desk: Path, path: Path) -> None:
        self._desk = desk
        self._path = path
        self._lock = -1

    def __enter__(self) -> DeskLock:
        with guarded(SpoolUnavailable, self._path):
            self._lock = open_lock(self._path)
            if not lock(self._lock):
                who = os.pread(self._lock, 32, 0).decode(errors="replace").strip()
                os.close(self._lock)
                advice = "drop your files there; for more hands use `copydesk worker`"
                raise AlreadyRunning(str(self._desk), f"process {who} runs this desk", advice)
            note(self._lock, os.getpid())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._lock)
