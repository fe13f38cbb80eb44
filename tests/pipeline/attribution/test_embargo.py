"""An embargo's moment is read only where date, time and zone are all said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution.embargo import until


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("EMBARGOED UNTIL 0001 GMT Monday March 2, 2026", "2026-03-02T00:01:00+00:00"),
        ("Embargo: 12 May 2026 06:00 CET", "2026-05-12T06:00:00+01:00"),
        ("Embargoed until 2026-03-02T06:00:00+01:00", "2026-03-02T06:00:00+01:00"),
        ("Not for use before 2026-03-02T06:00Z", "2026-03-02T06:00:00+00:00"),
        ("Sperrfrist: 2. März 2026, 18.00 Uhr MEZ", "2026-03-02T18:00:00+01:00"),
        ("Sous embargo jusqu'au 3 mars 2026 à 06h00 GMT", "2026-03-03T06:00:00+00:00"),
        ("Embargo: 12.05.2026 06:00 CEST", "2026-05-12T06:00:00+02:00"),
        ("EMBARGO: 5:00 pm GMT+2, 3 June 2026", "2026-06-03T17:00:00+02:00"),
        ("Hold for release until 12:01 a.m. GMT Jan. 4, 2026", "2026-01-04T00:01:00+00:00"),
    ],
)
def test_a_whole_moment_is_read(line: str, moment: str) -> None:
    read = until(line)

    assert read is not None
    assert read.isoformat() == moment


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 0001 MONDAY MAY 11",
        "EMBARGOED UNTIL 0001 GMT MONDAY MAY 11",
        "EMBARGOED UNTIL MAY 11, 2026",
        "Sperrfrist: Sonntag, 10. Mai 2026, 18 Uhr",
        "EMBARGO: 6 p.m. EST on Sunday, May 10, 2026",
        "6 p.m. EST (2300 GMT) May 3, 2026",
        "EMBARGO: 06:00 GMT 31 June 2026",
        "EMBARGO: 25:00 GMT 3 June 2026",
        "EMBARGO: 17:00 pm GMT 3 June 2026",
        "EMBARGO: 06:00 GMT 3/6/2026",
        "Embargo until 2026-06-03T06:00+99:99",
        "from 06:00 GMT 3 June 2026 to 06:00 GMT 4 June 2026",
    ],
)
def test_nothing_is_filled_in(line: str) -> None:
    assert until(line) is None


@given(st.text(alphabet="0123456789:.-+TZ apmGMTJune,/() ", max_size=120))
def test_no_line_breaks_the_reader(line: str) -> None:
    read = until(line)

    assert read is None or read.tzinfo is not None
