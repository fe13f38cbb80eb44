"""The storm: a stream of files through a desk to which everything is done that may happen to one, again and again.

    make faults                                            # 20,000 files, on Redis
    make faults ARGS="--server rabbitmq"
    python -m tests.faults.storm --files 5000 --seed 7 --faults 40

Prints a table: fault, times injected, files that were under way at those moments, how many of them were lost or came twice,
and seconds until the next story was done. Exits 1 if anything does not add up.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.faults.cast import PATIENCE, Cast, cast
from tests.faults.injections import INJECTIONS, possible
from tests.faults.stream import Stream
from tests.faults.verdict import Verdict, verdict
from tests.workers.desk import until
from workers.tally import Tally

QUIET = (0.2, 1.5)  # seconds between two faults
SECONDS_A_FAULT = 2.5  # with what it takes to be at work again; the stream lasts as long as the storm
SETTLE = 300.0


@dataclass
class Struck:
    """What one kind of fault met: names of the files that were under way, and seconds until the desk was at work again."""

    files: set[str] = field(default_factory=set)
    recovery: list[float] = field(default_factory=list)


def storm(
    folder: Path, files: int, faults: int, seed: int, poison: int, server: str = "redis", kinds: Collection[str] = INJECTIONS
) -> tuple[Verdict, dict[str, Struck]]:
    """Runs it below `folder`; the verdict, and what each fault met, of those `kinds` that are possible here."""
    dice = Random(seed)
    with cast(folder, files, server) as made:
        struck = {name: Struck() for name in possible(made) if name in kinds}
        tally = Tally(made.spool)
        stream = Stream(made.spool, files, seed, poison, pace=faults * SECONDS_A_FAULT / files)
        made.start()
        stream.start()
        until(lambda: _done(tally) > 0, PATIENCE)
        for name in islice(_in_turn(dice, list(struck)), faults):
            until(lambda: False, dice.uniform(*QUIET))
            until(lambda: bool(made.spool.claims()), QUIET[1])  # so that it meets a desk at work
            struck[name].files |= {claim.original for claim in made.spool.claims()}
            INJECTIONS[name](made, dice)
            struck[name].recovery.append(_recovered(tally, made))
        stream.over.set()
        stream.join()
        until(lambda: _settled(made), SETTLE)
        return verdict(made, stream.dropped), struck


def _in_turn(dice: Random, names: list[str]) -> Iterator[str]:
    """All faults, in a new order each time."""
    while True:
        yield from dice.sample(names, len(names))


def _recovered(tally: Tally, made: Cast) -> float:
    """Whoever fell is started again, also one that falls only now; seconds until a story is done that was not done before."""
    began, before = time.monotonic(), _done(tally)

    def at_work() -> bool:
        made.start()
        return _done(tally) > before

    until(at_work, PATIENCE)
    return time.monotonic() - began


def _settled(made: Cast) -> bool:
    made.start()
    return not made.spool.claims() and not any(made.spool.inbox.iterdir())


def _done(tally: Tally) -> int:
    numbers, _ = tally.look()
    return numbers.done + numbers.quarantined


def show(found: Verdict, struck: dict[str, Struck]) -> None:
    """The table; below the faults, how files were dropped and what poison was among them."""
    lost, twice = found.names(found.lost), found.names(found.twice)
    table = Table("fault", "injected", "files", "lost", "twice", "at work again: median", "most", title="A desk in a storm")
    for name, met in struck.items():
        times = f"{median(met.recovery):.1f} s", f"{max(met.recovery):.1f} s"
        table.add_row(name, str(len(met.recovery)), *_counts(met.files, lost, twice), *times)
    for name, files in sorted(found.dropped.kinds.items()):
        table.add_row(name, str(len(files)), *_counts(files, lost, twice), "", "")
    screen = Console(width=None if sys.stdout.isatty() else 140)
    screen.print(table)
    screen.print(
        f"{found.dropped.files:,} files: lost {found.lost.total()}, twice {found.twice.total()}, "
        f"records missing {len(found.records_missing)}, too many {len(found.records_too_many)}, never finished {found.left}; "
        f"taken away {found.taken}, of which the audit did not tell {found.untold}"
    )
    for line in [*found.mismatches[:20], *sorted(lost | twice)[:20]]:
        screen.print(f"[red]{line}[/]")
    if left_out := [name for name in INJECTIONS if name not in struck]:
        screen.print(f"not possible here, so not tried: {', '.join(left_out)}")


def _counts(files: set[str], lost: set[str], twice: set[str]) -> tuple[str, str, str]:
    return f"{len(files):,}", str(len(files & lost)), str(len(files & twice))


def main() -> int:
    """The exit code: 0 where everything adds up."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.storm", description="A desk in a storm")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--faults", type=int, default=140)
    parser.add_argument("--poison", type=int, default=20, help="files that kill, break, hang, crash or fill their process")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parser.add_argument("--server", choices=("redis", "rabbitmq"), default="redis")
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.server}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="copydesk-storm-"))
    found, struck = storm(folder, asked.files, asked.faults, asked.seed, asked.poison, asked.server)
    show(found, struck)
    print(f"the logs: {folder}")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
