"""`copydesk rules stats`: what each rule has done on a desk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.desk import AsJson, open_desk
from workers.cli.options import Desk
from workers.cli.output import console, shown
from workers.cli.palette import style_of

if TYPE_CHECKING:
    from pipeline.cleaning.rule import Rule
    from pipeline.record import Record
    from workers.spool import Spool
    from workers.stores import Store
    from workers.styling.rules_stats import RuleCounts


class By(StrEnum):
    """What to count apart."""

    SOURCE = "source"
    AGENCY = "agency"


GroupBy = Annotated[By | None, typer.Option("--by", help="Count each source (folder of the inbox) or agency by itself.")]


def stats(desk: Desk = None, by: GroupBy = None, as_json: AsJson = False) -> None:
    r"""Say how often each rule fired over a desk's records, with what it took; then the rules that never did.

    Into a pipe it writes lines of tab-separated fields: group (with --by), fired, stories, rule, label, examples.

    Examples:
      copydesk rules stats /srv/desk
      copydesk rules stats /srv/desk --by agency
      copydesk rules stats /srv/desk | awk -F'\t' '$1 == 0 { print $3 }'
      copydesk rules stats /srv/desk --json | jq '.never[]'
    """
    from workers.stores import open_store
    from workers.styling import styles
    from workers.styling.rules_stats import RuleCounts

    settings, spool = open_desk(desk)
    counts = RuleCounts()
    for group, record in _grouped(spool, open_store(settings.store_urls[0]), by):
        counts.add(record, group)
    idle = counts.idle(styles.in_force(spool.desk / styles.ACCEPTED).rules)
    if as_json:
        said = {
            "stories": counts.stories,
            "rules": [asdict(each) for each in counts.fired()],
            "never": [rule.id for rule in idle],
        }
        print(json.dumps(said, ensure_ascii=False))
    elif sys.stdout.isatty():
        _show_table(counts, idle, by)
    else:
        _print_lines(counts, idle, by)


def _grouped(spool: Spool, store: Store, by: By | None) -> Iterator[tuple[str, Record]]:
    """Each record of the desk, with the group it is counted in."""
    from workers import history

    if by is By.SOURCE:
        for source in history.sources(spool.ledger):
            yield from ((source or "inbox", record) for record in history.records_of(spool.ledger, store, source))
    else:
        for record in history.all_records(store):
            yield (record.agency.id if record.agency else "none") if by else "", record


def _print_lines(counts: RuleCounts, idle: list[Rule], by: By | None) -> None:
    for each in counts.fired():
        row = (each.group, each.fired, each.stories, each.rule, each.label, *map(shown, each.examples))
        print(*(row if by else row[1:]), sep="\t")
    for rule in idle:
        row = ("", 0, 0, rule.id, rule.label)
        print(*(row if by else row[1:]), sep="\t")


def _show_table(counts: RuleCounts, idle: list[Rule], by: By | None) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{counts.stories:,} stories", title_justify="left", box=None, pad_edge=False)
    for name in ("fired", "stories"):
        table.add_column(name, justify="right")
    table.add_column("rule", no_wrap=True)
    table.add_column("took")
    last = ""
    for each in counts.fired():
        if each.group != last:
            table.add_row("", "", Text(shown(each.group), style="bold underline"), "")
            last = each.group
        took = Text("\n".join(map(shown, each.examples)), style=style_of(each.label))
        table.add_row(f"{each.fired:,}", f"{each.stories:,}", Text(each.rule, style="bold"), took)
    screen = console()
    screen.print(table)
    if idle:
        screen.print(Text(f"never fired: {', '.join(rule.id for rule in idle)}", style="dim"))
