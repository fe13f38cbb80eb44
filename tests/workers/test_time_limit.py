"""The limit on time outside of Celery."""

from __future__ import annotations

import signal

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from workers.time_limit import time_limit


def test_what_takes_longer_is_stopped() -> None:
    with pytest.raises(SoftTimeLimitExceeded), time_limit(0.01):
        signal.pause()


def test_what_is_through_in_time_is_left_alone_afterwards() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(60):
        pass

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before
