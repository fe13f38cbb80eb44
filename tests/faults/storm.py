"""The storm: a stream of files through a desk whose processes are killed, stopped and wiped all the while.

    make faults                                       # 20,000 files
    python -m tests.faults.storm --files 5000 --seed 7 --faults 40
    python -m tests.faults.storm --broker amqp://...  # a server that is not ours is left alone

Prints a table: fault, times injected, seconds until the next story was done (median, most); and at the end what was lost
and what came twice. Exits 1 if anything was.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.faults.cast import PATIENCE, Cast, cast
from tests.faults.injections import INJECTIONS
from tests.faults.stream import Dropped, Stream, digests
from tests.workers.desk import until
from workers.audit import audit
from workers.spool import Spool
from workers.stores.files import FileStore

QUIET = (0.2, 1.5)  # seconds between two faults
SECONDS_A_FAULT = 2.0  # with what it takes to be at work again; the stream lasts as long as the storm
SETTLE = 300.0


@dataclass
class Verdict:
    """Files that were lost or came twice, records that are missing or too many, and what the audit has to say."""

    files: int
    lost: int = 0
    twice: int = 0
    records_missing: int = 0
    records_too_many: int = 0
    left: int = 0  # claims that nobody finished
    mismatches: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.twice or self.records_missing or self.records_too_many or self.left or self.mismatches)


def storm(
    desk: Path, files: int, faults: int, seed: int, poison: int, url: str | None = None
) -> tuple[Verdict, dict[str, list[float]]]:
    """Runs it; the verdict, and by fault the seconds until the desk was at work again."""
    spool = Spool(desk)
    spool.prepare()
    dice, recovery = Random(seed), defaultdict[str, list[float]](list)
    stream = Stream(spool, files, seed, poison, pace=faults * SECONDS_A_FAULT / files)
    with cast(spool, url) as made:
        made.start()
        stream.start()
        until(lambda: _done(spool) > 0, PATIENCE)
        for name in islice(_in_turn(dice), faults):
            until(lambda: False, dice.uniform(*QUIET))
            INJECTIONS[name](made, dice)
            recovery[name].append(_recovered(spool, made, stream))
        stream.join()
        until(lambda: _settled(spool, made), SETTLE)
    return verdict(spool, stream.dropped), recovery


def _in_turn(dice: Random) -> Iterator[str]:
    """All faults, in a new order each time."""
    while True:
        yield from dice.sample(list(INJECTIONS), len(INJECTIONS))


def _recovered(spool: Spool, made: Cast, stream: Stream) -> float:
    """Whoever fell is started again; seconds until a story is done that was not done before. 0.0 where none was left."""
    began, before = time.monotonic(), _done(spool)
    made.start()
    idle = not stream.is_alive() and not spool.claims()
    return 0.0 if idle or not until(lambda: _done(spool) > before, PATIENCE) else time.monotonic() - began


def _settled(spool: Spool, made: Cast) -> bool:
    made.start()
    return not spool.claims() and not any(spool.inbox.iterdir())


def _done(spool: Spool) -> int:
    return sum(len(names) for folder in (spool.archived, spool.quarantined) for _, _, names in os.walk(folder))


def verdict(spool: Spool, dropped: Dropped) -> Verdict:
    """Every file has exactly one record or one place in quarantine, and the archive holds every original byte for byte."""
    archived, quarantined = digests(spool.archived), digests(spool.quarantined)
    missing = (dropped.stories - archived) + (dropped.hopeless - quarantined)
    again = (archived - dropped.stories) + (quarantined - dropped.hopeless)
    store = FileStore(spool.records)
    records, wanted = set(store.ids()), {digest[:32] for digest in dropped.stories}
    proof = audit(spool, [store])
    return Verdict(
        files=dropped.files,
        lost=missing.total(),
        twice=again.total(),
        records_missing=len(wanted - records),
        records_too_many=len(records - wanted),
        left=len(spool.claims()),
        mismatches=[f"{found.kind}: {found.subject}: {found.message}" for found in proof.mismatches],
    )


def show(found: Verdict, recovery: dict[str, list[float]]) -> None:
    """The table."""
    table = Table("fault", "injected", "at work again after: median", "most", title=f"{found.files:,} files")
    for name in INJECTIONS:
        if times := recovery.get(name):
            table.add_row(name, str(len(times)), f"{median(times):.1f} s", f"{max(times):.1f} s")
    screen = Console(width=None if sys.stdout.isatty() else 120)
    screen.print(table)
    screen.print(
        f"lost {found.lost}, twice {found.twice}, records missing {found.records_missing}, too many {found.records_too_many}"
    )
    for line in found.mismatches[:20]:
        screen.print(f"[red]{line}[/]")


def main() -> int:
    """The exit code: 0 where everything adds up."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.storm", description="A desk in a storm")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--poison", type=int, default=12, help="files that kill, hang or crash their worker")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parser.add_argument("--broker", help="URL of a server to use instead of our own")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="copydesk-storm-"))
    found, recovery = storm(folder / "desk", asked.files, asked.faults, asked.seed, asked.poison, asked.broker)
    show(found, recovery)
    print(f"the desk and its logs: {folder}")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
