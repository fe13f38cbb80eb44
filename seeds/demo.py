"""The demo: every seed through a fresh desk, by the command itself, and a look at what came out.

    python -m seeds.demo [DESK]     (make demo; DESK is ./demo-desk unless named, and is emptied first)

Exits 0 when exactly this happened: each seed that has an expectation has a record that says just that, and the one
hopeless file lies in quarantine with its reason. Afterwards the desk is there to look around in.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.record import Record
from seeds.listing import EXPECTED, SEEDS, Seed, seeds
from workers.cli.exit_codes import ExitCode
from workers.quarantine import files, read_reason
from workers.stores.files import FileStore

Records = dict[Seed, list[Record]]

EXPLAINED = SEEDS / "tca-bloomberg" / "salt-terminal.txt"
SCREEN = Console(width=None if sys.stdout.isatty() else 160)


def fresh(desk: Path) -> None:
    """An empty desk with the seeds in its inbox. Only a desk is ever removed."""
    if desk.exists():
        if not (desk / "inbox").is_dir():
            sys.exit(f"{desk} is no desk: name another folder")
        shutil.rmtree(desk)
    for seed in seeds():
        target = desk / "inbox" / seed.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(seed.path, target)


def copydesk(*arguments: str) -> int:
    """The installed command, its output on this screen; its exit code."""
    SCREEN.rule(f"[bold]copydesk {' '.join(arguments)}", align="left")
    return subprocess.run([Path(sys.executable).with_name("copydesk"), *arguments], check=False).returncode


def show(records: Records) -> None:
    """The table of records."""
    table = Table("file", "agency", "headline", "byline", "credits", "rights: holder, distributor", title="records")
    for seed, found in records.items():
        for record in found:
            authors = ", ".join(author.name for author in record.byline.authors)
            credits = ", ".join(f"{credit.name} ({credit.role})" for credit in record.credits)
            rights = ", ".join(filter(None, (record.rights.holder, record.rights.distributor)))
            agency = record.agency.name if record.agency else None
            table.add_row(seed.name, agency, record.headline, authors, credits, rights)
    SCREEN.print(table)


def agrees(expected: Any, actual: Any) -> bool:
    """True where `actual` says what is expected; it may say more in an object, not in a list."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(agrees(value, actual.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(actual) and all(map(agrees, expected, actual))
    return bool(expected == actual)


def faults(records: Records, quarantined: list[str]) -> list[str]:
    """What is not as it should be."""
    found = []
    for seed, made in records.items():
        if len(made) != len(seed.expected):
            found.append(f"{seed.name}: {len(made)} records, expected: {len(seed.expected)}")
        for record, expected in zip(made, seed.expected, strict=False):
            read = record.model_dump(mode="json")
            differing = [key for key, value in expected.items() if not agrees(value, read.get(key))]
            found += [f"{seed.name}: {key} is not as {seed.path.stem}{EXPECTED} says" for key in differing]
    hopeless = [seed.name for seed in records if not seed.expected]
    if quarantined != hopeless:
        found.append(f"in quarantine: {quarantined}, expected: {hopeless}")
    return found


def main(desk: Path) -> int:
    """Runs it all; the exit code."""
    fresh(desk)
    found = []
    if (code := copydesk("run", str(desk), "--once")) != ExitCode.QUARANTINED:
        found.append(f"copydesk run ended with {code}, not {ExitCode.QUARANTINED:d}: one file goes to quarantine")
    store = FileStore(desk / "records")
    records = {seed: [made for name in seed.record_ids if (made := store.get(name))] for seed in seeds()}
    show(records)
    copydesk("explain", str(EXPLAINED))
    quarantined = list(files(desk / "quarantine"))
    for path in quarantined:
        SCREEN.rule("[bold]quarantine", align="left")
        SCREEN.print(path)
        SCREEN.print_json(data=read_reason(path))
    if code := copydesk("audit", str(desk)):
        found.append(f"copydesk audit ended with {code}")
    found += faults(records, [str(path.relative_to(desk / "quarantine")) for path in quarantined])
    SCREEN.rule(align="left")
    for fault in found:
        SCREEN.print(f"[red]wrong:[/] {fault}")
    total = sum(map(len, records.values()))
    SCREEN.print(f"{total} records in {desk / 'records'}, {len(quarantined)} file in {desk / 'quarantine'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-desk")))
