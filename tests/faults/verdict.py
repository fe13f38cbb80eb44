"""What must be true when the dust has settled, whatever was done to the desk."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.cast import Cast
from tests.faults.stream import Dropped, digests
from workers.audit import Mismatch, audit
from workers.stores.files import FileStore

GONE = ("lost", "original_gone", "quarantined_gone")  # what the audit calls a claim that somebody took away


@dataclass
class Verdict:
    """What was lost or came twice, by what its bytes hash to; records that are missing or too many; claims that nobody finished.

    `taken` files were stolen from the desk: not lost by it, but `untold` where the audit does not say that they are gone.
    """

    dropped: Dropped
    taken: int
    lost: Counter[str]
    twice: Counter[str]
    records_missing: set[str]
    records_too_many: set[str]
    left: int
    untold: int
    mismatches: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        wrong = (self.lost, self.twice, self.records_missing, self.records_too_many, self.left, self.untold, self.mismatches)
        return not any(wrong)

    def names(self, found: Counter[str]) -> set[str]:
        """Under which names those bytes were dropped."""
        return _names(self.dropped, found)


def verdict(cast: Cast, dropped: Dropped) -> Verdict:
    """Every file that was not stolen has exactly one record or one place in quarantine, and the archive holds every original
    byte for byte, as often as it was dropped. Of a file that was rewritten, its first version may be there as well.
    """
    spool, store = cast.spool, FileStore(cast.spool.records)
    archived, quarantined = digests(spool.archived), digests(spool.quarantined)
    taken = Counter(hashlib.sha256(place.read_bytes()).hexdigest() for place in cast.taken.values())
    wanted = dropped.stories - taken
    records, found = set(store.ids()), audit(spool, [store]).mismatches
    told = [each for each in found if each.kind in GONE and each.subject in _names(dropped, taken)]
    known = {id(each) for each in told} | {id(each) for each in found if _is_of(each, taken)}
    return Verdict(
        dropped=dropped,
        taken=taken.total(),
        lost=(wanted - archived) + (dropped.hopeless - taken - quarantined),
        twice=(archived - (dropped.stories + dropped.rewritten - taken)) + (quarantined - dropped.hopeless),
        records_missing=_ids(wanted) - records,
        records_too_many=records - _ids(archived) - _ids(taken),
        left=len(spool.claims()),
        untold=abs(len(told) - taken.total()),
        mismatches=[f"{each.kind}: {each.subject}: {each.message}" for each in found if id(each) not in known],
    )


def _names(dropped: Dropped, found: Iterable[str]) -> set[str]:
    return set[str]().union(*(dropped.names[digest] for digest in found))


def _ids(found: Iterable[str]) -> set[str]:
    return {digest[:32] for digest in found}


def _is_of(mismatch: Mismatch, taken: Counter[str]) -> bool:
    """The record of a file that was taken between its storing and its archiving."""
    return mismatch.kind == "original_unknown" and mismatch.subject in _ids(taken)
