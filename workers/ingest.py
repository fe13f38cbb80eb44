"""What a task does: claims -> bytes -> records -> stores -> archive or quarantine. A failure is a value: one bad file
never harms the rest of its batch.

The order makes a kill at any moment recoverable: the try is noted, the records are durable, the original is archived, the
note goes; only then the message is acknowledged. Whatever was cut off is still claimed, and doing it again changes nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.document import Defaults
from pipeline.errors import BadClaim, CopydeskError, StoreUnavailable, Unavailable, Vanished
from pipeline.record import Record
from pipeline.refine import refine as refine_copy
from workers.archive import Original
from workers.claim import Claim
from workers.policy import Ending, ending, foreseen, poison
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store

log = logging.getLogger(__name__)

COMMIT_BYTES = 8_000_000  # of originals whose records are held in memory before they are stored
Refine = Callable[[bytes, str, Defaults], list[Record]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many claims ended how; `kept` ones stay claimed and are tried again, `gone` ones somebody else has dealt with."""

    archived: int = 0
    quarantined: int = 0
    kept: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Refined:
    """One claim on its way: what was read, and the records made of it."""

    original: Original
    records: Sequence[Record]


def ingest(
    names: Sequence[str], spool: Spool, stores: Sequence[Store], settings: Settings, refine: Refine = refine_copy
) -> Outcome:
    """Brings the claims of these names to their end. Names that are no claims are left out; doing it twice is harmless.

    Raises SoftTimeLimitExceeded when that hits a batch of several: its claims are tried alone the next time.
    """
    claims = list(_parsed(names))
    ingestion = _Ingestion(spool, stores, settings, refine)
    try:
        tried = spool.tries.look().unfinished
        endings = ingestion.attempt([claim for claim in claims if not tried[claim.name]])
        for claim in claims:
            if tried[claim.name]:
                endings += ingestion.suspect(claim, tried[claim.name])
    except Unavailable as fault:  # not even a note of the try could be made
        log.warning("%d claims kept: %s", len(claims), fault)
        endings = Counter[str](kept=len(claims))
    return Outcome(**endings)


@dataclass(frozen=True, slots=True)
class _Ingestion:
    spool: Spool
    stores: Sequence[Store]
    settings: Settings
    refine: Refine

    def suspect(self, claim: Claim, tries: int) -> Counter[str]:
        """A claim that was seen before, in tries that never ended: alone, and not for ever."""
        if tries < self.settings.max_tries:
            return self.attempt([claim], tries)
        return Counter([self._failed(claim, poison(claim.label, tries), tries)])

    def attempt(self, claims: Sequence[Claim], tries: int = 0) -> Counter[str]:
        """One more try of these claims, noted before it begins."""
        endings: Counter[str] = Counter()
        if not claims:
            return endings
        with self.spool.tries.attempt([claim.name for claim in claims]):
            ready: list[Refined] = []
            for claim in claims:
                refined = self._refined(claim, alone=len(claims) == 1)
                if isinstance(refined, CopydeskError):
                    endings[self._failed(claim, refined, tries + 1)] += 1
                    continue
                ready.append(refined)
                if sum(each.original.size for each in ready) >= COMMIT_BYTES:
                    endings += self._commit(ready, tries)
                    ready = []
            return endings + self._commit(ready, tries)

    def _refined(self, claim: Claim, alone: bool) -> Refined | CopydeskError:
        try:
            raw = self.spool.read(claim, self.settings.max_bytes)
            records = self.refine(raw, claim.filename, self.settings.defaults(claim.source))
            return Refined(Original(claim, len(raw), hashlib.sha256(raw).hexdigest()), records)
        except Exception as error:  # noqa: BLE001 - whatever a hostile file sets off is that file's end, not its batch's
            return foreseen(error, claim.label, alone)

    def _commit(self, ready: Sequence[Refined], tries: int) -> Counter[str]:
        """Stores, then archives. Where a store chokes on something, it gets each claim by itself."""
        try:
            self._store([record for each in ready for record in each.records])
            ended = self.spool.archive([each.original for each in ready])
        except Unavailable as fault:
            log.warning("%d claims kept: %s", len(ready), fault)
            return Counter[str](kept=len(ready))
        except Exception as error:  # noqa: BLE001 - as above
            if len(ready) > 1:
                return sum((self._commit([each], tries) for each in ready), Counter[str]())
            claim = ready[0].original.claim
            return Counter([self._failed(claim, foreseen(error, claim.label, alone=True), tries + 1)])
        return Counter("archived" if isinstance(end, Path) else ending(end) for end in ended)

    def _store(self, records: Sequence[Record]) -> None:
        try:
            for store in self.stores:
                store.put_many(records)
        except SoftTimeLimitExceeded as slow:
            raise StoreUnavailable("stores", "storing takes longer than soft_time_limit", "see to the store") from slow

    def _failed(self, claim: Claim, error: CopydeskError, tries: int) -> Ending:
        """Quarantines what belongs there; tells how the claim ended."""
        end = ending(error)
        try:
            if end == "quarantined":
                self.spool.quarantine(claim, error, tries=tries)
        except (Vanished, Unavailable) as fault:
            end, error = ending(fault), fault
        log.log(logging.DEBUG if end == "gone" else logging.WARNING, "%s is %s: %s", claim.label, end, error.message)
        return end


def _parsed(names: Sequence[str]) -> Iterator[Claim]:
    for name in dict.fromkeys(names):
        try:
            yield Claim.parse(name)
        except BadClaim as error:
            log.error("left out of a batch: %s", error)
