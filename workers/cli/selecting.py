"""Which records, and since when: options that `tail` and `export` share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from pipeline.document import Status
from workers.cli.output import say

if TYPE_CHECKING:
    from workers.consuming.cursor import Cursor
    from workers.consuming.selection import Selection
    from workers.spool import Spool

NOW = "now"

Agencies = Annotated[
    list[str] | None, typer.Option("--agency", metavar="ID", help="Only this agency's: ap, reuters. May be given again.")
]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help=f"Only these: {', '.join(get_args(Status))}. May be given again."),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="TAG", help="Only this language: en takes en-GB too. May be given again."),
]


def selection(agencies: list[str] | None, statuses: list[str] | None, languages: list[str] | None) -> Selection:
    """What the options name. Raises BadParameter for a status that there is not."""
    from workers.consuming.selection import Selection, check_statuses

    try:
        check_statuses(statuses or ())
    except ValueError as unknown:
        raise typer.BadParameter(str(unknown)) from unknown
    doubt_agencies(agencies or ())
    return Selection(agencies or (), statuses or (), languages or ())


def doubt_agencies(ids: Iterable[str]) -> None:
    """Says which of these no agency has now. Not refused: a record may be older than its agency's name."""
    from pipeline.attribution import agencies

    for agency_id in ids:
        try:
            agencies.get(agency_id)
        except KeyError:
            say(f"--agency {agency_id}: no agency that we know has this id; a record shows its own as agency.id")


def moment(text: str) -> datetime | None:
    """A day or a time, in UTC unless it says otherwise: 2026-01-31, 2026-01-31T06:00, 2026-01-31T06:00+01:00; else None."""
    try:
        said = datetime.fromisoformat(text)
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def start(since: str | None, spool: Spool) -> tuple[Cursor, str]:
    """Where to begin, and the first claim's id that counts: "" for any. Raises BadSettings for what is no time and no cursor."""
    from workers.consuming import tail
    from workers.consuming.cursor import Cursor

    if since is None:
        return Cursor(), ""
    if since == NOW:
        return tail.end_of(spool), ""
    if said := moment(since):
        return Cursor().closing(said.date()), f"{said:%Y%m%dT%H%M%SZ}"
    return Cursor.parse(since), ""
