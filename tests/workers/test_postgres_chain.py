"""The versions of a story in PostgreSQL: which follows which, in whatever order they came."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipeline.record import Record
from tests.workers.desk import a_record
from tests.workers.postgres_server import PostgresServer
from workers.stores.postgres import PostgresStore

RECORD = a_record(b"Ferry pier to be rebuilt\nThe council voted on Tuesday.")
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=5)))


@pytest.fixture
def table(tmp_path: Path) -> str:
    return tmp_path.name  # no two tests have the same


@pytest.fixture
def store(postgres: PostgresServer, table: str) -> Iterator[PostgresStore]:
    opened = PostgresStore(postgres.url(table=table))
    yield opened
    opened.close()


def version(number: str | None, **changes: object) -> Record:
    """One more version of one story: other bytes, another id, the same story_id."""
    made = a_record(f"The story, version {number}, {changes}".encode())
    return made.model_copy(update={"story_id": "urn:story", "version": number, **changes})


def test_versions_of_a_story_form_a_chain_however_they_come(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    first, second, ninth, tenth = versions = [version(number) for number in (None, "2nd Ld-Writethru", "9", "10")]
    for record in random.Random(3).sample(versions, 4):
        store.put_many([record, RECORD])

    asked = f"SELECT id, supersedes, superseded_by FROM {table}_chain WHERE story_id = 'urn:story' ORDER BY place DESC"

    assert postgres.run(asked) == [
        (tenth.id, ninth.id, None),
        (ninth.id, second.id, tenth.id),
        (second.id, first.id, ninth.id),
        (first.id, None, second.id),
    ]


def test_versions_without_a_number_follow_their_times(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    later, first, mended = (
        version(None, published_at=NOON + timedelta(hours=1)),
        version(None, published_at=NOON),
        version(None, published_at=NOON, updated_at=NOON + timedelta(minutes=5)),
    )

    store.put_many([later, first, mended])

    assert postgres.run(f"SELECT id FROM {table}_chain ORDER BY place") == [(first.id,), (mended.id,), (later.id,)]


def test_the_chain_of_one_story_is_found_by_an_index(postgres: PostgresServer, store: PostgresStore, table: str) -> None:
    records = [a_record(f"Story {number}".encode()) for number in range(2000)]
    store.put_many([record.model_copy(update={"story_id": f"urn:{record.headline}"}) for record in records])
    postgres.run(f"ANALYZE {table}")

    plan = postgres.run(f"EXPLAIN SELECT supersedes FROM {table}_chain WHERE story_id = 'urn:Story 7'")

    assert f"{table}_by_story" in str(plan)
