"""Live numbers from the end of the ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.errors import BinaryCopy
from workers.claim import Claim
from workers.ledger import Entry
from workers.spool import Original, Spool
from workers.tally import MOST_COUNTED, Tally


def drop(spool: Spool, name: str) -> Path:
    path = spool.inbox / name
    path.write_bytes(b"A story.")
    return path


def claim(spool: Spool, name: str) -> Claim:
    made = spool.claim(drop(spool, name))
    assert made is not None
    return made


def original(made: Claim) -> Original:
    return Original(made, len(b"A story."), hashlib.sha256(b"A story.").hexdigest())


def test_it_counts_what_is_where(spool: Spool) -> None:
    tally = Tally(spool)
    drop(spool, "a.txt")
    claim(spool, "b.txt")

    numbers, _ = tally.look()

    assert (numbers.inbox, numbers.claimed, numbers.done, numbers.quarantined) == (1, 1, 0, 0)


def test_what_ended_before_it_began_does_not_count(spool: Spool) -> None:
    spool.archive([original(claim(spool, "old.txt"))])
    tally = Tally(spool)
    spool.archive([original(claim(spool, "new.txt"))])

    assert tally.look()[0].done == 1


def test_quarantined_files_are_counted_and_named_once(spool: Spool) -> None:
    tally = Tally(spool)
    spool.quarantine(claim(spool, "bad.txt"), BinaryCopy("bad.txt", "no text"))

    numbers, bad = tally.look()

    assert numbers.quarantined == 1
    assert [(entry.claim.label, entry.detail) for entry in bad] == [("bad.txt", "binary")]
    assert tally.look()[1] == []


def test_an_ending_that_was_cut_off_and_done_again_counts_once(spool: Spool) -> None:
    tally = Tally(spool)
    made = claim(spool, "a.txt")
    spool.ledger.write([Entry("archived", made, "0" * 64)])  # and then the worker was killed
    assert tally.look()[0].done == 0

    spool.archive([original(made)])

    assert tally.look()[0].done == 1
    assert tally.look()[0].done == 1


def test_a_long_inbox_is_not_counted_to_its_end(spool: Spool) -> None:
    for number in range(MOST_COUNTED + 5):
        (spool.inbox / f"{number}.txt").touch()

    assert Tally(spool).look()[0].inbox == MOST_COUNTED
