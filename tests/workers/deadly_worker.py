"""A real worker whose stories can kill it: `python -m tests.workers.deadly_worker`, desk and broker from the environment."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from contextlib import suppress

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.document import Defaults
from pipeline.record import Record
from tests.workers.desk import simple_refine
from workers.app import make_app
from workers.settings import Settings

MOUTHFUL, MOST_EATEN = 10_000_000, 4_000_000_000  # bytes
PLODDING = 0.3  # seconds


def deadly_refine(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
    """A story is what it says: "poison" kills, "broken" is a library's fault, "hungry" eats all memory there is, "slow" takes
    too long, "endless" does not even heed the soft limit; "plodding" takes its time, but no more than it may.
    """
    if raw == b"poison":
        os.kill(os.getpid(), signal.SIGKILL)
    if raw == b"broken":
        ctypes.string_at(0)
    if raw == b"hungry":
        eaten = [bytes(MOUTHFUL) for _ in range(MOST_EATEN // MOUTHFUL)]
        raise AssertionError(f"{len(eaten) * MOUTHFUL:,} bytes were to be had")
    if raw.startswith(b"plodding"):
        time.sleep(PLODDING)
    if raw == b"slow":
        time.sleep(600)
    while raw == b"endless":
        with suppress(SoftTimeLimitExceeded):
            time.sleep(600)
    return simple_refine(raw, filename, defaults)


if __name__ == "__main__":
    quick = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
    make_app(Settings.load(), deadly_refine).worker_main(["worker", "--loglevel", "WARNING", *quick])
