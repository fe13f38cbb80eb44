"""What keeps a PostgreSQL from being a store: each is told with what to do, and no password is told with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import BadSettings, StoreUnavailable
from tests.workers.desk import a_record, until
from tests.workers.postgres_server import PostgresServer
from workers.stores import open_store
from workers.stores.postgres import PostgresStore

RECORD = a_record(b"Ferry pier to be rebuilt\nThe council voted on Tuesday.")


@pytest.fixture
def table(tmp_path: Path) -> str:
    return tmp_path.name  # no two tests have the same


@pytest.fixture
def url(postgres: PostgresServer, table: str) -> str:
    return postgres.url(table=table)


@pytest.fixture
def role(postgres: PostgresServer, table: str) -> str:
    """A user with a password of its own, who may do nothing yet."""
    postgres.run(f"CREATE ROLE {table} LOGIN PASSWORD 'x'")
    return table


@contextmanager
def setting(postgres: PostgresServer, name: str, value: str) -> Iterator[None]:
    postgres.run(f"ALTER SYSTEM SET {name} = {value}")
    postgres.run("SELECT pg_reload_conf()")
    assert until(lambda: postgres.run(f"SHOW {name}") == [(value,)])
    yield
    postgres.run(f"ALTER SYSTEM RESET {name}")
    postgres.run("SELECT pg_reload_conf()")
    assert until(lambda: postgres.run(f"SHOW {name}") != [(value,)])


def test_a_wrong_password_is_told_and_not_repeated(postgres: PostgresServer) -> None:
    with pytest.raises(StoreUnavailable, match="password authentication failed") as refused:
        PostgresStore(postgres.url(password="geheim"))

    assert "geheim" not in str(refused.value)


def test_a_read_only_database_can_be_read_and_takes_nothing(postgres: PostgresServer, role: str, table: str) -> None:
    PostgresStore(postgres.url(table=table)).put_many([RECORD])
    postgres.run(f"GRANT ALL ON {table} TO {role}")
    postgres.run(f"ALTER ROLE {role} SET default_transaction_read_only = on")

    store = PostgresStore(postgres.url(role, "x", table=table))

    assert store.get(RECORD.id) == RECORD
    with pytest.raises(StoreUnavailable, match="read-only"):
        store.put_many([a_record(b"Another.")])


def test_who_may_not_make_tables_may_work_with_those_that_are_there(postgres: PostgresServer, role: str, table: str) -> None:
    with pytest.raises(StoreUnavailable, match="permission denied"):
        PostgresStore(postgres.url(role, "x", table=table))
    PostgresStore(postgres.url(table=table))
    postgres.run(f"GRANT SELECT, INSERT, UPDATE ON {table} TO {role}")
    postgres.run(f"GRANT INSERT ON {table}_older TO {role}")

    store = PostgresStore(postgres.url(role, "x", table=table))
    for section in ("World", "Sport"):
        store.put_many([RECORD.model_copy(update={"section": section})])

    assert postgres.run(f"SELECT record ->> 'section' FROM {table}_older") == [("World",)]


def test_a_server_that_takes_no_more_sessions_is_told_as_transient(postgres: PostgresServer, role: str) -> None:
    postgres.run(f"ALTER ROLE {role} CONNECTION LIMIT 0")

    with pytest.raises(StoreUnavailable, match="too many connections"):
        PostgresStore(postgres.url(role, "x"))


def test_a_server_that_syncs_nothing_is_refused(postgres: PostgresServer, url: str) -> None:
    with setting(postgres, "fsync", "off"), pytest.raises(StoreUnavailable, match="fsync"):
        PostgresStore(url)


def test_a_database_that_cannot_hold_every_story_is_refused(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE western ENCODING 'LATIN1' TEMPLATE template0")

    with pytest.raises(BadSettings, match="LATIN1"):
        PostgresStore(postgres.url(database="western"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk:sec/ret@host/db",
        "postgresql://desk:top@secret@host/db",
        "postgresql://desk:secret%zz@host/db",
        "postgresql://desk:secret@host/db?tabel=secret",
        "postgres://desk:#secret@host:port/db",
    ],
)
def test_an_address_that_is_none_is_told_without_any_of_its_password(url: str) -> None:
    with pytest.raises(BadSettings, match="percent-encode") as refused:
        open_store(url)

    assert "sec" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "Records", "1st", 'a"b', "x" * 51, "a-b"])
def test_a_name_that_would_need_quotes_is_no_table(name: str) -> None:
    with pytest.raises(BadSettings, match="table"):
        PostgresStore(f"postgresql://host/db?table={name}")


def test_a_table_of_somebody_else_is_left_alone(postgres: PostgresServer, table: str) -> None:
    postgres.run(f"CREATE TABLE {table} (letters text)")

    with pytest.raises(StoreUnavailable, match="already exists"):
        PostgresStore(postgres.url(table=table))

    assert postgres.run(f"SELECT * FROM {table}") == []


def test_without_the_library_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['psycopg'] = None; from workers.stores import open_store; open_store('postgresql://host/db')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "pip install 'copydesk[postgres]'" in done.stderr.splitlines()[-1]
