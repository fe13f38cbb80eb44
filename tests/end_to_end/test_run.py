"""The installed command on a fresh desk: files in, records out, whatever dies on the way."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.end_to_end.desk import PATIENCE, Desk, command, headlines, originals, running, story
from tests.workers.desk import until
from tests.workers.processes import alive, with_words
from workers.spool import Spool
from workers.stores.files import FileStore


@pytest.fixture
def desk(spool: Spool) -> Iterator[Desk]:
    with running(spool) as made:
        yield made


def test_every_story_becomes_one_record_though_its_workers_are_killed(desk: Desk) -> None:
    # Given files that arrive in every way there is
    inbox, stories = desk.spool.inbox, 300
    slow = (inbox / "slow.txt").open("wb")
    slow.write(story(0)[:80])
    slow.flush()
    for number in range(1, 100):
        (inbox / f"{number}.txt").write_bytes(story(number))
    for number in range(100, 200):
        hidden = inbox / f"{number}.txt.part"
        hidden.write_bytes(story(number))
        hidden.rename(inbox / f"{number}.txt")
    (inbox / "tca").mkdir()
    for number in range(200, stories):
        (inbox / "tca" / f"{number}.txt").write_bytes(story(number))

    # When a process of the pool is killed midway, and then the worker itself
    assert until(lambda: sum(originals(desk.spool).values()) > 20, PATIENCE)
    worker, pool = desk.worker_processes()
    os.kill(pool[0], signal.SIGKILL)
    assert until(lambda: sum(originals(desk.spool).values()) > 100, PATIENCE)
    os.kill(worker, signal.SIGKILL)
    slow.write(story(0)[80:])
    slow.close()

    # Then every story is there once, and every original byte for byte
    assert until(lambda: desk.done(stories), PATIENCE)
    assert headlines(desk.spool) == Counter({f"Ferry {number} stops for the winter": 1 for number in range(stories)})
    assert originals(desk.spool) == Counter({story(number): 1 for number in range(stories)})
    assert command("audit", desk.spool.desk).returncode == 0


def test_a_file_dropped_into_an_idle_desk_is_read_at_once(desk: Desk) -> None:
    (desk.spool.inbox / "story.txt").write_bytes(story(1))

    assert until(lambda: FileStore(desk.spool.records).count() == 1)


def test_a_killed_worker_is_started_again_and_its_claims_handed_back_within_seconds(desk: Desk) -> None:
    # Given a claim in the hands of a worker that is stopped
    worker, pool = desk.worker_processes()
    for pid in (worker, *pool):
        os.kill(pid, signal.SIGSTOP)
    (desk.spool.inbox / "story.txt").write_bytes(story(1))
    assert until(lambda: bool(desk.spool.claims()))

    # When it is killed
    os.kill(worker, signal.SIGKILL)

    # Then another one finishes it
    assert until(lambda: desk.done(1), 15)


def test_the_embedded_server_is_started_again_when_it_dies(desk: Desk) -> None:
    pid = int((desk.spool.state / "broker" / "broker.pid").read_text())
    os.kill(pid, signal.SIGKILL)
    (desk.spool.inbox / "story.txt").write_bytes(story(1))

    assert until(lambda: desk.done(1), PATIENCE)


@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_drain(desk: Desk, what: signal.Signals) -> None:
    for number in range(200):
        (desk.spool.inbox / f"{number}.txt").write_bytes(story(number))
    assert until(lambda: bool(desk.spool.claims()))

    code = desk.end(what)

    assert code == 0
    assert not desk.spool.claims()
    assert sum(originals(desk.spool).values()) + len(list(desk.spool.inbox.iterdir())) == 200


def test_nothing_is_left_running_after_a_run(desk: Desk) -> None:
    broker = int((desk.spool.state / "broker" / "broker.pid").read_text())

    desk.end()

    assert not alive(broker)
    assert not with_words("worker", str(desk.spool.desk))


def test_a_second_ctrl_c_stops_at_once_and_loses_nothing(desk: Desk) -> None:
    # Given a claim that will never end: its worker is stopped
    worker, pool = desk.worker_processes()
    for pid in (worker, *pool):
        os.kill(pid, signal.SIGSTOP)
    (desk.spool.inbox / "story.txt").write_bytes(story(1))
    assert until(lambda: bool(desk.spool.claims()))

    # When Ctrl-C is pressed twice
    desk.process.send_signal(signal.SIGINT)
    assert until(lambda: "draining" in desk.said.read_text())
    code = desk.end()

    # Then the claim is still there, and the next run finishes it
    assert code == 130
    assert len(desk.spool.claims()) == 1
    assert command("run", desk.spool.desk, "--once").returncode == 0
    assert desk.done(1)


def test_what_a_killed_run_left_behind_is_finished_by_the_next_one(spool: Spool) -> None:
    with running(spool) as desk:
        for number in range(100):
            (spool.inbox / f"{number}.txt").write_bytes(story(number))
        assert until(lambda: bool(spool.claims()))
        desk.process.kill()

    assert command("run", spool.desk, "--once").returncode == 0
    assert originals(spool) == Counter({story(number): 1 for number in range(100)})
