"""A real worker whose stories can kill it: `python -m tests.workers.deadly_worker`, desk and broker from the environment."""

from __future__ import annotations

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


def deadly_refine(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
    """A story is what it says: "poison" kills, "slow" takes too long, "endless" does not even heed the soft limit."""
    if raw == b"poison":
        os.kill(os.getpid(), signal.SIGKILL)
    if raw == b"slow":
        time.sleep(600)
    while raw == b"endless":
        with suppress(SoftTimeLimitExceeded):
            time.sleep(600)
    return simple_refine(raw, filename, defaults)


if __name__ == "__main__":
    quick = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
    make_app(Settings.load(), deadly_refine).worker_main(["worker", "--loglevel", "WARNING", *quick])
