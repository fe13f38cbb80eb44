"""`copydesk clusters`: the stories that came more than once, and how the desk knows."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.desk import AsJson, open_desk
from workers.cli.options import Desk
from workers.cli.output import console, shown, until_nobody_reads

if TYPE_CHECKING:
    from workers.kin.index import Row
    from workers.spool import Spool
    from workers.stores import Store


def clusters(
    desk: Desk = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First make the index anew, and link records that were stored without.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    r"""List the stories that came more than once in the last kin_days: copies, versions, and what tells that they are the same.

    Into a pipe it writes lines of tab-separated fields: cluster, record, link, record linked to, why, headline.

    Examples:
      copydesk clusters /srv/desk
      copydesk clusters /srv/desk | awk -F'\t' '$3 == "duplicate_of" { print $2 }'
      copydesk clusters /srv/desk --rebuild       # after a power cut, or when records have the warning `unlinked`
    """
    from workers.stores import open_store

    settings, spool = open_desk(desk)
    if not settings.kin_days:
        raise BadSettings("kin_days", "it is 0: this desk does not look for the same story", "set it to a number of days")
    stores = [open_store(url) for url in settings.store_urls]
    if rebuild:
        _rebuild(spool, stores, settings.kin_days)
    found = [members for members in _clusters(spool) if len(members) > 1]
    with until_nobody_reads():
        if as_json:
            print(json.dumps([_told(members, stores[0]) for members in found], ensure_ascii=False))
        elif sys.stdout.isatty():
            _show(found, stores[0])
        else:
            _print_lines(found, stores[0])


def _rebuild(spool: Spool, stores: Sequence[Store], days: int) -> None:
    from workers.cli.prune import alone
    from workers.kin.rebuild import rebuild

    with alone(spool):  # what it stores again must not be pruned or refined again meanwhile
        done = rebuild(spool, stores, days)
    console(stderr=True).print(f"{done.remembered:,} records remembered, {done.linked:,} of them got their links now")


def _clusters(spool: Spool) -> list[list[Row]]:
    """The remembered stories by cluster, each in the order in which it came."""
    from workers.kin.index import KinIndex
    from workers.kin.linking import path_of

    path = path_of(spool.state)
    if not path.exists():
        return []
    found: dict[str, list[Row]] = {}
    with closing(KinIndex(path)) as index:
        for row in index.rows():
            found.setdefault(row.links.cluster_id, []).append(row)
    return list(found.values())


def _link(row: Row) -> tuple[str, str]:
    """How a record stands to those before it, and to which one."""
    if row.links.duplicate_of:
        return "duplicate_of", row.links.duplicate_of
    if row.links.supersedes:
        return "supersedes", row.links.supersedes
    return ("first", "") if row.id == row.links.cluster_id else ("in_cluster", row.links.cluster_id)


def _headline(row: Row, store: Store) -> str:
    record = store.get(row.id)
    return shown(record.headline or "") if record else ""


def _told(members: Sequence[Row], store: Store) -> dict[str, object]:
    stories = [{"id": row.id, "headline": _headline(row, store), **row.links._asdict()} for row in members]
    return {"cluster_id": members[0].links.cluster_id, "stories": stories}


def _print_lines(found: Sequence[Sequence[Row]], store: Store) -> None:
    for row in (row for members in found for row in members):
        headline = " ".join(_headline(row, store).split())
        print(row.links.cluster_id, row.id, *_link(row), row.links.why, headline, sep="\t")


def _show(found: Sequence[Sequence[Row]], store: Store) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{len(found):,} stories came more than once", title_justify="left", box=None, pad_edge=False)
    for name in ("record", "link", "why", "headline"):
        table.add_column(name, no_wrap=name != "headline")
    for members in found:
        for row in members:
            link, target = _link(row)
            table.add_row(row.id[:8], f"{link} {target[:8]}", row.links.why, Text(_headline(row, store)))
        table.add_section()
    console().print(table)
