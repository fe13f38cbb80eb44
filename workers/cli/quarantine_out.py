"""The ways out of quarantine: back into the inbox (`copydesk retry`, `quarantine retry`), or away (`quarantine drop`)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings, Vanished
from workers.cli.days import Before, OlderThan, Since
from workers.cli.desk import open_desk
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Desk, Source
from workers.cli.output import console, progress, say
from workers.cli.quarantine import Names, Reasons, show_table, wish_of

if TYPE_CHECKING:
    from workers.laid_aside import Held, Wish
    from workers.spool import Spool

Everything = Annotated[bool, typer.Option("--all", help="All of them; to be said where nothing else is.")]


def retry(desk: Desk = None, names: Names = None) -> None:
    """Put quarantined files back into the inbox: those that are named, else all. To choose: `copydesk quarantine retry`.

    Examples:
      copydesk retry /srv/desk                     # all of them
      copydesk retry /srv/desk tca/story.txt
    """
    from workers.laid_aside import Wish

    _, spool = open_desk(desk)
    spool.prepare()
    _put_back(spool, Wish(tuple(names or ())))


def put_back(
    desk: Desk = None,
    names: Names = None,
    reasons: Reasons = None,
    source: Source = None,
    since: Since = None,
    before: Before = None,
    older_than: OlderThan = None,
    everything: Everything = False,
) -> None:
    """Put quarantined files back into the inbox: what was mended since, a rule, a reader or the file, decides anew.

    Examples:
      copydesk quarantine retry /srv/desk tca/story.txt
      copydesk quarantine retry /srv/desk --reason no_story --source tca
      copydesk quarantine retry /srv/desk --all
    """
    _, spool = open_desk(desk)
    spool.prepare()
    _put_back(spool, _wish(wish_of(spool, names, reasons, source, since, before, older_than), everything))


def drop(
    desk: Desk = None,
    names: Names = None,
    reasons: Reasons = None,
    source: Source = None,
    since: Since = None,
    before: Before = None,
    older_than: OlderThan = None,
    everything: Everything = False,
    yes: Annotated[bool, typer.Option("--yes", help="Drop without asking.")] = False,
) -> None:
    """Remove quarantined files and their reasons for good. The ledger keeps a line of each, so the audit adds up.

    Asks at a terminal; elsewhere nothing goes without --yes.

    Examples:
      copydesk quarantine drop /srv/desk tca/logo.png
      copydesk quarantine drop /srv/desk --reason binary --older-than 4w --yes
    """
    from workers import laid_aside

    _, spool = open_desk(desk)
    spool.prepare()
    wish = _wish(wish_of(spool, names, reasons, source, since, before, older_than), everything)
    going = list(laid_aside.chosen(spool, wish))
    if going and not yes and not _agreed(going):
        print("nothing was dropped")
        return
    gone = laid_aside.drop(spool, going)
    missing = _tell_missing(spool, wish, going)
    print(f"{gone:,} dropped")
    raise typer.Exit(ExitCode.FAILED_FILES if missing else ExitCode.OK)


def _wish(wish: Wish, everything: bool) -> Wish:
    """Raises BadSettings where nothing was chosen and not all either, or both."""
    if wish.anything != everything:
        raise BadSettings("quarantine", "which files?", "name them, choose with --reason and the like, or say --all alone")
    return wish


def _put_back(spool: Spool, wish: Wish) -> None:
    from workers.laid_aside import chosen

    found = list(chosen(spool, wish))
    failed = _tell_missing(spool, wish, found)
    back = 0
    for held in progress(found, "putting back", len(found)):
        try:
            spool.retry(held.path)
            back += 1
        except Vanished as gone:
            say(gone)
            failed += 1
    console().print(f"{back:,} put back into {spool.inbox}", markup=False, soft_wrap=True)
    raise typer.Exit(ExitCode.FAILED_FILES if failed else ExitCode.OK)


def _tell_missing(spool: Spool, wish: Wish, found: Sequence[Held]) -> int:
    """Says which names nothing answered to; how many."""
    from workers.laid_aside import not_there

    missing = not_there(spool, wish, found)
    for name in missing:
        say(Vanished(name, "not in quarantine", "names are relative to quarantine/; `copydesk quarantine` lists them"))
    return len(missing)


def _agreed(going: Sequence[Held]) -> bool:
    """Shows what would go and asks. Raises BadSettings where there is nobody to ask."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadSettings("quarantine drop", f"{len(going):,} files would go, and nobody is here to ask", "say --yes")
    show_table(going)
    return typer.confirm("Drop them for good?")
