"""Points in time as formats write them. What is not said (an offset, a year) is never filled in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from dateutil import parser

from pipeline.document import Notice

_LONGEST: Final = 60  # characters of a date; what is longer is a sentence
_EPOCH: Final = re.compile(r"\d{10}|\d{13}")  # seconds or milliseconds since 1970, in UTC
_DAY: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_LETTERS: Final = re.compile(r"\d\s*[A-Z]{2,5}$")  # "06:15 EST"
_EARLIEST, _LATEST = 1900, 2100
# Two defaults that differ in every part: a part that a date leaves out comes out differently.
_DEFAULTS: Final = (datetime(2001, 1, 1, tzinfo=None), datetime(2004, 2, 2, tzinfo=None))  # noqa: DTZ001  naive on purpose


def moment(text: str) -> tuple[datetime | None, Notice | None]:
    """'2026-03-03T06:15:00-08:00' -> a datetime; None and a notice where it can't be had without guessing.

    Naive where no offset is told: the desk may know the source's zone. Notices: bad_date (no date, or not a whole one),
    placeholder_date (a year out of 1900-2100), date_without_offset (a day, or a zone by letters that two countries share).
    """
    text = text.strip()
    said = text[:_LONGEST]
    found = _parsed(text)
    if found is None:
        return None, Notice("bad_date", f"no date can be read from {said!r}")
    if not _EARLIEST <= found.year <= _LATEST:
        return None, Notice("placeholder_date", f"{said!r} stands for no date")
    if found.utcoffset() is None and (_DAY.fullmatch(text) or _LETTERS.search(text)):
        return None, Notice("date_without_offset", f"{said!r} tells no offset from UTC")
    return found, None


def _parsed(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _read_freely(text) if len(text) <= _LONGEST else None


def _read_freely(text: str) -> datetime | None:
    try:
        one, other = (parser.parse(text, default=default, tzinfos=_offset) for default in _DEFAULTS)
    except (ValueError, OverflowError):
        return None
    return one if one == other else None


def _offset(name: str | None, seconds: int | None) -> tzinfo | None:
    """Only offsets in numbers count: "EST" is New York or Sydney."""
    if seconds is None:
        return UTC if name in ("UTC", "GMT", "Z") else None
    return timezone(timedelta(seconds=seconds))
