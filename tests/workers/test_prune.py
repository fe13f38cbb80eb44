"""Pruning the archive and the quarantine: what goes, what never goes, and that the audit adds up, killed or not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.desk import a_record, drop, names_below
from tests.workers.old_desk import CUTOFF, OF_NEW, OF_OLD, OLD, on, proof, prune_all, with_a_past, work_off
from workers.audit import Mismatch
from workers.pruning.prune import Pruned, Pruner
from workers.pruning.records import RecordPruner
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def desk(tmp_path: Path, store: MemoryStore) -> Spool:
    return with_a_past(tmp_path / "desk", store)


def test_the_old_days_go_from_the_archive_and_the_others_stay(desk: Spool, store: MemoryStore) -> None:
    gone = Pruner(desk, [store], CUTOFF).archive()

    assert gone == Pruned(gone=3, bytes=len("OneTwoTwice"))
    assert names_below(desk.archived) == ["2025/02/01/again.txt", "2025/02/01/c.txt"]
    assert not (desk.archived / "2025/01").exists()


def test_the_audit_counts_what_was_pruned_and_adds_up(desk: Spool, store: MemoryStore) -> None:
    before = proof(desk, store)

    Pruner(desk, [store], CUTOFF).archive()
    Pruner(desk, [store], CUTOFF).quarantine()

    after = proof(desk, store)
    assert after.balanced
    assert (after.made, after.archived, after.quarantined) == (before.made, before.archived, before.quarantined)
    assert (before.pruned, after.pruned) == (0, 5)


def test_an_original_without_its_record_stays_unless_asked(desk: Spool, store: MemoryStore) -> None:
    store.remove_many([a_record(b"Two").id])

    kept = Pruner(desk, [store], CUTOFF).archive()
    assert (kept.gone, kept.kept) == (2, 1)
    assert (desk.archived / "2025/01/31/tca/b.txt").exists()

    assert Pruner(desk, [store], CUTOFF).archive(unrecorded=True).gone == 1
    assert proof(desk, store).balanced


def test_an_original_stays_as_long_as_one_of_several_stores_lacks_its_record(desk: Spool, store: MemoryStore) -> None:
    assert Pruner(desk, [store, MemoryStore()], CUTOFF).archive() == Pruned(kept=3)


def test_what_the_ledger_does_not_know_stays(desk: Spool, store: MemoryStore) -> None:
    (desk.archived / "2025/01/31/by-hand.txt").write_text("Laid there by somebody")

    assert Pruner(desk, [store], CUTOFF).archive(unrecorded=True).kept == 1
    assert names_below(desk.archived / "2025/01/31") == ["by-hand.txt"]


def test_what_is_claimed_or_in_the_inbox_is_never_touched(desk: Spool, store: MemoryStore) -> None:
    drop(desk, "waiting.txt")

    prune_all(desk, store)

    assert [claim.original for claim in desk.claims()] == ["in-flight.txt"]
    assert names_below(desk.inbox) == ["waiting.txt"]


def test_old_quarantine_goes_with_its_reasons(desk: Spool, store: MemoryStore) -> None:
    gone = Pruner(desk, [store], CUTOFF).quarantine()

    assert gone == Pruned(gone=2, bytes=len("crash"))
    assert names_below(desk.quarantined) == ["void.txt", "void.txt.reason.json"]


def test_a_quarantined_file_whose_reason_is_gone_stays(desk: Spool, store: MemoryStore) -> None:
    (desk.quarantined / "empty.txt.reason.json").unlink()

    assert Pruner(desk, [store], CUTOFF).quarantine().kept == 1
    assert (desk.quarantined / "empty.txt").exists()


def test_a_reason_that_a_kill_left_behind_goes_with_the_next_prune(desk: Spool, store: MemoryStore) -> None:
    note = desk.quarantined / "empty.txt.reason.json"
    reason = note.read_text()
    Pruner(desk, [store], CUTOFF).quarantine()
    note.write_text(reason)

    Pruner(desk, [store], CUTOFF).quarantine()

    assert not note.exists()


def test_a_reason_that_waits_for_its_file_stays(desk: Spool, store: MemoryStore) -> None:
    (desk.quarantined / "empty.txt").rename(desk.claimed / "elsewhere")

    Pruner(desk, [store], CUTOFF).quarantine()

    assert (desk.quarantined / "empty.txt.reason.json").exists()


def test_a_dry_run_says_the_same_and_touches_nothing(desk: Spool, store: MemoryStore) -> None:
    def state() -> tuple[list[str], str, set[str]]:
        return names_below(desk.desk), "\n".join(desk.ledger.lines(OLD)), set(store.ids())

    before = state()
    dry = Pruner(desk, [store], CUTOFF, dry=True)
    said = (dry.archive(), dry.quarantine(), RecordPruner(desk, [store], CUTOFF, dry=True).records(with_archive=True))
    dry.ledger()

    assert state() == before
    wet = Pruner(desk, [store], CUTOFF)
    assert said == (wet.archive(), wet.quarantine(), RecordPruner(desk, [store], CUTOFF).records())


def test_what_is_pruned_to_its_last_line_while_an_audit_looks_is_from_somewhere(tmp_path: Path) -> None:
    class Listed(MemoryStore):
        def ids(self) -> Iterator[str]:
            yield from list(super().ids())
            prune_all(spool, self)

    store = Listed()
    spool = with_a_past(tmp_path / "desk", store)
    (spool.archived / "2025/01/31/stays.txt").write_text("Three")  # the ledger does not know it: so its day stays

    assert proof(spool, store).balanced


def test_a_desk_that_is_pruned_while_it_is_audited_adds_up_at_any_moment(desk: Spool, store: MemoryStore) -> None:
    for number in range(200):
        work_off(on(OLD, desk.desk), [store], {f"{number}.txt": f"Story {number}", f"bad{number}.txt": ""})
    pruning = threading.Thread(target=prune_all, args=(desk, store))
    found: list[Mismatch] = []

    pruning.start()
    while pruning.is_alive():
        found += proof(desk, store).mismatches
    pruning.join()

    assert found == []
    assert names_below(desk.archived) == ["2025/02/01/again.txt", "2025/02/01/c.txt"]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One desk for each step at which its prune was killed."""
    folder = tmp_path_factory.mktemp("desks")
    command = [sys.executable, "-m", "tests.workers.old_desk", str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    return sorted(folder.iterdir())


def test_a_prune_that_is_killed_at_any_step_leaves_a_desk_that_adds_up_and_goes_on(killed: list[Path]) -> None:
    assert len(killed) > 60
    for path in killed:
        spool, store = Spool(path), FileStore(path / "records")
        cut_off = proof(spool, store)
        assert cut_off.balanced, (path, cut_off.mismatches)
        assert cut_off.made == len(OF_OLD) + len(OF_NEW) + 2, path

        prune_all(spool, store)

        assert proof(spool, store) == proof(Spool(killed[-1]), FileStore(killed[-1] / "records")), path
