"""Results that come home: a worker on another host has stored the records, the desk links them and moves the original.

A result may come twice, late, or never: the claim is the truth. One whose file is gone is nothing; one about other bytes
than those that are claimed changes nothing, and the claim is sent again.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import BadClaim, CopydeskError, StillChanging, Unavailable, Vanished
from workers.archive import Original
from workers.claim import Claim
from workers.hosts.carrier import Carrier
from workers.ingest import Outcome
from workers.spool import Spool

log = logging.getLogger(__name__)
AnyResult = TypeVar("AnyResult", "Refined", "Refused")


class Refined(BaseModel):
    """The records of this claim are durable: the size in bytes and the sha256 of what they were made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Refused(BaseModel):
    """This claim belongs into quarantine: what its NAME.reason.json will say. The reason is a word, as the ledger keeps it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    claim: str
    reason: str = Field(pattern=r"^[a-z_]{1,40}$")


class Results(BaseModel):
    """A letter home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refined: tuple[Refined, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The desk's own side: its folders, and the carrier whose copies go once their claims have ended.

    `link` gives the records of the files with these sha256 their links. It may raise Unavailable, ValueError.
    """

    spool: Spool
    carrier: Carrier | None
    max_bytes: int
    link: Callable[[Sequence[str]], None] = lambda digests: None

    def receive(self, letter: object) -> Outcome:
        """Archives and quarantines what a letter tells of. Twice is harmless; a letter that can't be read is left out."""
        try:
            results = Results.model_validate(letter)
        except ValidationError as wrong:
            log.error("a letter home that can't be read: %s", wrong)
            return Outcome()
        refined, refused = dict(_claims(results.refined)), dict(_claims(results.refused))
        self._link([result.sha256 for result in refined.values()])
        try:
            ended = self._archive(refined)
        except Unavailable as fault:
            ended = dict.fromkeys(refined, fault)
        ended |= {claim: self._quarantine(claim, result) for claim, result in refused.items()}
        self._forget([claim.name for claim, end in ended.items() if end is None or isinstance(end, Vanished)])
        endings = Counter[str]("quarantined" if claim in refused else "archived" for claim, end in ended.items() if end is None)
        left = Counter(_left(claim, end) for claim, end in ended.items() if end)
        why = tuple(f"{result.reason}: {claim.label}" for claim, result in refused.items() if not ended[claim])
        return Outcome(**endings + left, why=why)

    def _link(self, digests: Sequence[str]) -> None:
        """Before they count as done. Of what ended before too: whoever sent the letter has just stored it without links."""
        try:
            self.link(digests)
        except (Unavailable, ValueError) as fault:  # the news goes before the links
            log.warning("the records of %d files get no links, `copydesk clusters --rebuild` does it: %s", len(digests), fault)

    def _archive(self, refined: Mapping[Claim, Refined]) -> dict[Claim, CopydeskError | None]:
        """What kept a claim from the archive, None where it is there. Raises SpoolUnavailable."""
        found = {claim: self._same(claim, result) for claim, result in refined.items()}
        same = [original for original in found.values() if isinstance(original, Original)]
        moved = dict(zip((original.claim for original in same), self.spool.archive(same) if same else (), strict=True))
        ended = {claim: moved.get(claim, found[claim]) for claim in refined}
        return {claim: end if isinstance(end, CopydeskError) else None for claim, end in ended.items()}

    def _same(self, claim: Claim, result: Refined) -> Original | CopydeskError:
        """The claimed file, if it holds the bytes that were refined."""
        try:
            raw = self.spool.read(claim, self.max_bytes)
        except CopydeskError as fault:
            return fault
        if hashlib.sha256(raw).hexdigest() != result.sha256:
            return StillChanging(claim.label, "other bytes than those that were refined", "it is sent again")
        return Original(claim, len(raw), result.sha256)

    def _quarantine(self, claim: Claim, result: Refused) -> CopydeskError | None:
        try:
            self.spool.lay_aside(claim, result.model_dump())
        except (Vanished, Unavailable) as fault:
            return fault
        log.warning("%s is quarantined: %s", claim.label, result.reason)
        return None

    def _forget(self, names: Sequence[str]) -> None:
        try:
            if self.carrier:
                self.carrier.forget(names)
        except Unavailable as fault:
            log.info("%d copies stay where they are for now: %s", len(names), fault)


def _claims(results: Iterable[AnyResult]) -> Iterator[tuple[Claim, AnyResult]]:
    for result in results:
        try:
            yield Claim.parse(result.claim), result
        except BadClaim as error:
            log.error("left out of a letter home: %s", error)


def _left(claim: Claim, fault: CopydeskError) -> str:
    """A claim that did not end here is gone, or stays claimed and is sent again, whatever the fault."""
    end = "gone" if isinstance(fault, Vanished) else "kept"
    log.log(logging.DEBUG if end == "gone" else logging.WARNING, "%s is %s: %s", claim.label, end, fault.message)
    return end
