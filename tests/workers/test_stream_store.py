"""Records as a Redis stream: what a group of consumers gets, and when a record counts as stored."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import redis

from pipeline.errors import BadSettings, StoreUnavailable
from pipeline.record import Record
from tests.workers.desk import a_record, until
from workers.broker import EmbeddedBroker
from workers.stores.stream import STREAM, StreamStore

RECORDS = [a_record(f"Story {number}\nIts text.".encode()) for number in range(3)]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with EmbeddedBroker(tmp_path) as broker:
        yield broker.url


def client(url: str) -> Any:
    return redis.Redis.from_url(f"unix://{url.removeprefix('redis+socket://').partition('?')[0]}", decode_responses=True)


def test_a_group_of_consumers_gets_each_record_once(url: str) -> None:
    reader = client(url)
    reader.xgroup_create(STREAM, "desk", mkstream=True)

    StreamStore(url).put_many(RECORDS)
    StreamStore(url).put_many(RECORDS)

    ((_, entries),) = reader.xreadgroup("desk", "one", {STREAM: ">"})
    assert [Record.model_validate_json(entry["record"]) for _, entry in entries] == RECORDS


def test_a_changed_record_is_a_further_entry(url: str) -> None:
    store, better = StreamStore(url), RECORDS[0].model_copy(update={"section": "World"})

    store.put_many(RECORDS)
    store.put_many([better])

    assert client(url).xlen(STREAM) == 4
    assert store.get(better.id) == better


def test_a_trimmed_stream_delivers_nothing_again(url: str) -> None:
    store = StreamStore(url)
    store.put_many(RECORDS)
    client(url).xtrim(STREAM, maxlen=0)

    store.put_many(RECORDS)

    assert client(url).xlen(STREAM) == 0
    assert store.has(RECORDS[0].id)


def test_a_server_that_syncs_nothing_is_refused(url: str) -> None:
    client(url).config_set("appendonly", "no")

    with pytest.raises(StoreUnavailable, match="append-only"):
        StreamStore(url).put_many(RECORDS)


def test_an_equal_record_counts_as_stored_only_when_it_is_synced(url: str) -> None:
    # Given a server that does not sync for now, and a writer that was cut off while it waited
    server = client(url)
    server.config_set("appendfsync", "no")
    with ThreadPoolExecutor() as writers:
        first = writers.submit(StreamStore(url).put_many, RECORDS)
        assert until(lambda: bool(waiting(server)))
        server.client_kill_filter(_id=waiting(server)[0])
        assert isinstance(first.exception(), StoreUnavailable)

        # When the same is stored again
        second = writers.submit(StreamStore(url).put_many, RECORDS)

        # Then that waits for the disk too
        assert until(lambda: second.done() or bool(waiting(server)))
        assert not second.done()
        server.config_set("appendfsync", "always")
        server.set("any", "write")
        second.result()


def waiting(server: Any) -> list[str]:
    """The clients that wait for the disk."""
    return [each["id"] for each in server.client_list() if each["cmd"] == "waitaof" and "b" in each["flags"]]


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as refused:
        StreamStore("redis://desk:secret@127.0.0.1:1/0")

    assert "secret" not in str(refused.value)


def test_an_option_that_is_none_is_refused() -> None:
    with pytest.raises(BadSettings, match="steam"):
        StreamStore("redis://127.0.0.1:1/0?steam=x")
