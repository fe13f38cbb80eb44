"""The proof that nothing is lost: in = done + quarantined + in flight, and every done story has its record.

The ledger says who came in; the folders say where everybody is. Looked at in this order, the proof holds on a desk at work:
a claim ends in the ledger first and moves then, and a file only ever moves onwards.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from workers import quarantine
from workers.archive import digests, folder_of
from workers.claim import encode
from workers.counts import files_below
from workers.history import has_record
from workers.ledger import EVENTS, Entry, Ledger
from workers.spool import Spool
from workers.stores import Store

LAST = "audit.json"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that does not add up; `kind` is a stable snake_case word, `subject` the file or the record's id."""

    kind: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """How many claims were ever made and where they are. `returned` went back to the inbox, `pruned` are those that were
    archived or quarantined, and removed since: by `copydesk prune`, or with their day's folder by hand.
    """

    made: int
    archived: int
    quarantined: int
    in_flight: int
    returned: int
    pruned: int
    mismatches: tuple[Mismatch, ...]

    @property
    def balanced(self) -> bool:
        """True when everything adds up."""
        return not self.mismatches


def audit(spool: Spool, stores: Sequence[Store]) -> Audit:
    """Compares the ledger, the folders and the stores. Reads every original: about a second for 500 MB.

    Raises SpoolUnavailable, StoreUnavailable.
    """
    condensed = spool.ledger.condensed()
    names = spool.ledger.read().keys()
    claimed = {claim.name for claim in spool.claims()}
    reasons = {path: quarantine.read_reason(path) for path in quarantine.files(spool.quarantined)}
    ended = _by_event(entry for name, entry in spool.ledger.read().items() if name in names and name not in claimed)
    stored = [{record_id.partition("#")[0] for record_id in store.ids()} for store in stores]
    others = digests([*(spool.claimed / claim.name for claim in spool.claims()), *reasons])
    originals = digests(files_below(spool.archived))
    kept = {day for day in {entry.claim.day for entry in ended["archived"]} if folder_of(spool.archived, day).is_dir()}
    pruned = [*ended["pruned"], *(entry for entry in ended["archived"] if entry.claim.day not in kept)]
    originals_pruned = sum(entry.of_original for entry in ended["pruned"])
    known = {digest[:32] for digest in (*others.values(), *originals.values(), *(entry.detail for entry in pruned))}
    mismatches = (
        *_lost(ended["made"]),
        *_originals_gone(ended["archived"], kept, originals, spool.ledger),
        *_quarantined_gone(ended["quarantined"], reasons, spool.ledger),
        *_without_reason(reasons),
        *_records_gone(originals, stores, stored),
        *_records_from_nowhere(set().union(*stored) - known, stores, spool.ledger),
    )
    return Audit(
        made=len(names | claimed) + condensed.total(),
        archived=len(ended["archived"]) + originals_pruned + condensed["archived"],
        quarantined=len(ended["quarantined"]) + len(ended["pruned"]) - originals_pruned + condensed["quarantined"],
        in_flight=len(claimed),
        returned=len(ended["released"]) + len(ended["retried"]) + condensed["returned"],
        pruned=len(pruned) + condensed["archived"] + condensed["quarantined"],
        mismatches=mismatches,
    )


def remember(spool: Spool, findings: int) -> None:
    """Notes for the desk's metrics what an audit found just now. One that can't be noted has been made all the same."""
    note, draft = spool.state / LAST, spool.state / f"{LAST}.new"
    with suppress(OSError):
        draft.write_text(json.dumps({"findings": findings, "time": spool.clock().timestamp()}))
        draft.replace(note)


def last(spool: Spool) -> tuple[int, float] | None:
    """What the last audit found and when, in seconds since the epoch; None where there was none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((spool.state / LAST).read_bytes())
        return int(said["findings"]), float(said["time"])
    return None


def _by_event(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    ended: dict[str, list[Entry]] = {event: [] for event in EVENTS}
    for entry in entries:
        ended[entry.event].append(entry)
    return ended


def _lost(made: Iterable[Entry]) -> Iterator[Mismatch]:
    for entry in made:
        yield Mismatch("lost", entry.claim.label, f"claimed as {entry.claim.name}, and nowhere now")


def _originals_gone(
    archived: Sequence[Entry], kept: Collection[date], originals: Mapping[Path, str], ledger: Ledger
) -> Iterator[Mismatch]:
    """Those of the days that are kept whose bytes are not there: the same bytes dropped twice are two originals."""

    def missing(archived: Iterable[Entry]) -> Iterator[Entry]:
        there = Counter(originals.values())
        for entry in archived:
            if entry.claim.day in kept:
                there[entry.detail] -= 1
                if there[entry.detail] < 0:
                    yield entry

    if any(missing(archived)):
        for entry in missing(_still(archived, ledger)):
            yield Mismatch("original_gone", entry.claim.label, f"archived on {entry.claim.day}, and no longer there unchanged")


def _quarantined_gone(
    quarantined: Iterable[Entry], reasons: Mapping[Path, Mapping[str, Any]], ledger: Ledger
) -> Iterator[Mismatch]:
    there = {reason.get("claim") for reason in reasons.values()}
    if missing := [entry for entry in quarantined if entry.claim.name not in there]:
        for entry in _still(missing, ledger):
            yield Mismatch("quarantined_gone", entry.claim.label, f"quarantined as {entry.detail}, and no longer there")


def _still(entries: Iterable[Entry], ledger: Ledger) -> list[Entry]:
    """The ledger is asked again: what was pruned or put back meanwhile is noted there before it goes."""
    now = ledger.read()
    return [entry for entry in entries if now.get(entry.claim.name) == entry]


def _without_reason(reasons: Mapping[Path, Mapping[str, Any]]) -> Iterator[Mismatch]:
    for path, reason in reasons.items():
        if not reason and path.exists():
            yield Mismatch("no_reason", encode(path.name), "in quarantine without its reason")


def _records_gone(originals: Mapping[Path, str], stores: Sequence[Store], stored: Sequence[set[str]]) -> Iterator[Mismatch]:
    for store, ids in zip(stores, stored, strict=True):
        for path, digest in originals.items():
            # Asked again: the record may have come after the ids were listed.
            if digest[:32] not in ids and not has_record(store, digest) and path.exists():
                yield Mismatch(
                    "record_gone", encode(path.name), f"archived, and no record {digest[:32]} in {type(store).__name__}"
                )


def _records_from_nowhere(ids: Collection[str], stores: Sequence[Store], ledger: Ledger) -> Iterator[Mismatch]:
    """Ledger and stores are asked again: an original may have been pruned while we looked, then its record, then its line."""
    pruned = {entry.detail[:32] for entry in ledger.read().values() if entry.event == "pruned"} if ids else set()
    for record_id in sorted(set(ids) - pruned):
        if any(has_record(store, record_id) for store in stores):
            yield Mismatch("original_unknown", record_id, "a record of which there is no original")
