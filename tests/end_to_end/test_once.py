"""`copydesk run --once`, two runs on one desk, the window, and the parts of a desk apart."""

from __future__ import annotations

import os
import pty
import socket
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.absent import absent
from tests.end_to_end.desk import PATIENCE, command, running, story
from tests.workers.cli import copydesk
from tests.workers.desk import until
from tests.workers.ports import free_port
from tests.workers.processes import COPYDESK
from workers.spool import Spool
from workers.stores.files import FileStore


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_never_more_is_claimed_than_the_window_holds(spool: Spool) -> None:
    most = 0

    with running(spool, {"COPYDESK_WINDOW": "4"}) as desk:
        for number in range(60):
            (spool.inbox / f"{number}.txt").write_bytes(story(number))

        def look() -> bool:
            nonlocal most
            most = max(most, len(os.listdir(spool.claimed)))  # noqa: PTH208 - a count of names
            return desk.done(60)

        assert until(look, PATIENCE)
    assert 1 <= most <= 4


def test_a_second_run_on_the_same_desk_is_refused_and_says_who_runs_it(spool: Spool) -> None:
    with running(spool) as desk:
        done = command("run", spool.desk)

    assert done.returncode == 5
    assert f"process {desk.process.pid}" in done.stderr


def test_once_drains_the_inbox_and_says_so(spool: Spool) -> None:
    for number in range(20):
        (spool.inbox / f"{number}.txt").write_bytes(story(number))

    done = command("run", spool.desk, "--once")

    assert done.returncode == 0, done.stderr
    assert "20 done and 0 quarantined" in done.stdout


def test_once_on_an_empty_inbox_ends_well(spool: Spool) -> None:
    assert command("run", spool.desk, "--once").returncode == 0


def test_once_has_an_exit_code_for_what_went_to_quarantine_and_names_it(spool: Spool) -> None:
    (spool.inbox / "story.txt").write_bytes(story(1))
    (spool.inbox / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    done = command("run", spool.desk, "--once")

    assert done.returncode == 3
    assert "quarantined picture.txt: binary" in done.stdout


def test_a_store_that_there_is_not_is_told_at_once(spool: Spool) -> None:
    (spool.inbox / "story.txt").write_bytes(story(1))

    done = copydesk("run", spool.desk, "--once", env={"COPYDESK_STORES": "file:///srv/records"})

    assert done.returncode == 2
    assert "file://: no such kind of store" in done.stderr


def test_once_gives_up_where_nothing_can_be_stored_says_why_and_keeps_the_claims(spool: Spool) -> None:
    (spool.inbox / "story.txt").write_bytes(story(1))
    short = {"MAX_TRIES": "2", "LEASE_SECONDS": "1", "SOFT_TIME_LIMIT": "1", "HARD_TIME_LIMIT": "2"}
    settings = {"STORES": "sqlite:///proc/records.db", **short}

    done = copydesk("run", spool.desk, "--once", env={f"COPYDESK_{name}": value for name, value in settings.items()})

    assert done.returncode == 7
    assert "/proc/records.db: unable to open" in done.stdout
    assert "1 stay claimed: the next run takes them up" in done.stdout


@pytest.mark.parametrize("screen", ["flower", "metrics"])
def test_a_port_that_is_taken_is_told_before_anything_is_claimed(spool: Spool, screen: str) -> None:
    pytest.importorskip({"flower": "flower", "metrics": "prometheus_client"}[screen])
    (spool.inbox / "story.txt").write_bytes(story(1))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        done = command("run", spool.desk, "--once", *(["--flower"] if screen == "flower" else []), f"--{screen}-port", port)

    assert done.returncode == 2
    assert f"127.0.0.1:{port}: it can't listen there: address already in use (name another port for {screen}" in done.stderr


def test_on_a_terminal_the_numbers_are_shown_in_place(spool: Spool) -> None:
    (spool.inbox / "story.txt").write_bytes(story(1))
    ours, theirs = pty.openpty()
    with subprocess.Popen([COPYDESK, "run", spool.desk, "--once"], stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # what Linux says when the other end is closed
            while more := os.read(ours, 4096):
                said += more
    os.close(ours)

    assert process.returncode == 0
    assert b"\x1b[2K" in said
    assert b"1 done and 0 quarantined" in said


def test_flower_listens_on_the_loopback_interface_gives_its_api_to_nobody_and_ends_with_the_run(spool: Spool) -> None:
    if find_spec("flower") is None:
        absent("Flower is not installed")
    port = free_port()

    with running(spool, options=["--flower", "--flower-port", str(port)]) as desk:
        assert until(lambda: answers(port), PATIENCE)
        with pytest.raises(HTTPError, match="401") as refused:
            urlopen(f"http://127.0.0.1:{port}/api/tasks", timeout=PATIENCE)
        refused.value.close()
        assert desk.end() == 0

    assert not answers(port)


def test_a_worker_and_a_watcher_of_their_own_share_the_desks_server(spool: Spool) -> None:
    nowhere = subprocess.DEVNULL
    apart = [subprocess.Popen([COPYDESK, what, spool.desk], stderr=nowhere, stdout=nowhere) for what in ("watch", "worker")]
    try:
        (spool.inbox / "story.txt").write_bytes(story(1))

        assert until(lambda: FileStore(spool.records).count() == 1 and not spool.claims(), PATIENCE)
    finally:
        for process in apart:
            process.terminate()
        codes = [process.wait(PATIENCE) for process in apart]
    assert codes == [0, 0]
    assert not (spool.state / "broker" / "broker.sock").exists()
