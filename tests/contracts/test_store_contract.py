"""What every store promises: one suite, each store passes it. A new store joins by its line in STORES."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BadSettings
from pipeline.record import Record
from tests.workers.desk import a_record
from workers.broker import EmbeddedBroker
from workers.stores import SCHEMES, Store, open_store

STORES = {
    "memory": "memory://",
    "files": "files://{folder}/records",
    "ndjson": "ndjson://{folder}/lines",
    "postgresql": "{postgres.address}&table={folder.name}",
    "redis": "{server}?stream={folder}",
    "s3": "s3://desk{folder}?endpoint={s3_server.endpoint}",
    "sqlite": "sqlite://{folder}/records.db",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with EmbeddedBroker(tmp_path_factory.mktemp("server")) as broker:
        yield broker.url


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Only the server that the store needs is started: where one is missing the others are tested all the same."""
    address = STORES[request.param]
    servers = {name: request.getfixturevalue(name) for name in ("server", "postgres", "s3_server") if "{" + name in address}
    return address.format(folder=tmp_path, **servers)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def stories(count: int) -> list[Record]:
    return [a_record(f"Story {number}\nIts text.".encode()) for number in range(count)]


def test_every_kind_of_store_is_held_to_this() -> None:
    assert STORES.keys() == SCHEMES.keys()


def test_a_record_comes_back_as_it_was(store: Store) -> None:
    record = a_record("Über “alles”\n\u2028\x00\nΩ 漢字 🙂".encode())

    store.put_many([record])

    assert store.get(record.id) == record


def test_a_store_is_empty_at_first(store: Store) -> None:
    assert store.count() == 0
    assert list(store.ids()) == []


def test_what_was_never_stored_is_not_there(store: Store) -> None:
    record = a_record(b"A story.")

    assert store.get(record.id) is None
    assert not store.has(record.id)


def test_a_batch_is_there_whole(store: Store) -> None:
    records = stories(100)

    store.put_many(records)

    assert sorted(store.ids()) == sorted(record.id for record in records)
    assert store.count() == 100
    assert all(store.has(record.id) for record in records)


def test_an_empty_batch_is_nothing(store: Store) -> None:
    store.put_many([])

    assert store.count() == 0


def test_storing_twice_is_storing_once(store: Store) -> None:
    records = stories(3)

    store.put_many(records)
    store.put_many(records)

    assert store.count() == 3


def test_one_record_twice_in_a_batch_is_one(store: Store) -> None:
    store.put_many(stories(1) * 2)

    assert store.count() == 1


def test_a_record_of_the_same_id_is_replaced(store: Store) -> None:
    (record,) = stories(1)
    better = record.model_copy(update={"section": "World"})

    store.put_many([record])
    store.put_many([better])

    assert store.get(record.id) == better
    assert store.count() == 1


def test_several_stories_of_one_file_are_several_records(store: Store) -> None:
    items = [a_record(b"Two stories in one file.", item=number) for number in (1, 2)]

    store.put_many(items)

    assert sorted(store.ids()) == [item.id for item in items]
    assert store.get(items[1].id) == items[1]


def test_writers_side_by_side_lose_nothing(store: Store) -> None:
    records = stories(60)
    threads = [threading.Thread(target=store.put_many, args=(records[start : start + 40],)) for start in (0, 10, 20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(store.ids()) == sorted(record.id for record in records)


def test_closing_twice_is_harmless(store: Store) -> None:
    store.close()
    store.close()


def test_what_is_stored_outlives_the_object(url: str) -> None:
    if url.startswith("memory"):
        pytest.skip("forgetting is what this one is for")
    (record,) = stories(1)
    first = open_store(url)
    first.put_many([record])
    first.close()

    assert open_store(url).get(record.id) == record


@pytest.mark.parametrize("bad", ["ftp://host/records", "records", "files://records", "files:///a?b", ""])
def test_an_address_that_is_none_is_refused_clearly(bad: str) -> None:
    with pytest.raises(BadSettings):
        open_store(bad)
