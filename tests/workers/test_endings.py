"""The ledger's last word on a claim is where its file lies, whoever else was at work on it, and it is said once."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from pipeline.document import Defaults
from pipeline.errors import BinaryCopy, CopydeskError, SpoolUnavailable, Vanished
from pipeline.record import Record
from tests.workers.desk import claimed, simple_refine
from tests.workers.unmovable import unmovable
from workers.archive import Original
from workers.audit import audit
from workers.claim import Claim
from workers.ingest import Outcome, ingest
from workers.ledger import Event
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

STORY = b"A story.\nIt goes on."


def archive(spool: Spool, claim: Claim) -> object:
    return spool.archive([Original(claim, len(STORY), hashlib.sha256(STORY).hexdigest())])[0]


def quarantine(spool: Spool, claim: Claim) -> object:
    return spool.quarantine(claim, BinaryCopy(claim.label, "looks like a PNG picture"))


def release(spool: Spool, claim: Claim) -> object:
    return spool.release(claim)


def put_back(spool: Spool, claim: Claim) -> object:
    return spool.retry(spool.quarantine(claim, BinaryCopy(claim.label, "looks like a PNG picture")))


End = Callable[[Spool, Claim], object]
ENDS: dict[End, Event] = {archive: "archived", quarantine: "quarantined", release: "released", put_back: "retried"}


def last_word(spool: Spool, claim: Claim) -> str:
    return spool.ledger.read()[claim.name].event


def lines(spool: Spool) -> Counter[str]:
    return Counter(entry.event for day in spool.ledger.days() for entry in spool.ledger.entries(day))


@pytest.mark.parametrize("late", [archive, quarantine, release])
@pytest.mark.parametrize("first", ENDS)
def test_whoever_comes_too_late_leaves_the_last_word_to_who_was_first(first: End, late: End, spool: Spool) -> None:
    claim = claimed(spool, "story.txt", STORY)
    first(spool, claim)

    with suppress(CopydeskError):
        assert isinstance(late(spool, claim), CopydeskError)

    assert last_word(spool, claim) == ENDS[first]


def test_a_story_that_was_put_back_while_another_worker_refined_it_adds_up(spool: Spool) -> None:
    claim, store = claimed(spool, "story.txt", STORY), FileStore(spool.records)

    def slow(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        put_back(spool, claim)
        return simple_refine(raw, filename, defaults)

    settings = Settings.load(spool.desk)
    assert ingest([claim.name], spool, [store], settings, slow) == Outcome(gone=1)

    again = spool.claim(spool.inbox / "story.txt")
    assert again
    ingest([again.name], spool, [store], settings, simple_refine)
    assert audit(spool, [store]).balanced


@pytest.mark.parametrize("other", [quarantine, release])
def test_of_two_who_end_a_claim_at_the_same_moment_the_one_who_moves_it_has_the_last_word(other: End, spool: Spool) -> None:
    claims = [claimed(spool, f"{number}.txt", STORY) for number in range(60)]
    moved: dict[str, str] = {}
    both = threading.Barrier(2)

    def end_all(end: End) -> None:
        own = Spool(spool.desk)
        for claim in claims:
            both.wait()
            with suppress(CopydeskError):
                if not isinstance(end(own, claim), CopydeskError):
                    moved[claim.name] = ENDS[end]

    threads = [threading.Thread(target=end_all, args=(end,)) for end in (archive, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {claim.name: last_word(spool, claim) for claim in claims} == moved


@pytest.mark.parametrize("end", [archive, quarantine])
def test_a_folder_that_takes_nothing_is_told_of_once_however_often_it_is_tried(end: End, spool: Spool) -> None:
    # Given a place that takes nothing, and a state that can be written
    claims = [claimed(spool, f"{number}.txt", STORY) for number in range(3)]
    place = spool.archived if end is archive else spool.quarantined

    # When each claim is tried again and again
    with unmovable(place):
        for _ in range(5):
            for claim in claims:
                with pytest.raises(SpoolUnavailable):
                    end(spool, claim)
        stuck = lines(spool)[ENDS[end]]

    # Then the ledger has not grown by it, and all goes on by itself
    for claim in claims:
        end(spool, claim)
    assert stuck <= len(claims)
    assert lines(spool)[ENDS[end]] <= 2 * len(claims)
    assert {last_word(spool, claim) for claim in claims} == {ENDS[end]}


def test_what_another_worker_has_said_meanwhile_is_set_right_when_the_folder_takes_files_again(spool: Spool) -> None:
    claim = claimed(spool, "story.txt", STORY)
    with unmovable(spool.archived), unmovable(spool.quarantined):
        for own, end in ((spool, archive), (Spool(spool.desk), quarantine)):
            with pytest.raises(SpoolUnavailable):
                end(own, claim)

    archive(spool, claim)

    assert last_word(spool, claim) == "archived"


@pytest.mark.skipif(not hasattr(fcntl, "F_OFD_SETLKW"), reason="elsewhere than on Linux one ends after the other")
def test_whoever_ends_a_claim_keeps_nobody_waiting_who_ends_another(spool: Spool) -> None:
    held, other = claimed(spool, "held.txt", STORY), claimed(spool, "other.txt", STORY)
    waits = threading.Thread(target=archive, args=(Spool(spool.desk), held))

    with spool.endings.turn([held]):
        waits.start()
        quarantine(Spool(spool.desk), other)
        assert last_word(spool, held) == "made"
    waits.join()

    assert (last_word(spool, held), last_word(spool, other)) == ("archived", "quarantined")


def test_two_batches_with_the_same_claims_in_another_order_wait_for_each_other_and_not_for_ever(spool: Spool) -> None:
    claims = [claimed(spool, f"{number}.txt", STORY) for number in range(40)]
    originals = [Original(claim, len(STORY), hashlib.sha256(STORY).hexdigest()) for claim in claims]
    ended: list[object] = []

    def archive_all(batch: list[Original]) -> None:
        ended.extend(Spool(spool.desk).archive(batch))

    threads = [threading.Thread(target=archive_all, args=(batch,)) for batch in (originals, originals[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sum(isinstance(end, Vanished) for end in ended) == len(claims)
    assert lines(spool)["archived"] == len(claims)


def test_a_lock_that_a_killed_worker_held_keeps_nobody_waiting(spool: Spool) -> None:
    claim = claimed(spool, "story.txt", STORY)
    if not (child := os.fork()):
        with spool.endings.turn([claim]):
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)

    archive(spool, claim)

    assert last_word(spool, claim) == "archived"
