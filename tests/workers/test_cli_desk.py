"""`copydesk status`, `audit`, `retry`, and what every command does with errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import BinaryCopy
from tests.workers.cli import copydesk
from tests.workers.desk import claimed, drop, names_below
from workers.spool import Spool


@pytest.fixture
def quarantined(spool: Spool) -> Spool:
    """A desk with two files in quarantine."""
    for name in ("a.txt", "tca/b.txt"):
        spool.quarantine(claimed(spool, name), BinaryCopy(name, "no text"))
    return spool


def test_status_says_what_lies_where(quarantined: Spool) -> None:
    drop(quarantined, "waiting.txt")

    done = copydesk("status", quarantined.desk)

    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["inbox", "1"] in lines
    assert ["quarantined", "2", "binary", "2"] in lines
    assert ["broker", "embedded:", "not", "running"] in lines


def test_status_for_machines_is_json(quarantined: Spool) -> None:
    said = json.loads(copydesk("status", quarantined.desk, "--json").stdout)

    assert (said["quarantined"], said["reasons"]) == (2, {"binary": 2})


def test_status_asks_the_broker(spool: Spool, broker_url: str) -> None:
    said = json.loads(copydesk("status", spool.desk, "--json", "--broker", broker_url).stdout)

    assert (said["broker_answers"], said["waiting"]) == (True, 0)


def test_status_has_an_exit_code_for_a_broker_that_does_not_answer(spool: Spool, tmp_path: Path) -> None:
    assert copydesk("status", spool.desk, "--broker", f"redis+socket://{tmp_path}/nobody.sock").returncode == 4


def test_a_clean_desk_adds_up(quarantined: Spool) -> None:
    done = copydesk("audit", quarantined.desk)

    assert done.returncode == 0
    assert "it adds up" in done.stdout


def test_a_desk_that_lost_a_claim_does_not_add_up_and_names_it(spool: Spool) -> None:
    claim = claimed(spool, "lost.txt")
    (spool.claimed / claim.name).unlink()

    done = copydesk("audit", spool.desk)

    assert done.returncode == 6
    assert "lost: lost.txt" in done.stdout


def test_retry_puts_everything_back(quarantined: Spool) -> None:
    done = copydesk("retry", quarantined.desk)

    assert done.returncode == 0
    assert names_below(quarantined.inbox) == ["a.txt", "tca/b.txt"]
    assert names_below(quarantined.quarantined) == []


def test_retry_puts_one_back_and_says_which_it_did_not_find(quarantined: Spool) -> None:
    done = copydesk("retry", quarantined.desk, "tca/b.txt", "c.txt")

    assert done.returncode == 1
    assert names_below(quarantined.inbox) == ["tca/b.txt"]
    assert "c.txt: not in quarantine" in done.stderr


@pytest.mark.parametrize("command", ["status", "audit", "retry"])
def test_looking_at_a_desk_never_makes_one(command: str, tmp_path: Path) -> None:
    done = copydesk(command, tmp_path / "nowhere")

    assert done.returncode == 2
    assert not (tmp_path / "nowhere").exists()


def test_an_error_is_one_line_and_with_debug_a_traceback(tmp_path: Path) -> None:
    plain, debug = copydesk("status", tmp_path), copydesk("--debug", "status", tmp_path)

    assert len(plain.stderr.splitlines()) == 1
    assert "Traceback" in debug.stderr


def test_wrong_settings_are_named(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text("windwo = 7\n")

    done = copydesk("status", spool.desk)

    assert done.returncode == 2
    assert "windwo" in done.stderr


def test_a_broker_that_does_not_answer_is_told_before_anything_starts(spool: Spool, tmp_path: Path) -> None:
    done = copydesk("run", spool.desk, "--broker", f"redis+socket://{tmp_path}/nobody.sock")

    assert done.returncode == 4
    assert "does not answer" in done.stderr


def test_wrong_arguments_are_a_usage_error() -> None:
    assert copydesk("clean").returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "doctor",
        "run",
        "clean",
        "explain",
        "learn",
        "metrics",
        "status",
        "audit",
        "retry",
        "prune",
        "rules",
        "schema",
        "watch",
        "worker",
    ],
)
def test_every_command_has_worked_examples_in_its_help(command: str) -> None:
    assert f"copydesk {command}" in copydesk(command, "--help").stdout.partition("Examples:")[2]


def test_the_version_is_said() -> None:
    assert copydesk("--version").stdout.startswith("copydesk ")


def test_there_is_shell_completion() -> None:
    assert "_COPYDESK_COMPLETE" in copydesk(env={"_COPYDESK_COMPLETE": "source_bash"}).stdout
