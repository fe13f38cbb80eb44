"""Which records somebody wants, and since when."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.errors import BadSettings
from pipeline.record import Agency
from tests.workers.desk import a_record
from workers.cli.selecting import start
from workers.consuming.cursor import Cursor
from workers.consuming.selection import Selection
from workers.spool import Spool

RECORD = a_record(b"Ferry stops").model_copy(update={"language": "en-GB", "agency": Agency(id="ap", name="AP")})


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Selection(), True),
        (Selection(agencies=["ap", "reuters"]), True),
        (Selection(agencies=["reuters"]), False),
        (Selection(statuses=["usable"]), True),
        (Selection(statuses=["killed"]), False),
        (Selection(languages=["en"]), True),
        (Selection(languages=["EN-gb"]), True),
        (Selection(languages=["e"]), False),
        (Selection(languages=["en-US"]), False),
        (Selection(agencies=["ap"], statuses=["killed"]), False),
    ],
)
def test_a_record_is_taken_by_everything_that_is_named(wanted: Selection, taken: bool) -> None:
    assert wanted.takes(RECORD) is taken


def test_what_says_nothing_is_not_taken_for_something() -> None:
    assert not Selection(agencies=["ap"]).takes(a_record(b"One"))
    assert not Selection(languages=["en"]).takes(a_record(b"One"))


@pytest.mark.parametrize(
    ("since", "day", "first"),
    [
        ("2026-01-31", date(2026, 1, 31), "20260131T000000Z"),
        ("2026-01-31T06:00", date(2026, 1, 31), "20260131T060000Z"),
        ("2026-01-31T00:30+01:00", date(2026, 1, 30), "20260130T233000Z"),
    ],
)
def test_a_time_is_in_utc_unless_it_says_otherwise(spool: Spool, since: str, day: date, first: str) -> None:
    assert start(since, spool) == (Cursor(day), first)


@pytest.mark.parametrize("since", ["yesterday", "2026-02-30", "0001-01-01T00:00+14:00", ""])
def test_what_is_no_time_and_no_cursor_is_refused(spool: Spool, since: str) -> None:
    with pytest.raises(BadSettings, match="no cursor"):
        start(since, spool)
