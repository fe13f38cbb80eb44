"""Records in PostgreSQL: what one can ask by, what is kept of older ones, and who may write at once."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipeline.record import Agency
from tests.workers.desk import a_record
from tests.workers.postgres_server import PostgresServer
from workers.stores.postgres import PostgresStore
from workers.stores.postgres_sessions import Sessions

RECORD = a_record(b"Ferry pier to be rebuilt\nThe council voted on Tuesday.")
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=5)))


@pytest.fixture
def table(tmp_path: Path) -> str:
    return tmp_path.name  # no two tests have the same


@pytest.fixture
def url(postgres: PostgresServer, table: str) -> str:
    return postgres.url(table=table)


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    opened = PostgresStore(url)
    yield opened
    opened.close()


def at_once(works: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_record_can_be_asked_for_by_its_columns_and_by_what_is_in_it(
    postgres: PostgresServer, store: PostgresStore, table: str
) -> None:
    record = RECORD.model_copy(update={"agency": Agency(id="ap", name="AP"), "keywords": ("ferries",), "published_at": NOON})
    store.put_many([record])

    asked = f"SELECT headline, status FROM {table} WHERE agency = 'ap' AND record -> 'keywords' ? 'ferries'"

    assert postgres.run(asked) == [(RECORD.headline, "usable")]
    assert postgres.run(f"SELECT published_at = '2026-11-24 07:00Z' FROM {table}") == [(True,)]


@pytest.mark.parametrize("text", ["a\x00b", "\x00\x00", r"\u0000", "\\\x00", r"\\u0000" + "\x00"], ids=range(5))
def test_a_nul_comes_back_and_is_a_replacement_character_where_one_asks(
    postgres: PostgresServer, store: PostgresStore, table: str, text: str
) -> None:
    record = RECORD.model_copy(update={"headline": text})

    store.put_many([record])

    asked = text.replace("\x00", "\ufffd")
    assert store.get(record.id) == record
    assert postgres.run(f"SELECT headline, record ->> 'headline' FROM {table}") == [(asked, asked)]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_what_no_index_and_no_calendar_was_made_for_is_stored_all_the_same(store: PostgresStore, moment: str) -> None:
    noise = random.Random(7).randbytes(20_000).hex()
    beyond = {"published_at": datetime.fromisoformat(moment), "headline": noise * 30}
    record = RECORD.model_copy(update={"story_id": noise, "version": noise, **beyond})

    store.put_many([record])

    assert store.get(record.id) == record


def test_an_equal_record_is_not_written_again(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    store.put_many([RECORD])
    before = postgres.run(f"SELECT xmin::text, ctid::text FROM {table}")

    store.put_many([RECORD])

    assert postgres.run(f"SELECT xmin::text, ctid::text FROM {table}") == before
    assert postgres.run(f"SELECT id FROM {table}_older") == []


def test_what_a_record_was_before_stays_to_be_found(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    for section in ("World", "Europe", "Sport"):
        store.put_many([RECORD.model_copy(update={"section": section})])

    older = postgres.run(f"SELECT record ->> 'section', superseded_at >= arrived_at FROM {table}_older ORDER BY number")

    assert older == [("World", True), ("Europe", True)]
    assert store.count() == 1


def test_of_writers_that_disagree_every_word_is_kept(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    said = [RECORD.model_copy(update={"section": f"Section {number}"}) for number in range(12)]

    at_once([lambda each=each: store.put_many([each]) for each in said])  # type: ignore[misc]  # mypy can't infer the default

    kept = postgres.run(f"SELECT record ->> 'section' FROM {table} UNION ALL SELECT record ->> 'section' FROM {table}_older")
    assert sorted(kept) == sorted((record.section,) for record in said)


def test_overlapping_batches_in_any_order_never_block_each_other_for_good(postgres: PostgresServer, store: PostgresStore) -> None:
    records = [a_record(f"Story {number}".encode()) for number in range(60)]

    def write(seed: int) -> None:
        dice = random.Random(seed)
        for number in range(15):
            changed = {"section": f"{seed} {number}"}
            store.put_many([record.model_copy(update=changed) for record in dice.sample(records, 40)])

    at_once([lambda seed=seed: write(seed) for seed in range(6)])  # type: ignore[misc]  # mypy can't infer the default

    assert store.count() == 60
    assert postgres.run("SELECT deadlocks FROM pg_stat_database WHERE datname = 'copydesk'") == [(0,)]


def test_many_may_open_it_at_once_for_the_first_time(url: str) -> None:
    opened: list[PostgresStore] = []

    at_once([lambda: opened.append(PostgresStore(url)) for _ in range(8)])

    assert [store.count() for store in opened] == [0] * 8


def test_a_forked_child_has_a_session_of_its_own_and_leaves_its_parents_alone(postgres: PostgresServer) -> None:
    sessions = Sessions(postgres.url())
    own = backend(sessions)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, str(backend(sessions)).encode())
            sessions.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    assert int(os.read(reader, 20)) != own
    assert backend(sessions) == own


def backend(sessions: Sessions) -> int:
    """The server's process behind the next session."""
    with sessions.session() as session:
        return session.info.backend_pid


def test_ids_come_in_pages_and_hold_nothing_meanwhile(store: PostgresStore) -> None:
    records = [a_record(f"Story {number}".encode()) for number in range(10_050)]
    store.put_many(records)
    ids = store.ids()
    first = next(ids)

    store.close()

    assert sorted([first, *ids]) == sorted(record.id for record in records)


def test_a_commit_is_synced_whatever_the_user_has_as_a_default(postgres: PostgresServer) -> None:
    postgres.run("CREATE ROLE hasty LOGIN PASSWORD 'x'")
    postgres.run("ALTER ROLE hasty SET synchronous_commit = off")

    with Sessions(postgres.url("hasty", "x")).session() as session:
        assert session.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_the_next_of_several_hosts_is_taken_when_the_first_is_down(postgres: PostgresServer, table: str) -> None:
    url = postgres.url(table=table).replace("host=", "target_session_attrs=read-write&host=/nowhere,")

    PostgresStore(url).put_many([RECORD])

    assert PostgresStore(postgres.url(table=table)).has(RECORD.id)
