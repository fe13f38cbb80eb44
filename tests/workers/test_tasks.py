"""The task on a real broker, with real workers: they are killed, time out and meet poison, and no story is lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from celery import Celery

from pipeline.errors import BrokerUnavailable
from tests.workers.desk import claimed, drop, until
from workers import quarantine
from workers.app import make_app
from workers.audit import audit
from workers.reconcile import Reconciler
from workers.screens import readable
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.tasks import QUEUE, enqueue, waiting


@pytest.fixture
def settings(spool: Spool, broker_url: str) -> Settings:
    small = {"resend_seconds": 0.3, "reconcile_seconds": 0.1, "soft_time_limit": 1, "hard_time_limit": 2, "concurrency": 2}
    return Settings.load(spool.desk, broker_url=broker_url, **small)


@pytest.fixture
def app(settings: Settings) -> Iterator[Celery]:
    made = make_app(settings)
    made.control.purge()
    yield made
    made.control.purge()
    made.close()


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker and its children; whatever lives at the end is killed."""
    names = ("broker_url", "soft_time_limit", "hard_time_limit", "concurrency", "max_memory_bytes", "desk")
    given = {f"COPYDESK_{name.upper()}": str(getattr(settings, name)) for name in names}
    environment = {**os.environ, **given, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tests.workers.deadly_worker"]
    with (settings.desk / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ended(spool: Spool, reconciler: Reconciler) -> bool:
    reconciler.step()
    return not spool.claims()


def drained(spool: Spool, settings: Settings, app: Celery) -> bool:
    """True when nothing is claimed any more, with a reconciler at work meanwhile."""
    reconciler = Reconciler(spool, settings, partial(enqueue, app), partial(waiting, app))
    try:
        return until(lambda: ended(spool, reconciler), seconds=60)
    finally:
        reconciler.close()


def reasons(spool: Spool) -> dict[str, str]:
    return {path.name: quarantine.read_reason(path)["reason"] for path in quarantine.files(spool.quarantined)}


def ends(spool: Spool, name: str) -> list[str]:
    """How the tries of a quarantined file ended, by its reason."""
    said: list[str] = quarantine.read_reason(spool.quarantined / name)["ended_by"]
    return said


def test_the_length_of_the_queue_is_known(app: Celery, spool: Spool) -> None:
    empty = waiting(app)
    enqueue(app, [[claimed(spool, f"{number}.txt")] for number in range(3)])

    assert (empty, waiting(app)) == (0, 3)


def test_a_message_carries_names_and_shows_them_readably(app: Celery, spool: Spool) -> None:
    claims = [claimed(spool, f"tca/{letter}.txt") for letter in "abcde"]
    enqueue(app, [claims])

    with app.connection_for_read() as connection, connection.SimpleQueue(QUEUE) as queue:
        message = queue.get(timeout=5)
        message.ack()

    assert message.payload[0] == [[claim.name for claim in claims]]
    assert message.headers["argsrepr"] == "tca/a.txt, tca/b.txt, tca/c.txt and 2 more"


def test_one_file_is_shown_by_its_name_alone(spool: Spool) -> None:
    assert readable([claimed(spool, "story.txt")]) == "story.txt"


def test_a_broker_that_is_down_is_named_without_its_password(settings: Settings, spool: Spool) -> None:
    app = make_app(settings.model_copy(update={"broker_url": "redis://:s3cret@127.0.0.1:1/0"}))

    with pytest.raises(BrokerUnavailable) as sending:
        enqueue(app, [[claimed(spool, "story.txt")]])
    with pytest.raises(BrokerUnavailable):
        waiting(app)

    assert "s3cret" not in str(sending.value)
    assert "127.0.0.1" in str(sending.value)


def test_a_worker_turns_messages_into_records(app: Celery, spool: Spool, settings: Settings) -> None:
    claims = spool.claim_all([drop(spool, f"{number}.txt", f"Story {number}") for number in range(100)])
    enqueue(app, [claims[:64], claims[64:]])

    with worker(settings):
        assert until(lambda: not spool.claims())

    assert FileStore(spool.records).count() == 100
    assert waiting(app) == 0


def test_a_file_that_kills_its_worker_ends_in_quarantine_and_its_neighbours_in_the_store(
    app: Celery, spool: Spool, settings: Settings
) -> None:
    stories = {"a.txt": "One", "b.txt": "poison", "c.txt": "Two", "d.txt": "broken", "e.txt": "Three", "f.txt": "hungry"}
    enqueue(app, [spool.claim_all([drop(spool, name, text) for name, text in stories.items()])])

    # The pool may take seconds to tell that a process is lost: no limit of time is to be quicker.
    with worker(settings.model_copy(update={"max_memory_bytes": 600_000_000, "soft_time_limit": 60, "hard_time_limit": 90})):
        assert drained(spool, settings, app)

    assert reasons(spool) == {"b.txt": "poison", "d.txt": "poison", "f.txt": "out_of_memory"}
    assert FileStore(spool.records).count() == 3
    own = {"b.txt": "SIGKILL", "d.txt": "SIGSEGV"}  # beside that of the one that ended their batch
    assert {name for name, how in own.items() if how not in ends(spool, name)} == set(), [ends(spool, name) for name in own]


def test_a_file_that_takes_too_long_ends_in_quarantine_whether_or_not_it_heeds_the_limit(
    app: Celery, spool: Spool, settings: Settings
) -> None:
    stories = {"a.txt": "One", "b.txt": "slow", "c.txt": "endless", "d.txt": "Two"}
    enqueue(app, [spool.claim_all([drop(spool, name, text) for name, text in stories.items()])])

    with worker(settings):
        assert drained(spool, settings, app)

    assert reasons(spool) == {"b.txt": "timed_out", "c.txt": "poison"}
    assert FileStore(spool.records).count() == 2
    assert "hard_time_limit" in ends(spool, "c.txt")


def test_a_batch_that_takes_longer_than_the_limit_blames_no_story_that_takes_less(
    app: Celery, spool: Spool, settings: Settings
) -> None:
    stories = [drop(spool, f"{number}.txt", f"plodding {number}") for number in range(12)]
    enqueue(app, [spool.claim_all(stories)])

    with worker(settings):
        assert drained(spool, settings, app)

    assert reasons(spool) == {}
    assert FileStore(spool.records).count() == 12


def test_a_killed_worker_loses_nothing_and_doubles_nothing(app: Celery, spool: Spool, settings: Settings) -> None:
    stories = [drop(spool, f"{number}.txt", f"Story {number}") for number in range(600)]
    claims = spool.claim_all(stories)
    enqueue(app, [claims[start : start + 5] for start in range(0, 600, 5)])
    store = FileStore(spool.records)

    for share in (50, 200, 400):
        with worker(settings) as process:
            assert until(lambda share=share: store.count() > share)  # type: ignore[misc]  # mypy knows no such lambda
            kill(process)
    with worker(settings):
        assert drained(spool, settings, app)

    proof = audit(spool, [store])
    assert (proof.made, proof.archived, proof.mismatches) == (600, 600, ())
    assert store.count() == 600


def test_a_queue_that_lost_everything_is_filled_again_from_the_folder(app: Celery, spool: Spool, settings: Settings) -> None:
    enqueue(app, [[claimed(spool, f"{number}.txt", f"Story {number}")] for number in range(10)])
    app.control.purge()

    with worker(settings):
        assert drained(spool, settings, app)

    assert FileStore(spool.records).count() == 10


def test_two_desks_in_one_process_do_not_mix(app: Celery, spool: Spool, settings: Settings, tmp_path: Path) -> None:
    other = Spool(tmp_path / "other")
    other.prepare()
    make_app(settings.model_copy(update={"desk": other.desk}))
    claim = claimed(spool, "story.txt", "A story\n\nIts text goes on for a while.\n")

    app.tasks["copydesk.refine"]([claim.name])

    assert spool.claims() == []
