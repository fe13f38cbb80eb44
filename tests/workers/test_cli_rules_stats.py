"""`copydesk rules stats`: how often each rule fired on a desk, and on what."""

from __future__ import annotations

import json

import pytest

from tests.workers.cli import copydesk
from tests.workers.streams import work_through
from workers.spool import Spool

STORY = "\n\n".join([
    "Ferry {} stops for the winter",
    "The ferry to Saltmarsh Island stopped running on Tuesday, the harbor office said in note {}.",
    "(Reporting by Ada Quill; Editing by Peter Vance)",
    "12 Comments",
])  # fmt: skip


@pytest.fixture
def busy(spool: Spool) -> Spool:
    """A desk with three stories of one source and one of another."""
    work_through(spool, "tca", (STORY.format(number, number) for number in range(3)))
    work_through(spool, "plain", ["A story\n\nIt goes on without a credit, the council said.\n\n12 Comments"])
    return spool


def rows(spool: Spool, *options: str) -> list[list[str]]:
    return [line.split("\t") for line in copydesk("rules", "stats", spool.desk, *options).stdout.splitlines()]


def test_each_rule_is_counted_with_what_it_took_the_busiest_first(busy: Spool) -> None:
    fired = [row for row in rows(busy) if row[0] != "0"]

    assert fired[0] == ["4", "4", "site.comments", "furniture", "12 Comments"]
    assert fired[1][:2] == ["3", "3"]
    assert "(Reporting by Ada Quill; Editing by Peter Vance)" in fired[1]


def test_rules_that_never_fired_come_last(busy: Spool) -> None:
    idle = [row[2] for row in rows(busy) if row[0] == "0"]

    assert "any.dateline" in idle
    assert "site.comments" not in idle


def test_sources_are_counted_apart(busy: Spool) -> None:
    counted = [(row[0], row[1]) for row in rows(busy, "--by", "source") if row[3] == "site.comments"]

    assert counted == [("plain", "1"), ("tca", "3")]


def test_agencies_are_counted_apart(spool: Spool) -> None:
    work_through(spool, "tca", ["Ferry stops\n\nSALTMARSH (AP) — The ferry stopped running on Tuesday, the harbor office said."])

    assert {row[0] for row in rows(spool, "--by", "agency") if row[1] != "0"} == {"ap"}


def test_for_machines_it_is_json(busy: Spool) -> None:
    said = json.loads(copydesk("rules", "stats", busy.desk, "--json").stdout)

    assert said["stories"] == 4
    assert said["rules"][0] == {
        "group": "",
        "rule": "site.comments",
        "label": "furniture",
        "fired": 4,
        "stories": 4,
        "examples": ["12 Comments"],
    }
    assert "any.dateline" in said["never"]


def test_an_empty_desk_has_fired_nothing(spool: Spool) -> None:
    assert {row[0] for row in rows(spool)} == {"0"}


def test_it_makes_no_desk(spool: Spool) -> None:
    assert copydesk("rules", "stats", spool.desk / "nowhere").returncode == 2


def test_it_has_worked_examples_in_its_help() -> None:
    assert "copydesk rules stats" in copydesk("rules", "stats", "--help").stdout.partition("Examples:")[2]
