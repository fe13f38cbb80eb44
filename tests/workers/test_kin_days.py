"""How long a desk remembers its stories, whatever its clock says now and then."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.kin_stories import told
from workers.kin.linking import AT_LEAST, Kin
from workers.spool import utc_now


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "kin.sqlite"


def test_a_story_is_forgotten_after_its_days(index: Path) -> None:
    # Given an index with more stories than one batch forgets
    day = [utc_now()]
    kin = Kin(index, days=2, clock=lambda: day[0])
    kin.link([told(f"A story with the number {number}.", headline=None) for number in range(3 * AT_LEAST)])

    # When days have gone, and batches came
    day[0] += timedelta(days=3)
    for number in range(4):
        kin.link([told(f"A later story with the number {number}.", headline=None)])
    (again,) = kin.link([told("A story with the number 1.", headline=None, file="again")])
    kin.close()

    assert again.cluster_id == again.id
    with closing(sqlite3.connect(index)) as database:
        assert database.execute("SELECT count(*), (SELECT count(DISTINCT number) FROM keys) FROM stories").fetchone() == (5, 5)


@pytest.mark.parametrize("wrong", [1, 400, 40_000])
def test_what_came_while_a_clock_was_ahead_keeps_no_older_story_from_being_forgotten_and_goes_itself(
    wrong: int, index: Path
) -> None:
    # Given more stories than one batch forgets, those of a clock that was ahead before the others
    begin, days = utc_now(), [0]
    kin = Kin(index, days=2, clock=lambda: begin + timedelta(days=days[-1]))
    for day in (wrong, 0):
        days.append(day)
        kin.link([told(f"Story {number} of day {day}.", headline=None) for number in range(3 * AT_LEAST)])

    # When days have gone, and batches came
    for day in [3] * 4 + [4] * 4:
        days.append(day)
        kin.link([told("A later story.", headline=None)])
    kin.close()

    with closing(sqlite3.connect(index)) as database:
        assert database.execute("SELECT count(*), (SELECT count(DISTINCT number) FROM keys) FROM stories").fetchone() == (1, 1)


@pytest.mark.parametrize("wrong", [-1, -400, -40_000])
def test_a_clock_that_was_set_back_for_a_while_makes_a_desk_forget_nothing_that_came_before(wrong: int, index: Path) -> None:
    begin, days = utc_now(), [0]
    kin = Kin(index, days=2, clock=lambda: begin + timedelta(days=days[-1]))
    kin.link([told()])
    for day in (wrong, 0, 0):
        days.append(day)
        kin.link([told(f"A story of a clock that says {day}.", headline=None)])

    (copy,) = kin.link([told(file="copy")])
    kin.close()

    assert copy.duplicate_of == told().id


def test_a_story_is_known_again_on_its_last_day(index: Path) -> None:
    day = [datetime.fromisoformat("2026-06-01T23:59:00+00:00")]
    kin = Kin(index, days=2, clock=lambda: day[0])
    kin.link([told()])
    day[0] += timedelta(days=2)

    (copy,) = kin.link([told(file="copy")])

    assert copy.duplicate_of == told().id
