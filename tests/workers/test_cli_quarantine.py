"""`copydesk quarantine`: what is there and why, the ways out, and that no hostile name or byte reaches a terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.errors import BinaryCopy, Crashed, NoStory
from tests.workers.cli import copydesk
from tests.workers.desk import claimed, names_below
from tests.workers.processes import COPYDESK
from workers.cli import app
from workers.policy import poison
from workers.spool import Spool


@pytest.fixture
def desk(spool: Spool) -> Spool:
    """Three files: two of tca/, one of them no story, and one that ended its workers."""
    spool.quarantine(claimed(spool, "tca/logo.png", b"\x89PNG"), BinaryCopy("logo.png", "a picture", "drop the story"), tries=1)
    spool.quarantine(claimed(spool, "tca/menu.html"), NoStory("menu.html", "only furniture", "look at it"), tries=1)
    claim = claimed(spool, "bomb.xml", "<a>\n<b>")
    ends = ["SIGKILL", "timed_out"]
    spool.quarantine(claim, poison(claim.label, 3, ends), tries=3, ended_by=ends)
    return spool


def at_a_terminal(*arguments: str | Path, answer: bytes = b"") -> str:
    """What the command writes to a terminal, where somebody gives this answer."""
    ours, theirs = pty.openpty()
    said = b""
    with subprocess.Popen(
        [COPYDESK, *map(str, arguments)], stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "COLUMNS": "120"}
    ):
        os.close(theirs)
        os.write(ours, answer)
        with suppress(OSError):  # what Linux says when the other end is closed
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    return said.decode()


def rows(desk: Spool, *options: str) -> list[list[str]]:
    verb = ["list"] if options else []  # the group alone lists
    return [line.split("\t") for line in copydesk("quarantine", *verb, desk.desk, *options).stdout.splitlines()]


def test_into_a_pipe_it_lists_a_line_a_file_with_the_reason_in_words_and_what_to_do(desk: Spool) -> None:
    listed = rows(desk)

    assert [(row[0], row[2]) for row in listed] == [
        ("bomb.xml", "poison"), ("tca/logo.png", "binary"), ("tca/menu.html", "no_story"),
    ]  # fmt: skip
    assert listed[1][3:] == ["4", "a picture", "drop the story"]


def test_it_lists_what_every_option_speaks_for(desk: Spool) -> None:
    options = ["--reason", "binary", "--reason", "poison", "--source", "tca", "--since", "2020-01-01", "*.png"]

    assert [row[0] for row in rows(desk, *options)] == ["tca/logo.png"]
    assert rows(desk, "--older-than", "1d") == []


def test_for_machines_all_that_is_known_is_an_object_a_line(desk: Spool) -> None:
    first, *_ = map(json.loads, copydesk("quarantine", "list", desk.desk, "--json").stdout.splitlines())

    assert (first["name"], first["bytes"], first["reason"], first["tries"]) == ("bomb.xml", 7, "poison", 3)
    assert first["ended_by"] == ["SIGKILL", "timed_out"]


def test_at_a_terminal_it_is_a_table_with_a_count_for_each_reason(desk: Spool) -> None:
    said = at_a_terminal("quarantine", desk.desk)

    assert "what happened, and what to do" in said
    assert "3 in quarantine, poison 1, binary 1, no_story 1" in said


def test_one_file_is_shown_with_all_that_is_known_and_how_it_begins(desk: Spool) -> None:
    said = copydesk("quarantine", "show", desk.desk, "bomb.xml").stdout

    assert "  ended by    SIGKILL, timed_out\n" in said
    assert "  size        7 bytes\n" in said
    assert said.endswith("  | <a>\n  | <b>\n")


def test_a_traceback_is_shown_line_by_line(spool: Spool) -> None:
    crashed = Crashed("a.txt", "ZeroDivisionError: division by zero", "report it")
    crashed.__cause__ = ZeroDivisionError("division by zero")
    spool.quarantine(claimed(spool, "a.txt"), crashed)

    said = copydesk("quarantine", "show", spool.desk, "a.txt").stdout

    assert "  traceback   ZeroDivisionError: division by zero\n" in said


@pytest.mark.parametrize("command", [["list"], ["show", "*"]])
def test_no_name_and_no_byte_steers_the_terminal(spool: Spool, command: list[str]) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[2J\n.txt")
    error = BinaryCopy("\x1b[31m", "a \x1b]0;title\x07 picture\nof two lines", "\x9b2J")
    spool.quarantine(claimed(spool, name, b"\x1b[2J\xff\xfe\x9b \xc2\x9b \xe2\x80\xae"), error)

    said = at_a_terminal("quarantine", command[0], spool.desk, *command[1:])

    assert "caf%E9%1B[2J%0A.txt" in said
    assert not set(said.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")) & set("\x1b\x07\x9b\u202e")


def test_retry_puts_back_what_was_chosen_and_nothing_else(desk: Spool) -> None:
    done = copydesk("quarantine", "retry", desk.desk, "--reason", "no_story", "--source", "tca")

    assert done.stdout.startswith("1 put back")
    assert names_below(desk.inbox) == ["tca/menu.html"]


@pytest.mark.parametrize("verb", ["retry", "drop"])
def test_nothing_chosen_is_not_everything(desk: Spool, verb: str) -> None:
    assert copydesk("quarantine", verb, desk.desk).returncode == 2
    assert desk.counts().quarantined == 3


def test_everything_is_put_back_where_one_says_so(desk: Spool) -> None:
    copydesk("quarantine", "retry", desk.desk, "--all")

    assert names_below(desk.inbox) == ["bomb.xml", "tca/logo.png", "tca/menu.html"]


def test_a_name_that_is_not_there_is_told_and_the_others_go(desk: Spool) -> None:
    done = copydesk("quarantine", "retry", desk.desk, "bomb.xml", "../inbox/x.txt")

    assert done.returncode == 1
    assert "../inbox/x.txt: not in quarantine" in done.stderr
    assert names_below(desk.inbox) == ["bomb.xml"]


def test_a_name_with_a_dash_in_front_comes_behind_two(spool: Spool) -> None:
    spool.quarantine(claimed(spool, "-rf"), BinaryCopy("-rf", "no text"))

    assert copydesk("quarantine", "retry", spool.desk, "--", "-rf").returncode == 0
    assert names_below(spool.inbox) == ["-rf"]


def test_nothing_is_dropped_without_a_yes(desk: Spool) -> None:
    done = copydesk("quarantine", "drop", desk.desk, "--all")

    assert done.returncode == 2
    assert "3 files would go" in done.stderr
    assert desk.counts().quarantined == 3


def test_with_a_yes_it_goes_and_the_audit_adds_up(desk: Spool) -> None:
    done = copydesk("quarantine", "drop", desk.desk, "tca/*", "--yes")

    assert done.stdout == "2 dropped\n"
    assert names_below(desk.quarantined) == ["bomb.xml", "bomb.xml.reason.json"]
    assert copydesk("audit", desk.desk).returncode == 0


@pytest.mark.parametrize(("answer", "left"), [(b"y\n", 2), (b"n\n", 3)])
def test_at_a_terminal_it_shows_what_would_go_and_asks(desk: Spool, answer: bytes, left: int) -> None:
    said = at_a_terminal("quarantine", "drop", desk.desk, "*.png", answer=answer)

    assert "tca/logo.png" in said
    assert "Drop them for good?" in said
    assert desk.counts().quarantined == left


def test_showing_what_is_not_there_is_an_error(desk: Spool) -> None:
    assert copydesk("quarantine", "show", desk.desk, "nobody.txt").returncode == 7


def test_it_makes_no_desk(tmp_path: Path) -> None:
    assert copydesk("quarantine", tmp_path / "nowhere").returncode == 2
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("verb", ["list", "show", "retry", "drop"])
def test_each_verb_has_worked_examples_in_its_help(verb: str) -> None:
    group = get_command(app).commands["quarantine"]  # type: ignore[attr-defined] # the root is a group

    assert f"copydesk quarantine {verb}" in group.commands[verb].epilog
