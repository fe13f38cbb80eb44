"""When a story last came from each source, and which of them have gone silent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from tests.workers.desk import claimed
from workers.ledger_tail import Tail
from workers.metrics import heartbeat
from workers.settings import Settings
from workers.spool import Spool

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def settings(spool: Spool) -> Settings:
    (spool.desk / "copydesk.toml").write_text("[sources.tca]\nsilent_after = 3600\n[sources.ap]\nagency = 'ap'\n")
    return Settings.load(spool.desk)


def at(spool: Spool, when: datetime, *names: str) -> Spool:
    """The desk after these stories came at this time."""
    then = Spool(spool.desk, clock=lambda: when)
    for name in names:
        claimed(then, name)
    return then


def silent(spool: Spool, settings: Settings, now: datetime) -> list[str]:
    known = heartbeat.heard(spool.ledger, heartbeat.since_when(settings, now))
    return [str(silence) for silence in heartbeat.silent(settings, known, now)]


def test_a_source_is_heard_whenever_a_story_of_it_is_claimed(spool: Spool) -> None:
    at(spool, NOON, "tca/a.txt", "b.txt")
    at(spool, NOON + timedelta(hours=1), "tca/sports/c.txt")

    heard = heartbeat.heard(spool.ledger, NOON.date())

    assert heard == {"tca": NOON, "": NOON, "tca/sports": NOON + timedelta(hours=1)}


@pytest.mark.parametrize("name", ["tca~/a~b.txt", "\udcff/a.txt", "a\tb/c.txt"])
def test_a_strange_name_is_a_source_as_any_other(spool: Spool, name: str) -> None:
    at(spool, NOON, name)

    assert heartbeat.heard(spool.ledger, NOON.date()) == {name.partition("/")[0]: NOON}


def test_a_source_is_silent_when_nothing_came_for_so_long(spool: Spool, settings: Settings) -> None:
    at(spool, NOON, "tca/sports/a.txt", "ap/a.txt")

    assert silent(spool, settings, NOON + timedelta(minutes=59)) == []
    assert silent(spool, settings, NOON + timedelta(hours=2)) == ["tca: nothing since 2026-06-01 12:00 UTC"]


def test_a_source_that_nobody_remembers_is_silent_too(spool: Spool, settings: Settings) -> None:
    assert silent(spool, settings, NOON) == ["tca: nothing for days, if ever"]


def test_a_source_is_not_silent_because_a_story_of_it_came_on_the_day_before(spool: Spool, settings: Settings) -> None:
    midnight = datetime(2026, 6, 2, tzinfo=UTC)
    at(spool, midnight - timedelta(minutes=5), "tca/a.txt")

    assert silent(spool, settings, midnight + timedelta(minutes=5)) == []


def test_what_the_ledger_says_later_is_taken_in(spool: Spool) -> None:
    tail, last = Tail(spool.ledger), {"tca": NOON}
    at(spool, NOON + timedelta(hours=1), "tca/a.txt", "ap/b.txt")

    heartbeat.add(last, tail.news())

    assert last == {"tca": NOON + timedelta(hours=1), "ap": NOON + timedelta(hours=1)}


def test_status_names_silent_sources(spool: Spool, settings: Settings) -> None:
    plain, machines = copydesk("status", spool.desk), copydesk("status", spool.desk, "--json")

    assert "silent       tca: nothing for days, if ever" in plain.stdout
    assert json.loads(machines.stdout)["silent"] == {"tca": None}


def test_a_source_that_must_never_be_silent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[sources.tca]\nsilent_after = 0\n")

    assert "silent_after" in copydesk("status", tmp_path).stderr
