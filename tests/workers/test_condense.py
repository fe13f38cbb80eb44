"""The ledger condensed: fewer lines that say the same, and none lost that is written meanwhile."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workers.old_desk import CUTOFF, OLD, on, proof, prune_all, with_a_past, work_off
from workers import history
from workers.claim import Claim
from workers.ledger import Entry
from workers.pruning.prune import Pruner
from workers.pruning.records import RecordPruner
from workers.spool import Spool
from workers.stores.memory import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def desk(tmp_path: Path, store: MemoryStore) -> Spool:
    return with_a_past(tmp_path / "desk", store)


def test_a_condensed_ledger_says_the_same_in_fewer_lines(desk: Spool, store: MemoryStore) -> None:
    Pruner(desk, [store], CUTOFF).archive()
    Pruner(desk, [store], CUTOFF).quarantine()
    RecordPruner(desk, [store], CUTOFF).records()
    before = proof(desk, store)

    gone = Pruner(desk, [store], CUTOFF).ledger()

    assert proof(desk, store) == before
    assert gone.gone == 5  # two stories, two quarantined, one that went back
    assert {entry.claim.original for entry in desk.ledger.entries(OLD)} == {"again.txt", "in-flight.txt"}


def test_a_ledger_may_be_condensed_again_and_again(desk: Spool, store: MemoryStore) -> None:
    prune_all(desk, store)
    before = proof(desk, store)
    work_off(on(OLD, desk.desk), [store], {"late.txt": "Late"})

    prune_all(desk, store)

    assert proof(desk, store).balanced
    assert proof(desk, store).made == before.made + 1


def test_what_was_late_is_kept_as_long_as_the_day_has_its_line(desk: Spool, store: MemoryStore) -> None:
    # Given two stories of the old day that ended when the newest day was weeks younger, one of which is to stay
    work_off(on(OLD + timedelta(30), desk.desk), [store], {"new.txt": "New"})
    work_off(on(OLD, desk.desk), [store], {"late.txt": "Late", "again.txt": "Twice"})
    late = [line.split("\t")[1].rpartition("~")[2] for line in desk.ledger.late.read_text().splitlines() if line]

    # When the ledger is condensed
    prune_all(desk, store)

    left = [line.split("\t")[1].rpartition("~")[2] for line in desk.ledger.late.read_text().splitlines() if line]
    assert (late, left) == (["late.txt", "again.txt"], ["again.txt"])


def test_what_happened_to_a_source_is_remembered_as_long_as_it_has_records(desk: Spool, store: MemoryStore) -> None:
    Pruner(desk, [store], CUTOFF).archive()
    Pruner(desk, [store], CUTOFF).ledger()

    assert history.sources(desk.ledger) == ["", "tca"]
    assert [record.headline for record in history.records_of(desk.ledger, store, "tca")] == ["Two"]


def test_nothing_that_is_appended_is_lost_while_the_ledger_is_condensed(spool: Spool, store: MemoryStore) -> None:
    desk, total = on(OLD, spool.desk), 400

    def append() -> None:
        for number in range(total):
            desk.ledger.write([Entry("released", Claim.new(Path(f"{number}.txt"), desk.clock()))])

    writers = [threading.Thread(target=append) for _ in range(2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        if desk.ledger.days():
            Pruner(desk, [store], CUTOFF).ledger()

    Pruner(desk, [store], CUTOFF).ledger()
    assert desk.ledger.condensed() == {"returned": 2 * total}
    assert not list(desk.ledger.entries(OLD))
