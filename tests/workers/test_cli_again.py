"""`copydesk refine --again`: what it says, where the report lies, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from tests.workers.desk import until
from tests.workers.processes import COPYDESK, alive
from tests.workers.refined import STORY, come_in, files_of, new_default, new_rule
from workers.again.page import write_page
from workers.again.report import append
from workers.disk import hold
from workers.spool import Spool


@pytest.fixture
def desk(spool: Spool) -> Spool:
    """Two stories, one of a source whose agency is known since then."""
    come_in(spool, {"tca/1.txt": STORY.format(1), "2.txt": STORY.format(2)})
    new_default(spool)
    return spool


def test_it_says_how_many_changed_in_which_field_by_which_rule_and_where_the_report_is(desk: Spool) -> None:
    new_rule(desk)

    said = [line.split() for line in copydesk("refine", "--again", desk.desk).stdout.splitlines()]

    assert said[:2] == [["unchanged", "0"], ["changed", "2"]]
    assert ["body", "2", "paragraphs:", "-2"] in said
    assert ["agency", "1"] in said
    assert ["lantern.motto", "takes", "+2"] in said
    (report,) = (desk.desk / "refined-again").iterdir()
    assert said[-1][-1] == str(report)


def test_a_dry_run_reports_and_stores_nothing(desk: Spool, tmp_path: Path) -> None:
    before = files_of(desk.records)
    report, page = tmp_path / "changes.ndjson", tmp_path / "changes.html"

    said = copydesk("refine", "--again", desk.desk, "--dry-run", "--report", report, "--html", page).stdout

    assert "would be changed" in said
    assert json.loads(report.read_text())["fields"]["agency"]["old"] is None
    assert "Ferry 1 stops for the winter" in page.read_text()
    assert files_of(desk.records) == before
    assert not (desk.desk / "refined-again").exists()


def test_for_machines_it_is_json(desk: Spool) -> None:
    said = json.loads(copydesk("refine", "--again", desk.desk, "--source", "tca", "--json").stdout)

    assert (said["outcomes"], said["fields"], said["stored"]) == ({"changed": 1}, {"agency": 1}, True)
    assert Path(said["report"]).is_file()


def test_where_nothing_is_meant_no_report_is_made(desk: Spool) -> None:
    said = json.loads(copydesk("refine", "--again", desk.desk, "--before", "2020-01-01", "--json").stdout)

    assert (said["outcomes"], said["report"]) == ({}, None)


def test_what_can_not_be_read_any_more_is_named_and_has_an_exit_code(desk: Spool) -> None:
    done = copydesk("refine", "--again", desk.desk, env={"COPYDESK_MAX_BYTES": "10"})

    assert done.returncode == 1
    assert "tca/1.txt: 112 bytes, over the limit of 10" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--again", "--dry-run", "--html", "page.html"],
        ["--again", "--dry-run", "--report", os.devnull],
        ["--again", "--since", "x"],
    ],
    ids=["nothing named", "a page of nothing", "a report that is there", "no day"],
)
def test_what_makes_no_sense_is_refused(desk: Spool, options: list[str]) -> None:
    assert copydesk("refine", desk.desk, *options).returncode == 2


def test_nobody_prunes_meanwhile(desk: Spool) -> None:
    lock = hold(desk.state / "prune.lock")
    assert lock is not None

    done = copydesk("refine", "--again", desk.desk)

    os.close(lock)
    assert done.returncode == 5


def test_its_processes_end_with_it_however_it_ends(spool: Spool) -> None:
    come_in(spool, {f"tca/{number}.txt": STORY.format(number) for number in range(130)})
    new_default(spool)
    report = spool.desk / "report.ndjson"
    os.mkfifo(report)  # whoever opens it to write waits there for ever
    command = [COPYDESK, "refine", "--again", str(spool.desk), "--report", str(report), "--jobs", "2"]
    with subprocess.Popen(command) as process:
        assert until(lambda: len(children_of(process.pid)) >= 2)
        children = children_of(process.pid)
        process.kill()

    assert until(lambda: not any(map(alive, children)))


def children_of(pid: int) -> list[int]:
    """Its processes. Linux only."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_whatever_a_story_says_the_page_shows_it_as_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    told = {"outcome": "changed", "id": hostile, "headline": hostile, "file": hostile, "rules": {hostile: 1}}
    more = {"fields": {"slug": {"old": hostile, "new": [hostile]}}, "paragraphs": {"added": [hostile], "removed": [hostile]}}
    append(tmp_path / "report.ndjson", [{**told, **more}, {**told, "headline": None, "message": hostile, "advice": hostile}])

    write_page(tmp_path / "page.html", tmp_path / "report.ndjson")

    assert "<script" not in (tmp_path / "page.html").read_text()


def test_it_has_worked_examples_in_its_help() -> None:
    assert "copydesk refine --again" in copydesk("refine", "--help").stdout.partition("Examples:")[2]


def test_it_makes_no_desk(tmp_path: Path) -> None:
    assert copydesk("refine", "--again", tmp_path / "nowhere").returncode == 2
    assert not (tmp_path / "nowhere").exists()
