"""The quarantine: every file with its reason beside it, none overwritten, none opened that is no file."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import BinaryCopy
from tests.workers.desk import claimed, names_below
from workers import quarantine
from workers.spool import Spool

NOON = datetime(2025, 6, 1, 12, 0, 5, tzinfo=UTC)
HOPELESS = BinaryCopy("logo.png", "a picture", "drop the story instead")


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "desk", clock=lambda: NOON)
    made.prepare()
    return made


def test_two_files_of_one_name_both_survive_in_quarantine_each_with_its_reason(spool: Spool) -> None:
    paths = [spool.quarantine(claimed(spool, "logo.png", text), HOPELESS, tries=1) for text in ("first", "second")]

    assert [path.read_text() for path in paths] == ["first", "second"]
    assert len({quarantine.read_reason(path)["claim"] for path in paths}) == 2
    assert spool.counts().quarantined == 2


def test_a_reason_says_what_happened_and_what_to_do(spool: Spool) -> None:
    path = spool.quarantine(claimed(spool, "tca/logo.png"), HOPELESS, tries=2)

    assert path == spool.quarantined / "tca/logo.png"
    assert quarantine.read_reason(path) | {"claim": ""} == {
        "reason": "binary", "message": "a picture", "advice": "drop the story instead", "subject": "logo.png",
        "time": "2025-06-01T12:00:05+00:00", "source": "tca", "original": "tca/logo.png", "claim": "", "tries": 2,
    }  # fmt: skip


def test_a_file_that_is_called_like_a_reason_is_no_reason(spool: Spool) -> None:
    spool.quarantine(claimed(spool, "logo.png.reason.json"), HOPELESS)
    path = spool.quarantine(claimed(spool, "logo.png"), HOPELESS)

    assert quarantine.read_reason(path)["original"] == "logo.png"
    assert spool.counts().quarantined == 2


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize("make", [make_link, make_socket, os.mkfifo])
def test_what_is_no_file_goes_to_quarantine_unopened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    spool = Spool(tmp_path / "d")  # short: the path of a socket is
    spool.prepare()
    make(spool.inbox / "story.txt")

    assert spool.claim(spool.inbox / "story.txt") is None

    (path,) = quarantine.files(spool.quarantined)
    assert quarantine.read_reason(path)["reason"] == "not_a_file"


def test_retry_puts_a_quarantined_file_back_without_its_reason(spool: Spool) -> None:
    path = spool.quarantine(claimed(spool, os.fsdecode(b"tca/caf\xe9.txt")), HOPELESS)

    spool.retry(path)

    assert list(map(os.fsencode, names_below(spool.inbox))) == [b"tca/caf\xe9.txt"]
    assert names_below(spool.quarantined) == []


def test_an_unforeseen_error_leaves_its_traceback(spool: Spool) -> None:
    try:
        raise BinaryCopy("logo.png", "a picture") from ZeroDivisionError("division by zero")
    except BinaryCopy as error:
        path = spool.quarantine(claimed(spool, "logo.png"), error)

    reason = quarantine.read_reason(path)
    assert reason["error"] == "ZeroDivisionError"
    assert "division by zero" in reason["traceback"]


def test_a_file_that_somebody_put_there_without_a_reason_can_go_back_too(spool: Spool) -> None:
    (spool.quarantined / "stray.txt").write_text("A story.")

    spool.retry(spool.quarantined / "stray.txt")

    assert names_below(spool.inbox) == ["stray.txt"]


def test_nothing_is_left_in_the_scratch_folder(spool: Spool) -> None:
    spool.quarantine(claimed(spool, "logo.png"), HOPELESS)
    spool.quarantine(claimed(spool, "logo.png"), HOPELESS)

    assert names_below(spool.scratch) == []
