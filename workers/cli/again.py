"""`copydesk refine --again`: archived originals through today's rules, and what that changed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.days import Before, Since
from workers.cli.desk import AsJson, open_desk
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Desk, Source
from workers.cli.output import console, say, shown
from workers.cli.prune import alone
from workers.cli.selecting import doubt_agencies

if TYPE_CHECKING:
    from workers.again.originals import Kept
    from workers.again.report import Summary
    from workers.choice import Choice
    from workers.spool import Spool

REPORTS = "refined-again"  # the folder in the desk where reports lie that were given no other place
_MEANING = {
    "unchanged": "",
    "changed": "",
    "new": "had no record",
    "left": "have a record that their file does not give any more: it stays",
    "unreadable": "files that today's rules can't read: what they gave stays",
}


def refine(
    desk: Desk = None,
    again: Annotated[
        bool, typer.Option("--again", help="What is archived already; what comes in is refined by the desk.")
    ] = False,
    source: Source = None,
    agencies: Annotated[
        list[str] | None, typer.Option("--agency", metavar="ID", help="Only of this agency, or none; may be given again.")
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME", help="Only what came in this format; may be given again.")
    ] = None,
    since: Since = None,
    before: Before = None,
    ids: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Only this record; may be given again.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="What changed, a line of JSON a story.", show_default=f"DESK/{REPORTS}/TIME.ndjson"
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="The same as a page to be read.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Refine archived originals again, with the rules of today, and store what that changes in every store.

    On a desk at work or not. What a record was is in the report before it is replaced. Killed at any moment, run it again.
    A file that can't be read any more keeps its record, is named, and the exit code is 1.

    Examples:
      copydesk refine --again /srv/desk --dry-run --report /tmp/changes.ndjson
      copydesk refine --again /srv/desk --source tca --since 2026-01-01
      copydesk refine --again /srv/desk --agency bloomberg --agency none --html /tmp/changes.html --jobs 4
      copydesk refine --again /srv/desk --id 0f3a9c2d4e5f60718293a4b5c6d7e8f9
    """
    if not again:
        raise BadSettings("refine", "nothing to refine", "say --again for what is archived; `copydesk clean` refines any file")
    from workers.again.jobs import run
    from workers.again.originals import originals
    from workers.again.page import write_page
    from workers.again.refining import NO_AGENCY, Again, Which
    from workers.again.report import Summary
    from workers.choice import Choice
    from workers.limits import limit_memory

    settings, spool = open_desk(desk)
    spool.prepare()
    doubt_agencies(set(agencies or ()) - {NO_AGENCY})
    report = _place_of(report, spool, html, dry_run=dry_run)
    choice, which = Choice(source, since, before), Which(frozenset(agencies or ()), frozenset(formats or ()))
    limit_memory(settings.max_memory_bytes)
    with alone(spool):
        kept = _watched(originals(spool, choice, ids or ()), spool, choice)
        summary = sum(run(Again(settings, which, report, dry_run), kept, jobs), Summary())
    if html and report:
        write_page(html, report)
    told = report if report and report.exists() else None
    if as_json:
        print(json.dumps({**summary.told(), "report": str(told) if told else None, "stored": not dry_run}))
    else:
        _show(summary, told, dry=dry_run)
    raise typer.Exit(ExitCode.FAILED_FILES if summary.unreadable else ExitCode.OK)


def _place_of(report: Path | None, spool: Spool, html: Path | None, *, dry_run: bool) -> Path | None:
    """Where the report goes; None: there is none. Raises BadSettings: a dry run never writes into what others reported."""
    if report is None and not dry_run:
        return spool.desk / REPORTS / f"{spool.clock():%Y%m%dT%H%M%SZ}.ndjson"
    if report is None and html is not None:
        raise BadSettings("--html", "a dry run keeps nothing to make a page of", "give --report FILE too")
    if report is not None and dry_run and report.exists():
        raise BadSettings(str(report), "it is there already, and may say what records were", "name another file")
    return report


def _watched(kept: Iterator[Kept], spool: Spool, choice: Choice) -> Iterator[Kept]:
    """The same, with a progress bar at a terminal."""
    if not sys.stderr.isatty():
        return kept
    from rich.progress import track

    from workers.again.originals import how_many

    screen = console(stderr=True)
    return iter(track(kept, description="refining again", total=how_many(spool, choice), console=screen, transient=True))


def _show(summary: Summary, report: Path | None, *, dry: bool) -> None:
    screen = console()
    for outcome, meaning in _MEANING.items():
        if summary.outcomes[outcome] or not meaning:
            would = "would be " if dry and outcome == "changed" else ""
            screen.print(f"{would + outcome:<17} {summary.outcomes[outcome]:>9,}  {meaning}".rstrip())
    for name, times in summary.fields.most_common():
        paragraphs = f"  paragraphs: {_signed(summary.paragraphs)}" if name == "body" else ""
        screen.print(f"  {name:<15} {times:>9,}{paragraphs}")
    for rule in sorted(summary.more | summary.fewer):
        takes = _signed(Counter(added=summary.more[rule], removed=summary.fewer[rule]))
        screen.print(f"  {shown(rule):<25} takes {takes}", markup=False, soft_wrap=True)
    for error in summary.unreadable:
        say(error)
    if report:
        screen.print(f"what changed, and what it was: {report}", markup=False, soft_wrap=True)


def _signed(counts: Counter[str]) -> str:
    signs = {"added": "+", "removed": "-"}
    return " ".join(f"{sign}{counts[what]:,}" for what, sign in signs.items() if counts[what])
