"""A limit on time for work outside of Celery, whose workers have their own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from billiard.exceptions import SoftTimeLimitExceeded


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within it SoftTimeLimitExceeded is raised after so many seconds, as in a worker. For the main thread of a process only."""

    def over(number: int, frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
