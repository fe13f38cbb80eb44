"""A broker that is killed, refuses or stays away under a worker: the worker goes on, and is back at work soon after it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.absent import absent
from tests.faults.servers import RedisServer
from tests.workers.desk import claimed, until
from tests.workers.ports import free_port
from workers.app import make_app
from workers.broker import BrokerNotFound
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.tasks import enqueue

PATIENCE = 30.0  # seconds, on a busy machine
BEARABLE = 5.0  # seconds that a worker may wait until it looks for its broker again


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path / "broker")
    try:
        made.start()
    except BrokerNotFound as missing:
        absent(missing)
    yield made
    made.stop()


@contextmanager
def worker(spool: Spool, url: str) -> Iterator[Path]:
    """A worker of one process, as a process; what it says."""
    given = {"COPYDESK_DESK": str(spool.desk), "COPYDESK_BROKER_URL": url, "COPYDESK_CONCURRENCY": "1"}
    path = spool.desk / "worker.log"
    with path.open("wb") as log:
        command = [sys.executable, "-m", "tests.workers.deadly_worker"]
        process = subprocess.Popen(command, env={**os.environ, **given}, stdout=log, stderr=log, start_new_session=True)
    try:
        yield path
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def send(spool: Spool, url: str, name: str, story: str) -> None:
    enqueue(make_app(Settings.load(spool.desk, broker_url=url)), [[claimed(spool, name, story)]])


def done(spool: Spool, stories: int) -> bool:
    """So many are done, and nothing is left."""
    return until(lambda: FileStore(spool.records).count() == stories and not spool.claims(), PATIENCE)


def test_what_is_at_work_when_the_broker_dies_is_brought_to_its_end_without_it(spool: Spool, server: RedisServer) -> None:
    """Cut off, it would count as a try of the story's: three dead brokers would make it poison."""
    with worker(spool, server.url):
        send(spool, server.url, "a.txt", "plodding\nIt takes its time.")
        assert until(lambda: bool(spool.tries.look().running), PATIENCE)

        os.kill(server.pid or 0, signal.SIGKILL)

        assert done(spool, 1)
        assert not spool.tries.look().unfinished


def test_a_worker_outlives_a_redis_that_takes_no_writes(spool: Spool, server: RedisServer) -> None:
    """As when its disk or its memory is full."""
    with worker(spool, server.url) as log, redis.Redis(unix_socket_path=str(server.socket)) as client:
        send(spool, server.url, "a.txt", "One")
        assert done(spool, 1)
        client.config_set("min-replicas-to-write", 1)
        assert until(lambda: "Connection to broker lost" in log.read_text(), PATIENCE)

        client.config_set("min-replicas-to-write", 0)
        send(spool, server.url, "b.txt", "Two")

        assert done(spool, 2)


def test_a_worker_never_waits_long_before_it_looks_for_its_broker_again(spool: Spool) -> None:
    with worker(spool, f"redis://127.0.0.1:{free_port()}") as log:
        assert until(lambda: "(3/None)" in log.read_text(), PATIENCE)

        pauses = [float(pause) for pause in re.findall(r"Trying again in ([\d.]+) second", log.read_text())]

    assert max(pauses) <= BEARABLE
