"""Until when may a story not be used? Only where the line says date, time and zone; nothing is filled in.

Zones and months are data, in embargo.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pipeline.attribution.markers import gravest
from pipeline.document import Notice, Status
from pipeline.record import Note

_LONGEST: Final = 300  # characters of an embargo line that are looked at
_TIME: Final = re.compile(
    r"(?<![\d.+:-])T?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"|(?P<joined>\d\d)(?=\s?(?:[A-Z]{1,4}\b|hrs|hours|h\b|uhr))|(?=\s?(?:[ap]\.?m\b|uhr)))"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?(?:\s?(?:hrs|hours|h|uhr))?(?![\d.])",
    re.IGNORECASE,
)
_ZONE: Final = re.compile(r"[\s(]*(?P<name>[A-Z]{1,4})?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?(?![\w:])\)?")


def embargo_of(status: Status, notes: Iterable[Note]) -> tuple[datetime | None, tuple[Notice, ...]]:
    """The moment that the embargo notes name, aware of its offset; a notice where there is an embargo and no sure moment."""
    lines = [note.text for note in notes if note.kind == "embargo"]
    if moment := next((moment for line in lines if (moment := until(line))), None):
        return moment, ()
    if status != "embargoed" and not lines:
        return None, ()
    said = f": {lines[0][:80]!r}" if lines else ""
    return None, (Notice("embargo_without_time", f"the embargo tells no date, time and zone that are all sure{said}"),)


def held_back(status: Status | None, times: Mapping[str, datetime | None]) -> Status | None:
    """The format's status, or `embargoed` where that is graver and its embargo ends after its version was made."""
    made, end = times["updated_at"] or times["published_at"], times["embargo_until"]
    if not made or not end or end <= made:
        return status
    return gravest(["embargoed", *([status] if status else [])])


def until(line: str) -> datetime | None:
    """'0001 GMT Monday March 2, 2026' -> that moment; None where date, time or zone is missing, or there are two of one."""
    text = line[:_LONGEST]
    dates = list(_date().finditer(text))
    if len(dates) != 1:
        return None
    start, end = dates[0].span()
    rest = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    times = list(_TIME.finditer(rest))
    if len(times) != 1:
        return None
    try:
        zone = _zone(rest[times[0].end() :])
        return datetime(*_day(dates[0]), *_clock(times[0]), tzinfo=zone) if zone else None
    except ValueError:  # "31 June", "25:00", "+99:99"
        return None


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    said = {key.rstrip("234"): value for key, value in found.groupdict().items() if value}
    return int(said["year"]), _months()[said["name"].lower()] if "name" in said else int(said["month"]), int(said["day"])


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour of half a day: {hour}")
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return hour, int(found["minute"] or found["joined"] or 0)


def _zone(behind: str) -> timezone | None:
    """The zone straight behind the time: "GMT", "+02:00", "(CET)", "GMT+2"."""
    found = _ZONE.match(behind)
    name, offset = (found["name"], found["offset"]) if found else (None, None)
    if offset and name in (None, "GMT", "UTC"):
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        return timezone((1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    return timezone(timedelta(hours=_data()["zones"][name])) if name in _data()["zones"] and not offset else None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "embargo.toml").read_text("utf-8"))


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in _data()["months"].items() for name in names.split()}


@cache
def _date() -> re.Pattern[str]:
    """A date with its year: 2026-03-02, 2nd of March 2026, March 2, 2026, 2.3.2026; no strokes, for 2/3 is March or February."""
    name = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?=[T\s,]|$)"
        rf"|\b(?P<day2>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?,? ?(?:of |de |del )?"
        rf"(?P<name2>{name})\.?,? (?:de |del )?(?P<year2>\d{{4}})\b"
        rf"|\b(?P<name3>{name})\.? (?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year3>\d{{4}})\b"
        r"|\b(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4})\b",
        re.IGNORECASE,
    )
