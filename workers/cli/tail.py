"""`copydesk tail`: what a desk has done, a record a line, from where one left off."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.desk import open_desk
from workers.cli.options import Desk
from workers.cli.output import until_nobody_reads
from workers.cli.selecting import Agencies, Languages, Statuses, selection, start

if TYPE_CHECKING:
    from workers.consuming.cursor import Cursor
    from workers.consuming.selection import Selection
    from workers.consuming.tail import Ended, Feed
    from workers.stores import Store

LOOK_SECONDS = 0.2  # between two looks at the ledger's end
KEEP_SECONDS = 1.0  # of lines may come again after a kill: keeping a cursor waits for the disk


def tail(
    desk: Desk = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what is still to come, until Ctrl-C.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="TIME|CURSOR|now", help="Begin with what was claimed then (UTC), or behind a cursor; none: all."
        ),
    ] = None,
    cursor: Annotated[
        Path | None, typer.Option("--cursor", metavar="FILE", help="Go on where this file says, and keep there how far it got.")
    ] = None,
    with_cursor: Annotated[bool, typer.Option("--with-cursor", help="Each line as {cursor, record}.")] = False,
    agency: Agencies = None,
    status: Statuses = None,
    language: Languages = None,
) -> None:
    """Print the records of a desk as lines of JSON, in the order in which they became done.

    Only reads, and works on a desk at work. Each record comes at least once: after a kill some come again, none is left out.
    With --cursor the file wins over --since once it is there.

    Examples:
      copydesk tail /srv/desk --follow
      copydesk tail /srv/desk --since 2026-01-31T06:00 --agency ap --agency reuters
      copydesk tail /srv/desk --cursor /var/lib/cms/copydesk.cursor | load-into-cms
      copydesk tail /srv/desk --follow --since now --with-cursor | jq -r .cursor
    """
    from workers.consuming.cursor import load
    from workers.consuming.tail import Feed
    from workers.stores import open_store

    wanted = selection(agency, status, language)
    settings, spool = open_desk(desk)
    kept = load(cursor) if cursor else None
    begin, first = (kept, "") if kept else start(since, spool)
    feed, printer = Feed(spool, begin), Printer(open_store(settings.store_urls[0]), wanted, first, with_cursor, cursor)
    with until_nobody_reads():
        printer.print_all(feed)
        while follow:
            time.sleep(LOOK_SECONDS)
            printer.print_all(feed)


class Printer:
    """Prints what is wanted of a feed; keeps in `kept_in` the cursor behind what is out of our hands."""

    def __init__(self, store: Store, wanted: Selection, first: str, with_cursor: bool, kept_in: Path | None) -> None:
        self._store = store
        self._wanted = wanted
        self._first = first
        self._with_cursor = with_cursor
        self._kept_in = kept_in
        self._kept: Cursor | None = None
        self._kept_at = time.monotonic()

    def print_all(self, feed: Feed) -> None:
        """What has ended since the last time."""
        for ended in feed.news():
            self._print(ended, feed.cursor)
            if time.monotonic() > self._kept_at + KEEP_SECONDS:
                self._keep(ended.cursor)
        self._keep(feed.cursor)

    def _print(self, ended: Ended, before: Cursor) -> None:
        from workers.consuming.tail import records_of

        if ended.entry.claim.id < self._first:
            return
        for record, behind in records_of(self._store, ended, before):
            if self._wanted.takes(record):
                line = record.to_json()
                if self._with_cursor:
                    line = f'{{"cursor":{json.dumps(str(behind))},"record":{line}}}'
                sys.stdout.buffer.write(line.encode() + b"\n")

    def _keep(self, cursor: Cursor) -> None:
        from workers.consuming.cursor import save

        sys.stdout.buffer.flush()  # first: a cursor never stands behind a line that is still with us
        if self._kept_in and cursor != self._kept:
            save(self._kept_in, cursor)
            self._kept = cursor
        self._kept_at = time.monotonic()
