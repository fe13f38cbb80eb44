"""The audit: a desk that adds up says so, and whatever is taken away or added by hand is found by name."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from tests.workers.desk import a_record, claimed, drop, simple_refine
from workers import quarantine
from workers.audit import Audit, Mismatch, audit
from workers.ingest import ingest
from workers.ledger import Entry
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore


class Desk:
    def __init__(self, spool: Spool) -> None:
        self.spool, self.store, self.settings = spool, MemoryStore(), Settings.load(spool.desk)

    def ingest(self, **files: str) -> None:
        claims = [claimed(self.spool, f"{name}.txt", text) for name, text in files.items()]
        ingest([claim.name for claim in claims], self.spool, [self.store], self.settings, simple_refine)

    def audit(self) -> Audit:
        return audit(self.spool, [self.store])

    def found(self) -> list[tuple[str, str]]:
        return [(mismatch.kind, mismatch.subject) for mismatch in self.audit().mismatches]


@pytest.fixture
def desk(spool: Spool) -> Desk:
    made = Desk(spool)
    made.ingest(a="One", b="Two", twin="One", empty="")
    return made


def original(desk: Desk, name: str) -> Path:
    return next(desk.spool.archived.rglob(name))


def test_an_empty_desk_adds_up(spool: Spool) -> None:
    assert audit(spool, [MemoryStore()]) == Audit(0, 0, 0, 0, 0, 0, ())


def test_in_is_done_and_quarantined_and_in_flight(desk: Desk) -> None:
    claimed(desk.spool, "c.txt")
    drop(desk.spool, "not-yet-in.txt")

    assert desk.audit() == Audit(made=5, archived=3, quarantined=1, in_flight=1, returned=0, pruned=0, mismatches=())


def test_what_went_back_to_the_inbox_is_accounted_for(desk: Desk) -> None:
    desk.spool.release(claimed(desk.spool, "c.txt"))
    desk.spool.retry(next(quarantine.files(desk.spool.quarantined)))

    assert desk.audit() == Audit(made=5, archived=3, quarantined=0, in_flight=0, returned=2, pruned=0, mismatches=())


def test_a_claim_that_is_nowhere_is_lost(desk: Desk) -> None:
    claim = claimed(desk.spool, "tca/c.txt")
    (desk.spool.claimed / claim.name).unlink()

    assert desk.found() == [("lost", "tca/c.txt")]


def test_an_original_that_is_gone_is_named_and_its_record_has_no_source(desk: Desk) -> None:
    original(desk, "b.txt").unlink()

    assert desk.found() == [("original_gone", "b.txt"), ("original_unknown", a_record(b"Two").id)]


def test_of_two_equal_originals_one_is_not_enough(desk: Desk) -> None:
    original(desk, "a.txt").unlink()

    assert [kind for kind, _ in desk.found()] == ["original_gone"]


def test_an_original_that_was_changed_is_named(desk: Desk) -> None:
    original(desk, "b.txt").write_text("Not what came in")

    assert ("original_gone", "b.txt") in desk.found()
    assert ("record_gone", "b.txt") in desk.found()


def test_an_original_without_its_record_is_named(desk: Desk) -> None:
    desk.store = MemoryStore()
    desk.store.put_many([a_record(b"One")])

    assert desk.found() == [("record_gone", "b.txt")]


def test_every_store_is_looked_at(desk: Desk) -> None:
    assert len(audit(desk.spool, [desk.store, MemoryStore()]).mismatches) == 3


def test_a_file_of_several_stories_needs_its_first_record(desk: Desk) -> None:
    desk.store = MemoryStore()
    desk.store.put_many([a_record(b"One", item=1), a_record(b"One", item=2), a_record(b"Two")])

    assert desk.found() == []


def test_a_record_of_nothing_is_named(desk: Desk) -> None:
    desk.store.put_many([a_record(b"Who sent this?")])

    assert desk.found() == [("original_unknown", a_record(b"Who sent this?").id)]


def test_the_record_of_a_story_in_flight_is_no_mismatch(desk: Desk) -> None:
    claimed(desk.spool, "c.txt", "Three")
    desk.store.put_many([a_record(b"Three")])

    assert desk.found() == []


def test_a_quarantined_file_that_is_gone_is_named(desk: Desk) -> None:
    (desk.spool.quarantined / "empty.txt").unlink()

    assert desk.found() == [("quarantined_gone", "empty.txt")]


def test_a_quarantined_file_without_its_reason_is_named(desk: Desk) -> None:
    (desk.spool.quarantined / "empty.txt.reason.json").unlink()

    assert desk.found() == [("quarantined_gone", "empty.txt"), ("no_reason", "empty.txt")]


def test_a_day_that_was_removed_from_the_archive_is_pruned_not_lost(desk: Desk) -> None:
    shutil.rmtree(original(desk, "a.txt").parent)

    assert (desk.audit().pruned, desk.audit().balanced) == (3, True)


def test_a_line_of_the_ledger_that_a_power_cut_tore_spoils_no_other(desk: Desk) -> None:
    (book,) = desk.spool.ledger.folder.iterdir()
    with book.open("a") as ledger:
        ledger.write("archived\t2025")

    desk.ingest(d="Four")

    assert desk.audit() == Audit(made=5, archived=4, quarantined=1, in_flight=0, returned=0, pruned=0, mismatches=())


def test_a_line_that_a_full_disk_cut_off_within_a_name_is_about_nobody(desk: Desk) -> None:
    (book,) = desk.spool.ledger.folder.iterdir()
    with book.open("a") as ledger:
        ledger.write("\n" + Entry("made", claimed(desk.spool, "tca/budget.txt")).line[:-4])

    assert desk.found() == []


def test_a_desk_at_work_adds_up_at_any_moment(desk: Desk) -> None:
    def work() -> None:
        for number in range(0, 300, 3):
            desk.ingest(**{f"s{number}": f"Story {number}", f"t{number}": f"Story {number + 1}", f"e{number}": ""})

    worker = threading.Thread(target=work)
    worker.start()
    found: list[Mismatch] = []
    while worker.is_alive():
        found += desk.audit().mismatches
    worker.join()

    assert found == []
    assert desk.audit().made == 304
