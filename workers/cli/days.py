"""Days and ages on the command line: 2026-01-31, 90d, 12w."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

import typer

from pipeline.errors import BadSettings

_AGE = re.compile(r"(\d{1,6})([dw])", re.ASCII)
_DAYS = {"d": 1, "w": 7}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise typer.BadParameter(f"{text!r} is no day: write 2026-01-31") from wrong


def _age(text: str) -> timedelta:
    if not (found := _AGE.fullmatch(text)):
        raise typer.BadParameter(f"{text!r} is no age: write 90d or 12w")
    return timedelta(days=int(found[1]) * _DAYS[found[2]])


Since = Annotated[
    date | None,
    typer.Option("--since", metavar="DAY", parser=_day, help="What was claimed on this day or later, UTC: 2026-01-31."),
]
Before = Annotated[
    date | None, typer.Option("--before", metavar="DAY", parser=_day, help="What was claimed before this day, UTC: 2026-01-31.")
]
OlderThan = Annotated[
    timedelta | None, typer.Option("--older-than", metavar="AGE", parser=_age, help="The same, counted from today: 90d, 12w.")
]


def cutoff(today: date, before: date | None, older_than: timedelta | None) -> date | None:
    """The day before which; None where neither was said. Raises BadSettings where both were, or nothing is that old."""
    if before is not None and older_than is not None:
        raise BadSettings("--before, --older-than", "how old?", "give one of them")
    try:
        return before if older_than is None else today - older_than
    except OverflowError as wrong:
        raise BadSettings("--older-than", "nothing is that old", "write 90d or 12w") from wrong
