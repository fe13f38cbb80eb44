"""A worker as `copydesk worker` starts it, but for stories that kill, hang or crash: `python -m tests.faults.deadly NAME`."""

from __future__ import annotations

import os
import signal
import sys
import time

from pipeline import refine
from pipeline.document import Defaults
from pipeline.record import Record
from workers.app import make_app
from workers.settings import Settings

POISONS = ("poison: kills its worker", "poison: never ends", "poison: a fault of ours")


def deadly_refine(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
    """The real thing, but for the three poisons."""
    text = raw[:40].decode("utf-8", "replace")
    if text.startswith(POISONS[0]):
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith(POISONS[1]):
        time.sleep(3600)
    if text.startswith(POISONS[2]):
        raise RuntimeError("a fault of ours")
    return refine(raw, filename, defaults)


if __name__ == "__main__":
    quick = ["--without-mingle", "--without-gossip", "--without-heartbeat", "--hostname", f"{sys.argv[1]}@%h"]
    make_app(Settings.load(), deadly_refine).worker_main(["worker", "--loglevel", "WARNING", *quick])
