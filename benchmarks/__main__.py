"""`python -m benchmarks`, or `make bench`.

    make bench                                     # everything: half an hour; numbers and pictures go to docs/
    make bench ARGS="cleaning"                     # one measure; the others' numbers stay
    make bench ARGS="growth --stories 10000 --slices 10"
    make plots                                     # docs/plots/*.svg from these numbers

Exits 0 whatever the numbers are: a slow day is no broken build.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.backlog import backlog, inbox
from benchmarks.cleaning import cleaning
from benchmarks.duplicates import duplicates
from benchmarks.growth import growth
from benchmarks.half_load import half_load
from benchmarks.latency import latency
from benchmarks.report import Measure, show, write_json
from benchmarks.scaling import scaling
from benchmarks.stories import STORY_BYTES
from benchmarks.throughput import throughput

ALL = "all"
GROUPS = ("throughput", "latency", "cleaning", "scaling", "backlog", "inbox", "growth", "duplicates")
BACKLOGS = [100, 1_000, 10_000, 100_000]
NUMBERS = {
    "pairs": (7, "turns by turns"),
    "files": (1_000, "stories a turn"),
    "size": (STORY_BYTES, "bytes of a story on that way"),
    "drops": (200, "files of each kind for the latency"),
    "once-from": (100_000, "backlogs from here on are measured once"),
    "inbox": (1_000_000, "files in the big inbox"),
    "stories": (100_000, "through one desk, for growth"),
    "slices": (20, "in so many parts"),
}
Measuring = dict[str, Callable[[Path], Iterator[Measure]]]


def main() -> None:
    """Measures what was asked for, in the order of the table."""
    asked = _arguments()
    measures: list[Measure] = []
    work = Path(tempfile.mkdtemp(prefix="copydesk-", dir=asked.folder))
    for name, measure in _measuring(asked).items():
        if name in asked.what or ALL in asked.what:
            (work / name).mkdir()
            found = list(measure(work / name))
            if asked.json:
                write_json(found, asked.json)  # after each: what took an hour is not lost with the last of it
            measures += found
    show(measures)
    # Not before the end: for half a minute after many files were removed, ext4 makes new ones at a fifth of the speed.
    # Not after a failure: the logs are in it.
    shutil.rmtree(work)


def _measuring(asked: argparse.Namespace) -> Measuring:
    def latencies(work: Path) -> Iterator[Measure]:
        for name, measure in (("idle", latency), ("half", half_load)):
            (work / name).mkdir()
            yield from measure(work / name, asked.drops)

    return {
        "throughput": lambda work: throughput(work, asked.pairs, asked.files, asked.size),
        "latency": latencies,
        "cleaning": lambda work: cleaning(),
        "scaling": lambda work: scaling(work, asked.pairs, asked.files, asked.size),
        "backlog": lambda work: backlog(work, asked.backlogs, asked.pairs, asked.once_from, asked.size),
        "inbox": lambda work: inbox(work, asked.inbox),
        "growth": lambda work: growth(work, asked.stories, asked.slices, asked.size),
        "duplicates": duplicates,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast is copydesk on this machine?")
    parser.add_argument("what", nargs="*", default=ALL, choices=(*GROUPS, ALL), help="(default all)")
    for name, (default, about) in NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"{about} (default {default:,})")
    parser.add_argument("--backlogs", type=int, nargs="+", default=BACKLOGS, metavar="N", help="lengths (default 100 to 100,000)")
    parser.add_argument("--folder", type=Path, help="where desks are made: on the disk to be measured (default: the system's)")
    parser.add_argument("--json", type=Path, help="write the numbers here as well; what it says of other groups stays")
    return parser.parse_args()


if __name__ == "__main__":
    main()
