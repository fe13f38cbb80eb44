"""The command in wrong hands: whatever ends it is one line on stderr that says what to do, and an exit code."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.workers.cli import STORY, copydesk
from tests.workers.processes import COPYDESK
from workers.spool import Spool


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command 'nonsense' (`copydesk --help` says what there is)"),
        (["status", "--nope"], "No such option: --nope"),
        (["explain"], "Missing argument 'FILE' (`copydesk explain --help`"),
        (["quarantine", "--since", "yesterday"], "'yesterday' is no day: write 2026-01-31 (`copydesk quarantine list --help`"),
        (["status", "nowhere"], "nowhere: no desk: there is no inbox/ in it (name the desk's folder; `copydesk init`"),
    ],
)
def test_wrong_arguments_are_one_line_that_says_where_to_look(arguments: list[str], said: str) -> None:
    done = copydesk(*arguments)

    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert said in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tail", "--since", "yesterday"], "'yesterday': no time and no cursor (write 2026-01-31T06:00, or a cursor"),
        (["quarantine", "show"], "quarantine show: which file?"),
        (["export", "--to", "nitf"], "--to nitf: it does not go to standard output (name where it is to go with --out PATH)"),
    ],
)
def test_what_does_not_fit_a_desk_is_one_line_that_says_how_to_write_it(spool: Spool, arguments: list[str], said: str) -> None:
    done = copydesk(*arguments, env={"COPYDESK_DESK": str(spool.desk)})

    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert said in line


def test_an_agency_that_there_is_not_is_doubted(spool: Spool) -> None:
    done = copydesk("tail", spool.desk, "--agency", "Reuters")

    assert done.returncode == 0
    assert "--agency Reuters: no agency that we know has this id" in done.stderr


def test_a_folder_is_no_story_to_explain(tmp_path: Path) -> None:
    done = copydesk("explain", tmp_path)

    assert done.returncode == 1
    assert "is a folder (name a file in it" in done.stderr


@pytest.mark.parametrize("arguments", [["clean", "-"], ["schema"], ["--help"]], ids=" ".join)
def test_a_full_standard_output_is_one_line_too(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([COPYDESK, *arguments], input=STORY, stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 7
    [line] = done.stderr.decode().splitlines()
    assert "standard output: No space left on device" in line


def test_a_standard_output_that_was_closed_is_no_error() -> None:
    done = subprocess.run(["sh", "-c", 'exec "$0" rules any.rights >&-', COPYDESK], stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_while_the_command_loads_ends_it_without_a_traceback() -> None:
    told = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}  # each import is a line on stderr
    with subprocess.Popen(
        [COPYDESK, "schema"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=told, text=True
    ) as process:
        assert process.stderr
        next(line for line in process.stderr if "rich" in line or "typer" in line)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()

    assert process.returncode == -signal.SIGINT
    assert "Traceback" not in rest


CLOSED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]  # root, but for whom permissions count


@pytest.mark.parametrize(
    ("folder", "arguments", "code"),
    [
        ("quarantine", ["status"], 7),
        ("quarantine", ["quarantine"], 7),
        ("quarantine", ["quarantine", "retry", "--all"], 7),
        ("archive", ["refine", "--again"], 7),
        ("inbox", ["run", "--once"], 1),
    ],
)
def test_a_folder_that_may_not_be_listed_does_not_pass_for_empty(
    spool: Spool, folder: str, arguments: list[str], code: int
) -> None:
    (spool.desk / folder).chmod(0o000)
    command = [*(CLOSED if os.geteuid() == 0 else []), COPYDESK, *arguments]

    done = subprocess.run(
        command, env={**os.environ, "COPYDESK_DESK": str(spool.desk)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == code, done.stderr
    assert f"{spool.desk / folder}: Permission denied" in done.stderr
