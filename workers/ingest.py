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
from dataclasses import dataclass, field
from typing import Any, Protocol

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.document import Defaults
from pipeline.errors import BadClaim, CopydeskError, OutOfMemory, StoreUnavailable, TimedOut, Unavailable, Vanished
from pipeline.record import Record
from workers.archive import Original
from workers.claim import Claim
from workers.metrics.numbers import Meter
from workers.policy import Ending, ending, foreseen, poison
from workers.settings import Settings
from workers.stores import Store
from workers.tries import Tried, Tries

log = logging.getLogger(__name__)

COMMIT_BYTES = 8_000_000  # of originals whose records are held in memory before they are stored
Refine = Callable[[bytes, str, Defaults], list[Record]]
Link = Callable[[Sequence[Record]], Sequence[Record]]


class Originals(Protocol):
    """Where originals come from and go to: the desk's folders (Spool), or from another host the way to them (RemoteSpool)."""

    @property
    def tries(self) -> Tries:
        """The notes of who is at work on what."""

    @property
    def meter(self) -> Meter:
        """What counts the stories that are done."""

    def read(self, claim: Claim, max_bytes: int) -> bytes:
        """The bytes of a claim. Raises an error of our tree."""

    def archive(self, originals: Sequence[Original]) -> Sequence[object]:
        """Takes care of what is durable in the stores; an error in the place of each that could not go. Raises Unavailable."""

    def quarantine(self, claim: Claim, error: CopydeskError, **details: Any) -> object:
        """Takes care of what belongs into quarantine. Raises Vanished, Unavailable."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many claims ended how; `kept` ones stay claimed and are tried again, `gone` ones somebody else has dealt with.

    `why`, for people: what kept each of those that are not archived.
    """

    archived: int = 0
    quarantined: int = 0
    kept: int = 0
    gone: int = 0
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Refined:
    """One claim on its way: what was read, and the records made of it."""

    original: Original
    records: Sequence[Record]


def ingest(
    names: Sequence[str],
    spool: Originals,
    stores: Sequence[Store],
    settings: Settings,
    refine: Refine,
    link: Link = list,
) -> Outcome:
    """Brings the claims of these names to their end. Names that are no claims are left out; doing it twice is harmless.

    Raises TimedOut or OutOfMemory when a limit is reached with several claims at hand: they are tried again, each in a
    message of its own, so that none pays for the others.
    """
    claims = list(_parsed(names))
    ingestion = _Ingestion(spool, stores, settings, refine, link, alone=len(claims) == 1)
    try:
        tried = spool.tries.look()
        idle = [claim for claim in claims if claim.name not in tried.running]  # else a message came twice
        endings = Counter[str](kept=len(claims) - len(idle))
        endings += ingestion.attempt([claim for claim in idle if not tried.unfinished[claim.name]])
        for claim in idle:
            if tried.unfinished[claim.name]:
                endings += ingestion.suspect(claim, tried)
    except MemoryError as full:  # as itself it would end the worker, not only this message
        raise OutOfMemory("a message", f"no room for its {len(claims)} claims", "raise max_memory_bytes") from full
    except Unavailable as fault:  # not even a note of the try could be made
        log.warning("%d claims kept: %s", len(claims), fault)
        endings = Counter[str](kept=len(claims))
        ingestion.why.append(str(fault))
    return Outcome(**endings, why=tuple(ingestion.why))


