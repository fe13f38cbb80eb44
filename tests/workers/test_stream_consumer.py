"""docs/examples/stream_consumer.py, the consumer that we tell others to write, against a real server."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import redis

from pipeline.record import Record
from tests.workers.desk import a_record, until
from workers.broker import EmbeddedBroker
from workers.stores.stream import STREAM, StreamStore

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "stream_consumer.py"
RECORDS = [a_record(f"Story {number}".encode()) for number in range(10)]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stream_consumer", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


example = _load()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A stream with ten records in it."""
    with EmbeddedBroker(tmp_path) as broker:
        StreamStore(broker.url).put_many(RECORDS)
        yield f"unix://{broker.url.removeprefix('redis+socket://').partition('?')[0]}"


@pytest.fixture
def client(url: str) -> Any:
    return redis.Redis.from_url(url, decode_responses=True)


def pending(client: Any) -> int:
    return int(client.xpending(STREAM, "cms")["pending"])


def test_a_group_works_on_each_record_once_and_acknowledges_it(client: Any) -> None:
    worked: list[str] = []
    consumers = [example.Consumer(client, "cms", name, lambda record: worked.append(record.id)) for name in ("one", "two")]

    while sum(consumer.step(block_ms=1) for consumer in consumers):
        pass

    assert sorted(worked) == sorted(record.id for record in RECORDS)
    assert pending(client) == 0


def test_two_groups_get_every_record_each(client: Any) -> None:
    worked: list[str] = []
    for group in ("cms", "archive"):
        example.Consumer(client, group, "one", lambda record: worked.append(record.id)).step(block_ms=1)

    assert len(worked) == 2 * len(RECORDS)


def test_what_a_dead_consumer_left_is_claimed_by_another(url: str, client: Any) -> None:
    # Given a consumer that took all records and is killed at the first of them
    killing = f"""
import os, redis, signal, sys
sys.path.insert(0, {str(EXAMPLE.parent)!r})
from stream_consumer import Consumer
def die(record):
    os.kill(os.getpid(), signal.SIGKILL)
Consumer(redis.Redis.from_url({url!r}, decode_responses=True), "cms", "one", die).step()
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    dead = subprocess.run([sys.executable, "-c", killing], env=environment, check=False)
    assert (dead.returncode, pending(client)) == (-signal.SIGKILL, len(RECORDS))

    # When another one of the group comes
    worked: list[str] = []
    other = example.Consumer(client, "cms", "two", lambda record: worked.append(record.id), idle_ms=1)
    # Then it works on all of them
    assert until(lambda: other.step(block_ms=1) == 0 and pending(client) == 0)
    assert sorted(worked) == sorted(record.id for record in RECORDS)


def test_what_ends_every_consumer_is_set_aside(client: Any) -> None:
    def choke(record: Record) -> None:
        if record.headline == "Story 3":
            raise RuntimeError("a fault of the consumer's")

    consumer = example.Consumer(client, "cms", "one", choke, idle_ms=0)

    def settled() -> bool:
        try:
            consumer.step(block_ms=1)
        except RuntimeError:
            return False
        return bool(client.xlen(f"{STREAM}:dead")) and pending(client) == 0

    assert until(settled)
    [(_, fields)] = client.xrange(f"{STREAM}:dead")
    assert Record.model_validate_json(fields["record"]).headline == "Story 3"


def test_the_script_prints_what_comes(url: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(EXAMPLE), url, "cms", "one"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in RECORDS]
        process.kill()

    assert [line.split("\t")[1].strip() for line in lines] == [record.headline for record in RECORDS]
