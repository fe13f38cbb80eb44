"""`python -m benchmarks`, or `make bench`.

    make bench                                     # everything: some minutes
    make bench ARGS="cleaning"                     # one measure
    make bench ARGS="throughput --pairs 7 --json numbers.json"

Exits 0 whatever the numbers are: a slow day is no broken build.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.cleaning import cleaning
from benchmarks.latency import latency
from benchmarks.report import Measure, show, write_json
from benchmarks.stories import STORY_BYTES
from benchmarks.throughput import throughput

ALL = "all"


def main() -> None:
    """Measures what was asked for, in the order of the table."""
    asked = _arguments()
    measuring: dict[str, Callable[[Path], Iterator[Measure]]] = {
        "throughput": lambda work: throughput(work, asked.pairs, asked.files, asked.size),
        "latency": lambda work: latency(work, asked.drops),
        "cleaning": lambda work: cleaning(),
    }
    measures: list[Measure] = []
    work = Path(tempfile.mkdtemp(prefix="copydesk-", dir=asked.folder))
    for name, measure in measuring.items():
        if name in asked.what or ALL in asked.what:
            (work / name).mkdir()
            measures += measure(work / name)
    show(measures)
    # Not before the end: for half a minute after many files were removed, ext4 makes new ones at a fifth of the speed.
    # Not after a failure: the logs are in it.
    shutil.rmtree(work)
    if asked.json:
        write_json(measures, asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast is copydesk on this machine?")
    parser.add_argument("what", nargs="*", default=ALL, choices=("throughput", "latency", "cleaning", ALL), help="(default all)")
    parser.add_argument("--pairs", type=int, default=7, help="turns of plain and copydesk (default 7)")
    parser.add_argument("--files", type=int, default=1_000, help="stories a turn (default 1,000)")
    parser.add_argument("--size", type=int, default=STORY_BYTES, help=f"bytes of a story on that way (default {STORY_BYTES:,})")
    parser.add_argument("--drops", type=int, default=200, help="files of either kind for the latency (default 200)")
    parser.add_argument("--folder", type=Path, help="where desks are made: on the disk to be measured (default: the system's)")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
