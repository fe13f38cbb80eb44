"""`copydesk prune`: nothing goes by accident, and what it says is what it does."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from tests.workers.desk import names_below
from tests.workers.old_desk import CUTOFF, with_a_past
from tests.workers.processes import COPYDESK
from workers.disk import hold
from workers.spool import Spool
from workers.stores.files import FileStore

EVERYTHING = ("--archive", "--quarantine", "--records", "--ledger")
OLD_DAYS = ("--before", str(CUTOFF))


@pytest.fixture
def desk(tmp_path: Path) -> Spool:
    return with_a_past(tmp_path / "desk", FileStore(tmp_path / "desk" / "records"))


def test_without_a_yes_nothing_goes(desk: Spool) -> None:
    before = names_below(desk.desk)

    done = copydesk("prune", desk.desk, *OLD_DAYS, *EVERYTHING)

    assert done.returncode == 0
    assert "nothing was removed" in done.stdout
    assert names_below(desk.desk) == sorted({*before, ".copydesk/prune.lock"})


def test_with_a_yes_it_goes_and_the_audit_adds_up(desk: Spool) -> None:
    said = json.loads(copydesk("prune", desk.desk, *OLD_DAYS, *EVERYTHING, "--yes", "--json").stdout)

    assert {what: said[what]["gone"] for what in ("archive", "quarantine", "records", "ledger")} == {
        "archive": 3, "quarantine": 2, "records": 2, "ledger": 5,
    }  # fmt: skip
    assert copydesk("audit", desk.desk).returncode == 0


def test_only_what_is_named_goes(desk: Spool) -> None:
    copydesk("prune", desk.desk, *OLD_DAYS, "--quarantine", "--yes")

    assert (desk.archived / "2025/01/31/a.txt").exists()
    assert not (desk.quarantined / "empty.txt").exists()


def test_with_nothing_named_it_only_looks(desk: Spool) -> None:
    before = names_below(desk.archived)

    done = copydesk("prune", desk.desk, "--older-than", "90d", "--yes")

    assert ["archive", "5"] in [line.split()[:2] for line in done.stdout.splitlines()]
    assert names_below(desk.archived) == before


@pytest.mark.parametrize(("answer", "left"), [(b"y\n", False), (b"n\n", True)])
def test_at_a_terminal_it_asks(desk: Spool, answer: bytes, left: bool) -> None:
    ours, theirs = pty.openpty()
    command = [COPYDESK, "prune", str(desk.desk), *OLD_DAYS, "--archive"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, answer)
        with suppress(OSError):  # what Linux says when the other end is closed
            while os.read(ours, 4096):
                pass
    os.close(ours)

    assert process.returncode == 0
    assert (desk.archived / "2025/01/31/a.txt").exists() == left


@pytest.mark.parametrize(
    "options",
    [
        (),
        (*OLD_DAYS, "--older-than", "9d"),
        ("--before", "soon"),
        ("--before", "2999-01-01"),
        ("--older-than", "9"),
    ],
    ids=["neither", "both", "no day", "to come", "no age"],
)
def test_how_old_must_be_said_and_be_past(desk: Spool, options: tuple[str, ...]) -> None:
    assert copydesk("prune", desk.desk, *options).returncode == 2


def test_one_prune_at_a_time(desk: Spool) -> None:
    lock = hold(desk.state / "prune.lock")
    assert lock is not None

    done = copydesk("prune", desk.desk, *OLD_DAYS)

    os.close(lock)
    assert done.returncode == 5
    assert "prunes this desk already" in done.stderr


def test_records_of_a_store_that_has_its_own_means_are_refused_before_anything_went(desk: Spool, tmp_path: Path) -> None:
    done = copydesk("prune", desk.desk, *OLD_DAYS, *EVERYTHING, "--yes", env={"COPYDESK_STORES": f"ndjson://{tmp_path}/lines"})

    assert done.returncode == 2
    assert "prune it by its own means" in done.stderr
    assert (desk.archived / "2025/01/31/a.txt").exists()


def test_there_must_be_a_desk(tmp_path: Path) -> None:
    assert copydesk("prune", tmp_path / "nowhere", *OLD_DAYS).returncode == 2
    assert not (tmp_path / "nowhere").exists()
