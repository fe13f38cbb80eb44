"""Times that tell no offset from UTC: the zone that the desk knows of the source gives it, or there is no time."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.document import Fields, Notice

_TIMES: Final = ("published_at", "updated_at", "embargo_until", "expires_at")
Times = dict[str, datetime | None]


def times_of(fields: Fields, timezone: str | None) -> tuple[Times, tuple[Notice, ...]]:
    """The format's four times, aware; `timezone` is an IANA name. Notice date_without_offset for each that is left out."""
    given: Times = {name: getattr(fields, name) for name in _TIMES}
    zone = ZoneInfo(timezone) if timezone else None
    anchored = {name: at.replace(tzinfo=zone) if at and _is_naive(at) else at for name, at in given.items()}
    unsure = {name: at for name, at in anchored.items() if at and _is_naive(at)}
    told = (Notice("date_without_offset", f"{name}: {at.isoformat()} tells no offset from UTC") for name, at in unsure.items())
    return {**anchored, **dict.fromkeys(unsure)}, tuple(told)


def _is_naive(at: datetime) -> bool:
    return at.utcoffset() is None
