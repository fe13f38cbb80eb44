"""`copydesk prune`: remove what is old, in the order in which nothing is left dangling."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings, SpoolUnavailable
from workers.cli.days import Before, OlderThan, cutoff
from workers.cli.desk import AsJson, open_desk
from workers.cli.options import Desk
from workers.cli.output import console

if TYPE_CHECKING:
    from datetime import date, timedelta

    from workers.pruning.prune import Pruned
    from workers.spool import Spool
    from workers.stores import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to go. Nothing named: only look, at all of it."""

    archive: bool
    quarantine: bool
    records: bool
    ledger: bool
    unrecorded: bool

    @property
    def nothing(self) -> bool:
        """True where nothing was named."""
        return not (self.archive or self.quarantine or self.records or self.ledger)


def prune(
    desk: Desk = None,
    before: Before = None,
    older_than: OlderThan = None,
    archive: Annotated[bool, typer.Option("--archive", help="Originals that have their record.")] = False,
    quarantine: Annotated[bool, typer.Option("--quarantine", help="Quarantined files and their reasons.")] = False,
    records: Annotated[bool, typer.Option("--records", help="Their records, in files:// and sqlite://.")] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help="Lines about what is nowhere any more; their number stays.")] = False,
    unrecorded: Annotated[bool, typer.Option("--unrecorded", help="With --archive: originals without a record too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what is old from a desk, at work or not. Never what is claimed or in the inbox; the audit adds up afterwards.

    Nothing goes without --yes, or a yes at the terminal. Killed at any moment, run it again and it goes on.

    Examples:
      copydesk prune /srv/desk --older-than 90d                       # only look
      copydesk prune /srv/desk --older-than 90d --archive --ledger    # ask, then remove
      copydesk prune /srv/desk --before 2026-01-01 --archive --quarantine --records --ledger --yes
    """
    from workers.stores import open_store

    settings, spool = open_desk(desk)
    spool.prepare()
    wish = Wish(archive, quarantine, records, ledger, unrecorded)
    day = _cutoff(spool.clock().date(), before, older_than)
    stores = [open_store(url) for url in settings.store_urls]
    with alone(spool):
        dry = dry_run or wish.nothing or not (yes or _agreed(spool, stores, day, wish))
        found = _prune(spool, stores, day, wish, dry=dry)
    if as_json:
        print(json.dumps({"before": str(day), "removed": not dry, **{what: asdict(each) for what, each in found.items()}}))
    else:
        _show(found, day, dry=dry)
        if dry and not dry_run:
            print("nothing was removed: name what is to go, and say --yes")


def _cutoff(today: date, before: date | None, older_than: timedelta | None) -> date:
    day = cutoff(today, before, older_than)
    if day is None:
        raise BadSettings("prune", "how old?", "give --before DAY or --older-than AGE")
    if day > today:
        raise BadSettings(f"--before {day}", "this day is still to come", "what came in today is never pruned")
    return day


@contextmanager
def alone(spool: Spool) -> Iterator[None]:
    """One at a time of those who change what is done already. Raises AlreadyRunning, SpoolUnavailable."""
    from workers.disk import guarded, hold
    from workers.lock import AlreadyRunning

    path = spool.state / "prune.lock"
    with guarded(SpoolUnavailable, path):
        lock = hold(path)
    if lock is None:
        raise AlreadyRunning(str(spool.desk), "somebody prunes this desk already, or makes records anew", "wait for its end")
    try:
        yield
    finally:
        os.close(lock)


def _agreed(spool: Spool, stores: list[Store], cutoff: date, wish: Wish) -> bool:
    """Shows what would go and asks; without a terminal nobody is asked, and nothing goes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    _show(_prune(spool, stores, cutoff, wish, dry=True), cutoff, dry=True)
    return typer.confirm("Remove it?")


def _prune(spool: Spool, stores: list[Store], cutoff: date, wish: Wish, *, dry: bool) -> dict[str, Pruned]:
    """Originals before their records, and these before the lines that know of them."""
    from workers.pruning.prune import Pruner
    from workers.pruning.records import RecordPruner

    pruner = Pruner(spool, stores, cutoff, dry=dry)
    recorded = RecordPruner(spool, stores, cutoff, dry=dry) if wish.records else None
    found = {}
    if wish.archive or wish.nothing:
        found["archive"] = pruner.archive(unrecorded=wish.unrecorded)
    if wish.quarantine or wish.nothing:
        found["quarantine"] = pruner.quarantine()
    if recorded:
        found["records"] = recorded.records(with_archive=dry and wish.archive)
    if wish.ledger or wish.nothing:
        found["ledger"] = pruner.ledger()
    return found


def _show(found: dict[str, Pruned], cutoff: date, *, dry: bool) -> None:
    screen = console()
    screen.print(f"{'would go' if dry else 'gone'}: what was claimed before {cutoff}")
    for what, each in found.items():
        size = f"{each.bytes / 1e6:>12,.1f} MB" if each.bytes else ""
        kept = f"   kept: {each.kept:,}" if each.kept else ""
        screen.print(f"{what:<12} {each.gone:>9,}{size}{kept}")
