"""What a task does with its claims: each ends archived, quarantined, or claimed still, whatever its neighbours do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.document import Defaults
from pipeline.errors import CopydeskError, OutOfMemory, StoreUnavailable, TimedOut
from pipeline.record import Record
from tests.workers.desk import a_record, claimed, drop, names_below, simple_refine
from workers import quarantine
from workers.claim import Claim
from workers.ingest import Outcome, Refine, ingest
from workers.settings import Settings
from workers.spool import Original, Spool
from workers.stores.memory import MemoryStore


class Desk:
    """A desk with a store that can be down and that chokes on the word "indigestible"."""

    def __init__(self, spool: Spool, settings: Settings) -> None:
        self.spool, self.settings, self.store = spool, settings, Moody()

    def claim(self, **files: str) -> list[Claim]:
        return [claimed(self.spool, f"{name}.txt", text) for name, text in files.items()]

    def ingest(self, claims: Sequence[Claim], refine: Refine = simple_refine) -> Outcome:
        return ingest([claim.name for claim in claims], self.spool, [self.store], self.settings, refine)

    def headlines(self) -> list[str]:
        return sorted(str(record.headline) for each in self.store.ids() if (record := self.store.get(each)))

    def reasons(self) -> dict[str, str]:
        return {path.name: quarantine.read_reason(path)["reason"] for path in quarantine.files(self.spool.quarantined)}


class Moody(MemoryStore):
    down = False

    def put_many(self, records: Sequence[Record]) -> None:
        if self.down:
            raise StoreUnavailable("moody", "no connection")
        if any(record.headline == "indigestible" for record in records):
            raise ValueError("I can't store that")
        super().put_many(records)


@pytest.fixture
def desk(spool: Spool, settings: Settings) -> Desk:
    return Desk(spool, settings)


def test_a_claim_becomes_a_record_and_an_archived_original(desk: Desk) -> None:
    outcome = desk.ingest(desk.claim(a="A story"))

    assert outcome == Outcome(archived=1)
    assert desk.headlines() == ["A story"]
    assert [path.read_text() for path in desk.spool.archived.rglob("*.txt")] == ["A story"]


def test_one_bad_file_does_not_harm_the_rest_of_its_batch(desk: Desk) -> None:
    outcome = desk.ingest(desk.claim(a="One", empty=" ", b="Two", crash="crash", c="indigestible", d="Three"))

    assert outcome == Outcome(archived=3, quarantined=3)
    assert desk.headlines() == ["One", "Three", "Two"]
    assert desk.reasons() == {"empty.txt": "empty", "crash.txt": "crashed", "c.txt": "crashed"}


def test_a_crash_of_ours_leaves_its_traceback(desk: Desk) -> None:
    desk.ingest(desk.claim(crash="crash"))

    reason = quarantine.read_reason(desk.spool.quarantined / "crash.txt")
    assert (reason["error"], reason["tries"]) == ("RuntimeError", 1)
    assert "a fault of ours" in reason["traceback"]


def test_a_file_of_several_stories_is_several_records(desk: Desk) -> None:
    def two(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        return [a_record(raw, filename, item=number) for number in (1, 2)]

    desk.ingest(desk.claim(a="Two stories"), two)

    assert desk.store.count() == 2


def test_the_defaults_of_the_source_reach_refine(spool: Spool) -> None:
    settings = Settings.load(spool.desk, sources={"tca": {"agency": "bloomberg"}})
    seen = []

    def remember(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        seen.append((filename, defaults.agency))
        return [a_record(raw)]

    claims = spool.claim_all([drop(spool, "tca/a.txt"), drop(spool, "b.txt")])
    ingest([claim.name for claim in claims], spool, [MemoryStore()], settings, remember)

    assert seen == [("a.txt", "bloomberg"), ("b.txt", None)]


def test_the_same_bytes_dropped_twice_are_two_originals_and_one_record(desk: Desk) -> None:
    desk.ingest(desk.claim(a="A story"))
    desk.ingest(desk.claim(a="A story"))

    assert desk.store.count() == 1
    assert desk.spool.counts().archived == 2


def test_a_batch_that_comes_twice_changes_nothing(desk: Desk) -> None:
    claims = desk.claim(a="A story", empty="")
    desk.ingest(claims)
    before = names_below(desk.spool.desk)

    assert desk.ingest(claims) == Outcome(gone=2)
    assert names_below(desk.spool.desk) == before


def test_a_store_that_is_down_keeps_the_claims_and_quarantines_nothing(desk: Desk) -> None:
    claims = desk.claim(a="One", b="Two")
    desk.store.down = True

    first = [desk.ingest(claims) for _ in range(5)]
    desk.store.down = False

    assert first == [Outcome(kept=2)] * 5
    assert desk.ingest(claims) == Outcome(archived=2)


def test_a_name_that_is_no_claim_is_left_out(desk: Desk) -> None:
    (claim,) = desk.claim(a="A story")

    outcome = ingest(["../../etc/passwd", claim.name], desk.spool, [desk.store], desk.settings, simple_refine)

    assert outcome == Outcome(archived=1)


def test_a_soft_time_limit_in_a_batch_stops_it_and_then_each_is_tried_alone(desk: Desk) -> None:
    def slow(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        if raw == b"slow":
            raise SoftTimeLimitExceeded
        return simple_refine(raw, filename)

    claims = desk.claim(a="One", slow="slow", b="Two")
    with pytest.raises(TimedOut):
        desk.ingest(claims, slow)

    assert [desk.ingest([claim], slow) for claim in claims] == [Outcome(archived=1), Outcome(quarantined=1), Outcome(archived=1)]
    assert desk.reasons() == {"slow.txt": "timed_out"}


@pytest.mark.parametrize(("limit", "reason"), [(SoftTimeLimitExceeded, "timed_out"), (MemoryError, "out_of_memory")])
def test_a_limit_that_is_reached_in_company_counts_against_nobody(desk: Desk, limit: type[Exception], reason: str) -> None:
    def greedy(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        if raw == b"greedy":
            raise limit
        return simple_refine(raw, filename)

    # Given a batch whose every story is suspect
    claims = desk.claim(a="One", greedy="greedy", b="Two")
    with pytest.raises(CopydeskError):
        desk.ingest(claims, greedy)
    assert set(desk.spool.tries.look().unfinished.values()) == {1}

    # When it comes as a batch again and again
    for _ in range(desk.settings.max_tries):
        with pytest.raises(CopydeskError):
            desk.ingest(claims, greedy)

    # Then those before the limit are done, and the others wait for messages of their own
    assert desk.headlines() == ["One"]
    assert desk.ingest(claims[1:2], greedy) == Outcome(quarantined=1)
    assert desk.reasons() == {"greedy.txt": reason}
    assert desk.ingest(claims[2:], greedy) == Outcome(archived=1)


def test_a_slow_store_is_no_fault_of_the_story(desk: Desk) -> None:
    class Slow(MemoryStore):
        def put_many(self, records: Sequence[Record]) -> None:
            raise SoftTimeLimitExceeded

    desk.store = Slow()  # type: ignore[assignment]  # any store will do

    assert desk.ingest(desk.claim(a="One")) == Outcome(kept=1)


@pytest.mark.parametrize("slow", ["read", "archive"])
def test_a_slow_disk_is_no_fault_of_the_story(desk: Desk, slow: str) -> None:
    class Slow(Spool):
        def read(self, claim: Claim, max_bytes: int) -> bytes:
            if slow == "read":
                raise SoftTimeLimitExceeded
            return super().read(claim, max_bytes)

        def archive(self, originals: Sequence[Original]) -> list[Path | CopydeskError]:
            raise SoftTimeLimitExceeded

    claims, fine = desk.claim(a="One"), desk.spool
    desk.spool = Slow(fine.desk)
    assert desk.ingest(claims) == Outcome(kept=1)
    desk.spool = fine
    assert desk.ingest(claims) == Outcome(archived=1)


def test_memory_that_storing_lacks_in_company_counts_against_nobody(desk: Desk) -> None:
    class Full(MemoryStore):
        def put_many(self, records: Sequence[Record]) -> None:
            raise MemoryError

    claims, fine = desk.claim(a="One", b="Two"), desk.store
    desk.store = Full()  # type: ignore[assignment]  # as above
    with pytest.raises(OutOfMemory):
        desk.ingest(claims)

    desk.store = fine
    assert [desk.ingest([claim]) for claim in claims] == [Outcome(archived=1)] * 2


def test_a_file_that_ends_its_worker_is_tried_alone_and_then_quarantined(desk: Desk) -> None:
    seen: list[str] = []

    def deadly(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        seen.append(filename)
        if raw == b"poison":
            raise SystemExit  # leaves the try as a kill does: unfinished
        return simple_refine(raw, filename)

    claims = desk.claim(a="One", poison="poison", b="Two")
    for _ in range(desk.settings.max_tries + 1):
        with suppress(SystemExit):
            desk.ingest(claims, deadly)

    assert desk.headlines() == ["One", "Two"]
    assert desk.reasons() == {"poison.txt": "poison"}
    assert quarantine.read_reason(desk.spool.quarantined / "poison.txt")["tries"] == desk.settings.max_tries
    assert seen == ["a.txt", "poison.txt", "a.txt", "poison.txt", "poison.txt", "b.txt"]


def test_a_desk_that_cannot_even_note_a_try_keeps_its_claims(desk: Desk) -> None:
    claims = desk.claim(a="One")
    desk.spool.tries.folder.rmdir()
    desk.spool.tries.folder.write_text("a file where a folder should be")

    assert desk.ingest(claims) == Outcome(kept=1)
    assert desk.spool.claims() == claims
