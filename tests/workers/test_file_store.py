"""Records as files: where they lie, what a reader may see meanwhile, and what happens when the disk says no."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.workers.desk import a_record, names_below
from workers.disk import STALE_SECONDS
from workers.stores.files import FileStore

RECORD = a_record(b"A story.")


def test_a_record_is_one_file_of_json_under_the_beginning_of_its_id(tmp_path: Path) -> None:
    FileStore(tmp_path).put_many([RECORD])

    (name,) = names_below(tmp_path)
    assert name == f"{RECORD.id[:2]}/{RECORD.id}.json"
    assert Record.model_validate_json((tmp_path / name).read_text()) == RECORD


def test_the_number_of_a_story_in_its_file_makes_a_safe_name(tmp_path: Path) -> None:
    FileStore(tmp_path).put_many([a_record(b"A story.", item=7)])

    assert names_below(tmp_path) == [f"{RECORD.id[:2]}/{RECORD.id}-7.json"]


def test_a_record_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put_many([RECORD])
    before = (tmp_path / names_below(tmp_path)[0]).stat()

    store.put_many([RECORD])

    assert (tmp_path / names_below(tmp_path)[0]).stat() == before


def test_a_reader_never_sees_a_part_of_a_record(tmp_path: Path) -> None:
    store, text = FileStore(tmp_path), "x" * 200_000
    versions = [RECORD.model_copy(update={"headline": f"{number}{text}"}) for number in range(40)]
    whole = {version.to_json() for version in versions}
    store.put_many(versions[:1])
    path = tmp_path / names_below(tmp_path)[0]

    def write() -> None:
        for version in versions:
            store.put_many([version])

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()  # texts that are equal are kept once: on a slow disk a reader looks some thousand times
    while writer.is_alive():
        seen.add(path.read_text("utf-8"))
    writer.join()

    assert seen
    assert seen <= {f"{text}\n" for text in whole} | whole


def test_a_draft_that_a_killed_process_left_is_no_record_and_goes(tmp_path: Path) -> None:
    FileStore(tmp_path)
    draft = tmp_path / ".new" / "left.behind"
    draft.write_text("{")
    os.utime(draft, (0, draft.stat().st_mtime - STALE_SECONDS - 1))

    store = FileStore(tmp_path)

    assert store.count() == 0
    assert not draft.exists()


def test_a_file_that_is_no_record_is_none(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put_many([RECORD])
    (tmp_path / RECORD.id[:2] / "notes.json").write_text("{}")

    assert list(store.ids()) == [RECORD.id]


def test_an_id_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no id"):
        FileStore(tmp_path).get("../../etc/passwd")


def test_a_folder_that_cannot_be_written_is_a_store_that_is_unavailable(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    (tmp_path / RECORD.id[:2]).write_text("a file where a folder should be")

    with pytest.raises(StoreUnavailable):
        store.put_many([RECORD])

    assert names_below(tmp_path / ".new") == []


def test_a_folder_that_went_away_is_a_store_that_is_unavailable_and_is_not_made_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "records")
    (tmp_path / "records" / ".new").rmdir()

    with pytest.raises(StoreUnavailable):
        store.put_many([RECORD])

    assert names_below(tmp_path) == []
