"""Records in SQLite: what one can ask by, and who may write at once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from tests.workers.desk import a_record
from workers.stores.sqlite import SqliteStore

RECORD = a_record(b"Ferry pier to be rebuilt\nThe council voted on Tuesday.")


def test_a_record_can_be_asked_for_by_its_columns(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "records.db").put_many([RECORD])

    with sqlite3.connect(tmp_path / "records.db") as database:
        assert database.execute("SELECT headline, status, record ->> 'word_count' FROM records").fetchall() == [
            (RECORD.headline, "usable", RECORD.word_count)
        ]


def test_an_equal_record_is_not_written_again(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "records.db")
    store.put_many([RECORD])
    with sqlite3.connect(tmp_path / "records.db") as other:
        before = other.execute("PRAGMA data_version").fetchone()
        store.put_many([RECORD])

        assert other.execute("PRAGMA data_version").fetchone() == before


def test_a_forked_child_has_a_connection_of_its_own(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "records.db")
    child = os.fork()
    if child == 0:
        store.put_many([RECORD])
        os._exit(0)
    os.waitpid(child, 0)

    assert store.get(RECORD.id) == RECORD


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(b"somebody's letters" * 1000)

    with pytest.raises(StoreUnavailable, match=r"records\.db"):
        SqliteStore(path)
    assert path.read_bytes().startswith(b"somebody's letters")


def test_a_disk_that_says_no_is_told_as_transient(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "file" / "records.db")
