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
_SHORT: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}")  # "02/03/2021" is read in two ways; "02.03.2021" in one
_EARLIEST, _LATEST = 1901, 2098  # a database's first and last days lie beyond: 0001, 1753, 1900, 2099, 2999, 9999
# "0000-00-00 00:00:00", "00000000", "Mon, 01 Jan 0001", "01/01/0001": no parser reads the year 1 as such.
_UNSET: Final = re.compile(
    r"0{4}([-/.]?)00\1(?:00|0?1)\b.{0,50}|0{8,17}|(?:.{0,12}\b[A-Za-z]{3,9}[. ]{1,2}|\d{1,2}[/.-]\d{1,2}[/.-])000[01]\b.{0,40}",
    re.S,
)
# What clocks show that nobody has set: Unix's first and last second, the Macintosh's first.
_CLOCKS: Final = tuple(map(datetime.fromisoformat, ("1970-01-01T00:00:00", "2038-01-19T03:14:07", "1904-01-01T00:00:00")))
# Two defaults that differ in every part: a part that a date leaves out comes out differently.
_DEFAULTS: Final = (datetime(2001, 1, 1, tzinfo=None), datetime(2004, 2, 2, tzinfo=None))  # noqa: DTZ001  naive on purpose


def moment(text: str) -> tuple[datetime | None, Notice | None]:
    """'2026-03-03T06:15:00-08:00' -> a datetime; None and a notice where it can't be had without guessing.

    Naive where no offset is told: the desk may know the source's zone. Notices: bad_date (no date, or not a whole one),
    placeholder_date (zeros, a year out of 1901-2098, a clock's own first second), date_without_offset (a day, or a zone by
    letters that two countries share).
    """
    text = text.strip()
    said = text[:_LONGEST]
    found = _parsed(text)
    if is_placeholder(found) if found else is_unset(text):
        return None, Notice("placeholder_date", f"{said!r} stands for no date")
    if found is None:
        return None, Notice("bad_date", f"no date can be read from {said!r}")
    if found.utcoffset() is None and (_DAY.fullmatch(text) or _LETTERS.search(text)):
        return None, Notice("date_without_offset", f"{said!r} tells no offset from UTC")
    return found, None


def is_placeholder(at: datetime) -> bool:
    """Is this a time that stands for none: "0001-01-01", "3013-05-04", a clock's own first second, in whatever zone?"""
    if not _EARLIEST <= at.year <= _LATEST:
        return True
    return any(moment.replace(tzinfo=None, microsecond=0) in _CLOCKS for moment in (at, at.astimezone(UTC) if at.tzinfo else at))


def is_unset(text: str) -> bool:
    """Zeros, or the year 1 in a form that is no ISO date."""
    return _UNSET.fullmatch(text.strip()[:_LONGEST]) is not None


def remarkable(notice: Notice | None) -> Notice | None:
    """The notice where it must be told even though another date of the same meaning can be read: a placeholder."""
    return notice if notice and notice.code == "placeholder_date" else None


def _parsed(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _read_freely(text) if len(text) <= _LONGEST else None


def _read_freely(text: str) -> datetime | None:
    if is_unset(text):  # "Mon, 01 Jan 0001": dateutil would make it 2001
        return None
    try:
        short = _SHORT.match(text)
        one, other = (parser.parse(text, default=default, tzinfos=_offset, dayfirst=bool(short)) for default in _DEFAULTS)
        if short and short[1] != "." and one != parser.parse(text, default=_DEFAULTS[0], tzinfos=_offset):
            return None  # the second of March, or the third of February?
    except (ValueError, OverflowError):
        return None
    return one if one == other else None


def _offset(name: str | None, seconds: int | None) -> tzinfo | None:
    """Only offsets in numbers count: "EST" is New York or Sydney."""
    if seconds is None:
        return UTC if name in ("UTC", "GMT", "Z") else None
    return timezone(timedelta(seconds=seconds))
