"""Remove what is old: whole days of the archive, old quarantine, old records, and the ledger's lines about what is gone.

What is removed is noted in the ledger first, so `copydesk audit` adds up at any moment, and after a kill at any moment: run it
again, and it goes on where it was. What is claimed or in the inbox is never touched. The days are those on which files were
claimed (UTC), as in the archive's folders.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import SpoolUnavailable
from workers import archive, quarantine
from workers.counts import files_below
from workers.disk import guarded
from workers.history import has_record
from workers.laid_aside import Wish, chosen, drop
from workers.ledger import Entry
from workers.pruning.condense import condense
from workers.spool import Spool
from workers.stores import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many went and how many bytes they had; `kept` are as old and stay: `copydesk prune` says why."""

    gone: int = 0
    bytes: int = 0
    kept: int = 0

    def __add__(self, other: Pruned) -> Pruned:
        return Pruned(self.gone + other.gone, self.bytes + other.bytes, self.kept + other.kept)


@dataclass(frozen=True, slots=True)
class Pruner:
    """Prunes one desk of what was claimed before the day `before`. `dry`: only says what would go.

    All of its methods raise SpoolUnavailable and StoreUnavailable; doing it again goes on.
    """

    spool: Spool
    stores: Sequence[Store]
    before: date
    dry: bool = False

    def archive(self, *, unrecorded: bool = False) -> Pruned:
        """Originals, day by day. Kept: what the ledger does not know, and unless `unrecorded` what has no record in a store."""
        days = [day for day in archive.days(self.spool.archived) if day < self.before]
        return sum((self._archive_of(day, unrecorded) for day in days), Pruned())

    def _archive_of(self, day: date, unrecorded: bool) -> Pruned:
        """First the files, then the claims, then the ledger: the other way round than files go."""
        folder = archive.folder_of(self.spool.archived, day)
        with guarded(SpoolUnavailable, folder):
            found = archive.digests(files_below(folder))
            lines = self._originals_in_ledger(day)
            known = {entry.detail for entry in lines}
            going = {path: digest for path, digest in found.items() if digest in known and (unrecorded or self._recorded(digest))}
            size = sum(map(_size, going))
            if not self.dry:
                digests = set(going.values())
                self._note([entry for entry in lines if entry.event == "archived" and entry.detail in digests])
                _remove(going)
                _remove_empty(folder, self.spool.archived)
        return Pruned(len(going), size, len(found) - len(going))

    def quarantine(self) -> Pruned:
        """Quarantined files with their reasons. Kept: those without a reason that says when they came."""
        held = list(chosen(self.spool, Wish()))
        going = [each for each in held if each.claim and each.claim.day < self.before]
        size = sum(each.size for each in going)
        if not self.dry:
            drop(self.spool, going)
            with guarded(SpoolUnavailable, self.spool.quarantined):
                _remove(self._notes_left_over())
        return Pruned(len(going), size, sum(each.claim is None for each in held))

    def _notes_left_over(self) -> Iterator[Path]:
        """Reasons whose files went, and then we were killed."""
        for path in quarantine.notes_alone(self.spool.quarantined):
            claim = quarantine.claim_of(quarantine.read_note(path))
            if claim and (entry := self.spool.ledger.read_day(claim.day).get(claim.name)) and entry.event == "pruned":
                yield path

    def ledger(self) -> Pruned:
        """The lines of claims that are nowhere any more: their number stays."""
        days = [day for day in self.spool.ledger.days() if day < self.before]
        claimed = {claim.name for claim in self.spool.claims()}
        gone = (condense(self.spool.ledger, day, claimed, self._stored_somewhere, dry=self.dry) for day in days)
        return Pruned(sum(gone))

    def _originals_in_ledger(self, day: date) -> list[Entry]:
        """The day's endings in the archive. A claim that is still claimed has not ended."""
        claimed = {claim.name for claim in self.spool.claims()}
        return [entry for name, entry in self.spool.ledger.read_day(day).items() if entry.of_original and name not in claimed]

    def _note(self, entries: Iterable[Entry]) -> None:
        self.spool.ledger.write([Entry("pruned", entry.claim, entry.detail) for entry in entries], durable=True)

    def _recorded(self, digest: str) -> bool:
        return all(has_record(store, digest) for store in self.stores)

    def _stored_somewhere(self, digest: str) -> bool:
        return any(has_record(store, digest) for store in self.stores)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.lstat().st_size
    return 0


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _remove_empty(folder: Path, root: Path) -> None:
    """The folder, those in it, and those above it up to `root`, as far as they are empty."""
    inner = [Path(place) for place, _, _ in os.walk(folder, topdown=False)]
    for place in [*inner, *(above for above in folder.parents if root in above.parents)]:
        with suppress(OSError):  # not empty
            place.rmdir()
