"""One `run` a desk: a kernel lock, so that nothing stale is left behind by a process that was killed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from pipeline.errors import CopydeskError, SpoolUnavailable
from workers.disk import guarded


class AlreadyRunning(CopydeskError):
    """Another process runs this desk."""

    reason = "already_running"


class DeskLock:
    """Held while the block runs. Raises AlreadyRunning, SpoolUnavailable."""

    def __init__(self, desk: Path, path: Path) -> None:
        self._desk = desk
        self._path = path
        self._lock = -1

    def __enter__(self) -> DeskLock:
        with guarded(SpoolUnavailable, self._path):
            self._lock = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                who = os.read(self._lock, 32).decode(errors="replace").strip()
                os.close(self._lock)
                advice = "drop your files there; for more hands use `copydesk worker`"
                raise AlreadyRunning(str(self._desk), f"process {who} runs this desk", advice) from None
            os.ftruncate(self._lock, 0)
            os.write(self._lock, b"%d\n" % os.getpid())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._lock)
