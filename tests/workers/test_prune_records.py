"""Pruning records: only those whose originals went, and none whose bytes come in again meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.errors import BadSettings
from tests.workers.desk import a_record, drop
from tests.workers.old_desk import CUTOFF, proof, with_a_past, work_off
from workers.pruning.prune import Pruner
from workers.pruning.records import RecordPruner
from workers.spool import Spool
from workers.stores import Store
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore
from workers.stores.ndjson import NdjsonStore
from workers.stores.sqlite import SqliteStore

STORES: dict[str, Callable[[Path], Store]] = {
    "memory": lambda folder: MemoryStore(),
    "files": lambda folder: FileStore(folder / "records"),
    "sqlite": lambda folder: SqliteStore(folder / "records.db"),
}


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def desk(tmp_path: Path, store: MemoryStore) -> Spool:
    return with_a_past(tmp_path / "desk", store)


def ids(store: Store) -> set[str]:
    return set(store.ids())


def ids_of(*texts: str) -> set[str]:
    return {a_record(text.encode()).id for text in texts}


@pytest.mark.parametrize("kind", STORES)
def test_records_go_whose_originals_are_pruned_and_kept_nowhere_else(kind: str, tmp_path: Path) -> None:
    store = STORES[kind](tmp_path)
    desk = with_a_past(tmp_path / "desk", store)
    Pruner(desk, [store], CUTOFF).archive()

    gone = RecordPruner(desk, [store], CUTOFF).records()

    assert gone.gone == 2
    assert ids(store) == ids_of("Three", "Twice")
    assert proof(desk, store).balanced


@pytest.mark.parametrize("kind", STORES)
def test_all_records_of_a_file_of_several_stories_go(kind: str, tmp_path: Path) -> None:
    store = STORES[kind](tmp_path)
    desk = with_a_past(tmp_path / "desk", store)
    store.put_many([a_record(b"Two", item=number) for number in (1, 2, 3)])
    assert isinstance(store, (MemoryStore, FileStore, SqliteStore))
    store.remove_many([a_record(b"Two").id])
    Pruner(desk, [store], CUTOFF).archive()

    RecordPruner(desk, [store], CUTOFF).records()

    assert ids(store) == ids_of("Three", "Twice")


def test_an_original_that_is_kept_keeps_its_record(desk: Spool, store: MemoryStore) -> None:
    assert RecordPruner(desk, [store], CUTOFF).records().gone == 0


class SameBytesAgain(MemoryStore):
    """Just before records are taken out, a story of the same bytes comes in and is worked off."""

    again: Callable[[], None]

    def remove_many(self, record_ids: Sequence[str]) -> None:
        self.again()
        super().remove_many(record_ids)


def test_a_record_whose_bytes_come_in_again_meanwhile_stays(tmp_path: Path) -> None:
    store = SameBytesAgain()
    desk = with_a_past(tmp_path / "desk", store)
    Pruner(desk, [store], CUTOFF).archive()
    store.again = lambda: work_off(desk, [store], {"one-again.txt": "One"})

    RecordPruner(desk, [store], CUTOFF).records()

    assert ids(store) == ids_of("One", "Three", "Twice")
    assert proof(desk, store).balanced


def test_what_a_worker_makes_of_the_same_bytes_meanwhile_is_not_replaced_by_what_went(tmp_path: Path) -> None:
    class MadeAnew(MemoryStore):
        def remove_many(self, record_ids: Sequence[str]) -> None:
            super().remove_many(record_ids)
            assert desk.claim(drop(desk, "one-again.txt", "One"))
            self.put_many([anew])

    anew, store = a_record(b"One").model_copy(update={"section": "World"}), MadeAnew()
    desk = with_a_past(tmp_path / "desk", store)
    Pruner(desk, [store], CUTOFF).archive()

    RecordPruner(desk, [store], CUTOFF).records()

    assert store.get(anew.id) == anew


def test_a_record_whose_bytes_are_claimed_stays(desk: Spool, store: MemoryStore) -> None:
    Pruner(desk, [store], CUTOFF).archive()
    assert desk.claim(drop(desk, "one-again.txt", "One"))

    RecordPruner(desk, [store], CUTOFF).records()

    assert ids_of("One") < ids(store)


def test_a_store_that_is_not_pruned_by_us_is_refused(desk: Spool, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="not pruned by copydesk"):
        RecordPruner(desk, [NdjsonStore(tmp_path / "lines")], CUTOFF)
