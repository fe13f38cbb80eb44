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
