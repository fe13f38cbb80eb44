"""`copydesk export`: a desk's records in the forms that others read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.desk import open_desk
from workers.cli.options import Desk
from workers.cli.output import say, until_nobody_reads
from workers.cli.selecting import Agencies, Languages, Statuses, selection, start
from workers.consuming.forms import Form

if TYPE_CHECKING:
    from pipeline.record import Record
    from workers.spool import Spool
    from workers.stores import Store


def export(
    desk: Desk = None,
    to: Annotated[Form, typer.Option("--to", help="What to write.")] = Form.NDJSON,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="The file, for nitf the folder, to write to.", show_default="standard output"),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME|CURSOR", help="Only what was claimed then or later (UTC), or behind a cursor."),
    ] = None,
    agency: Agencies = None,
    status: Statuses = None,
    language: Languages = None,
) -> None:
    """Write the records of a desk as NDJSON, CSV, Parquet, ninjs, schema.org's JSON-LD or NITF.

    Only reads, and works on a desk at work: each record once, as it is now, in the store's order; with --since in the order in
    which they became done. A file is there when it is whole.

    Examples:
      copydesk export /srv/desk --to csv --out stories.csv
      copydesk export /srv/desk --to parquet --out stories.parquet --agency ap
      copydesk export /srv/desk --to nitf --out /srv/outgoing --since 2026-01-31
      copydesk export /srv/desk --to ninjs | jq -r .uri
    """
    from workers.consuming.export import LINES, write_file, write_folder, write_lines
    from workers.stores import open_store

    wanted = selection(agency, status, language)
    if out is None and to not in LINES:
        raise BadSettings(f"--to {to}", "it does not go to standard output", "name where it is to go with --out PATH")
    settings, spool = open_desk(desk)
    records = filter(wanted.takes, _records(spool, open_store(settings.store_urls[0]), since))
    if out is None:
        with until_nobody_reads():
            write_lines(records, to, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    else:
        number = write_folder(records, out) if to is Form.NITF else write_file(records, to, out)
        say(f"{number:,} stories are in {out}")


def _records(spool: Spool, store: Store, since: str | None) -> Iterator[Record]:
    """Each once. Of those since a time the ids are held in memory: the same bytes may have come twice."""
    from workers.consuming.tail import Feed, records_of
    from workers.history import all_records

    if since is None:
        yield from all_records(store)
        return
    begin, first = start(since, spool)
    seen: set[str] = set()
    for ended in Feed(spool, begin).news():
        if ended.entry.claim.id >= first:
            for record, _ in records_of(store, ended, begin):
                if record.id not in seen:
                    seen.add(record.id)
                    yield record
