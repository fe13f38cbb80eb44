"""Points in time: read where they are whole, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.dates import moment

MORNING = datetime(2026, 3, 3, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-03T06:15:00Z", MORNING),
        ("2026-03-02T22:15:00-08:00", MORNING),
        ("20260303T061500+0000", MORNING),
        (" Tue, 03 Mar 2026 06:15:00 GMT ", MORNING),
        ("March 3, 2026 7:15 a.m. +0100", MORNING),
        ("1772518500", MORNING),
        ("3 Mar 2026 0615 GMT", MORNING),
        ("1772518500000", MORNING),
    ],
)
def test_a_time_with_its_offset_is_read(text: str, expected: datetime) -> None:
    assert moment(text) == (expected, None)


def test_a_time_without_an_offset_stays_without() -> None:
    assert moment("2026-03-03T06:15:00") == (datetime(2026, 3, 3, 6, 15), None)  # noqa: DTZ001  naive on purpose


def test_the_offset_is_kept_as_written() -> None:
    found, _ = moment("2026-03-02T22:15:00-08:00")

    assert found is not None
    assert found.tzinfo == timezone(timedelta(hours=-8))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-03", "date_without_offset"),
        ("Tue, 03 Mar 2026 06:15:00 EST", "date_without_offset"),
        ("March 3", "bad_date"),
        ("yesterday", "bad_date"),
        ("", "bad_date"),
        ("2026-13-41T00:00:00Z", "bad_date"),
        ("3 March 2026 " * 50, "bad_date"),
        ("0001-01-01T00:00:00Z", "placeholder_date"),
        ("9999-12-31T23:59:59Z", "placeholder_date"),
        ("3013-05-04T12:00:00Z", "placeholder_date"),
        ("1900-01-01T00:00:00", "placeholder_date"),
        ("1970-01-01T00:00:00Z", "placeholder_date"),
        ("1970-01-01T01:00:00+01:00", "placeholder_date"),
        ("1970-01-01 00:00:00", "placeholder_date"),
        ("0000000000", "placeholder_date"),
        ("2038-01-19T03:14:07Z", "placeholder_date"),
        ("2099-12-31T23:59:59Z", "placeholder_date"),
        ("0000-00-00 00:00:00", "placeholder_date"),
        ("00000000T000000Z", "bad_date"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", "placeholder_date"),
        ("01/01/0001 00:00:00", "placeholder_date"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(text: str, code: str) -> None:
    found, notice = moment(text)

    assert found is None
    assert notice is not None
    assert notice.code == code


@given(st.text(max_size=80) | st.text("0123456789-+:TZ ./apmEST,", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    found, notice = moment(text)

    assert (found is None) != (notice is None)


def test_a_short_date_is_read_where_it_can_be_read_in_one_way_only() -> None:
    said = ("02.03.2021 10:15", "13/03/2021 10:15", "03/13/2021 10:15", "02/03/2021 10:15", "2021/03/02 10:15", "20210302101500")

    assert [at and (at.month, at.day) for at, _ in map(moment, said)] == [(3, 2), (3, 13), (3, 13), None, (3, 2), (3, 2)]
