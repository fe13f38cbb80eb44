"""A worker as `copydesk worker` starts it, but for stories that are its end: `python -m tests.faults.deadly NAME`."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time

from pipeline import refine
from pipeline.document import Defaults
from pipeline.record import Record
from workers.app import make_app
from workers.settings import Settings

KILLS, BREAKS, HANGS, CRASHES, EATS = POISONS = (
    "poison: kills its process",
    "poison: a library's SIGSEGV",
    "poison: never ends",
    "poison: a fault of ours",
    "poison: eats memory",
)
MOUTHFUL, MOST_EATEN = 10_000_000, 4_000_000_000  # bytes


def deadly_refine(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
    """The real thing, but for the poisons."""
    text = raw[:40].decode("utf-8", "replace")
    if text.startswith(KILLS):
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith(BREAKS):
        ctypes.string_at(0)
    if text.startswith(HANGS):
        time.sleep(3600)
    if text.startswith(CRASHES):
        raise RuntimeError("a fault of ours")
    if text.startswith(EATS):
        eaten = [bytearray(MOUTHFUL) for _ in range(MOST_EATEN // MOUTHFUL)]
        raise RuntimeError(f"{len(eaten) * MOUTHFUL:,} bytes were to be had")
    return refine(raw, filename, defaults)


if __name__ == "__main__":
    quick = ["--without-mingle", "--without-gossip", "--without-heartbeat", "--hostname", f"{sys.argv[1]}@%h"]
    make_app(Settings.load(), deadly_refine).worker_main(["worker", "--loglevel", "WARNING", *quick])
