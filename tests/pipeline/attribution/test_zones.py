"""Times without an offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.attribution.zones import times_of
from pipeline.document import Fields

NAIVE = Fields(published_at=datetime(2026, 3, 3, 6, 15))  # noqa: DTZ001  as a format without offsets gives it


def test_the_zone_of_the_source_gives_the_offset() -> None:
    times, notices = times_of(NAIVE, "Europe/Copenhagen")

    assert times["published_at"] == datetime(2026, 3, 3, 5, 15, tzinfo=UTC)
    assert not notices


def test_without_a_zone_the_time_is_left_out_and_told() -> None:
    times, notices = times_of(NAIVE, None)

    assert times["published_at"] is None
    assert [notice.code for notice in notices] == ["date_without_offset"]


def test_an_offset_that_is_told_is_kept() -> None:
    at = datetime(2026, 3, 3, 6, 15, tzinfo=UTC)

    assert times_of(Fields(updated_at=at), "Asia/Tokyo")[0]["updated_at"] is at