@dataclass(frozen=True, slots=True)
class _Ingestion:
    spool: Originals
    stores: Sequence[Store]
    settings: Settings
    refine: Refine
    link: Link  # tells of each record whether it is the same story again
    alone: bool  # no other claim is in the message: its time and memory are all that one's
    why: list[str] = field(default_factory=list)

    def suspect(self, claim: Claim, tried: Tried) -> Counter[str]:
        """A claim that was seen before, in tries that never ended: alone, and not for ever."""
        tries, seen = tried.unfinished[claim.name], tried.seen.get(claim.name, ())
        if tries >= self.settings.max_tries:
            return Counter([self._failed(claim, poison(claim.label, tries, seen), tries, ended_by=seen)])
        if self.alone:
            return self.attempt([claim], tries)
        with self.spool.tries.attempt([claim.name]):
            try:
                return self._tried([claim], tries)
            except (TimedOut, OutOfMemory) as limit:
                reached = limit
        raise reached  # not from within: those before it may have used up the limit, so this is no try that counts

    def attempt(self, claims: Sequence[Claim], tries: int = 0) -> Counter[str]:
        """One more try of these claims, noted before it begins."""
        if not claims:
            return Counter()
        names = [claim.name for claim in claims]
        try:
            with self.spool.tries.attempt(names):
                return self._tried(claims, tries)
        except (TimedOut, OutOfMemory) as limit:
            self.spool.tries.ended(names, limit.reason)
            raise

    def _tried(self, claims: Sequence[Claim], tries: int) -> Counter[str]:
        endings: Counter[str] = Counter()
        ready: list[Refined] = []
        size = 0
        for claim in claims:
            refined = self._refined(claim)
            if isinstance(refined, CopydeskError):
                endings[self._failed(claim, refined, tries + 1)] += 1
                continue
            ready.append(refined)
            size += refined.original.size
            if size >= COMMIT_BYTES:
                endings += self._commit(ready, tries)
                ready, size = [], 0
        return endings + self._commit(ready, tries)

    def _refined(self, claim: Claim) -> Refined | CopydeskError:
        try:
            raw = self._read(claim)
            records = self.refine(raw, claim.filename, self.settings.defaults(claim.source))
            return Refined(Original(claim, len(raw), hashlib.sha256(raw).hexdigest()), records)
        except Exception as error:  # noqa: BLE001 - whatever a hostile file sets off is that file's end, not its batch's
            return foreseen(error, claim.label, self.alone)

    def _read(self, claim: Claim) -> bytes:
        try:
            return self.spool.read(claim, self.settings.max_bytes)
        except SoftTimeLimitExceeded as slow:
            if self.alone:  # else those before it may have used up the time
                raise Unavailable(claim.label, "reading it takes longer than soft_time_limit", "see to the disk") from slow
            raise

    def _commit(self, ready: Sequence[Refined], tries: int) -> Counter[str]:
        """Stores, then archives. Where a store chokes on something, it gets each claim by itself."""
        try:
            ended = self._store(ready)
        except Unavailable as fault:
            log.warning("%d claims kept: %s", len(ready), fault)
            self.why.append(str(fault))
            return Counter[str](kept=len(ready))
        except Exception as error:  # noqa: BLE001 - as above
            if len(ready) > 1:
                return sum((self._commit([each], tries) for each in ready), Counter[str]())
            claim = ready[0].original.claim
            return Counter([self._failed(claim, foreseen(error, claim.label, self.alone), tries + 1)])
        self.spool.meter.count(zip(ready, ended, strict=True))
        return Counter(ending(end) if isinstance(end, CopydeskError) else "archived" for end in ended)

    def _store(self, ready: Sequence[Refined]) -> Sequence[object]:
        """As `Originals.archive`. A disk or a store that is slow is no fault of a story."""
        try:
            linked = self.link([record for each in ready for record in each.records])
            for store in self.stores:
                store.put_many(linked)
            return self.spool.archive([each.original for each in ready])
        except SoftTimeLimitExceeded as slow:
            said = "storing and archiving takes longer than soft_time_limit"
            raise StoreUnavailable("stores", said, "see to the store and the disk") from slow

    def _failed(self, claim: Claim, error: CopydeskError, tries: int, **details: Any) -> Ending:
        """Quarantines what belongs there, with details for its reason; tells how the claim ended."""
        end = ending(error)
        try:
            if end == "quarantined":
                self.spool.quarantine(claim, error, tries=tries, **details)
        except (Vanished, Unavailable) as fault:
            end, error = ending(fault), fault
        log.log(logging.DEBUG if end == "gone" else logging.WARNING, "%s is %s: %s", claim.label, end, error.message)
        self.why.append(f"{error.reason}: {claim.label}: {error.message}")
        return end


def _parsed(names: Sequence[str]) -> Iterator[Claim]:
    for name in dict.fromkeys(names):
        try:
            yield Claim.parse(name)
        except BadClaim as error:
            log.error("left out of a batch: %s", error)
