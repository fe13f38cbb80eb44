"""Archived originals through today's rules: their records are made again, and where they changed, stored anew.

A record's id comes from the bytes, so the new one takes the old one's place. What a record was is written down, and on the
disk, before it gives way; the store that is asked what a record was gets the new one last. So a kill at any moment loses
nothing, and doing all of it again ends well: what is done already is not a change any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.errors import Unavailable, Vanished
from pipeline.kinship import relinked
from pipeline.record import Record
from workers.again.changes import changes
from workers.again.originals import Kept
from workers.again.report import STORED, Outcome, Story, Summary, append
from workers.bench import Bench
from workers.history import records_of_file
from workers.ingest import COMMIT_BYTES
from workers.kin.linking import UNLINKED
from workers.policy import foreseen
from workers.reading import read_regular
from workers.settings import Settings
from workers.time_limit import time_limit

NO_AGENCY = "none"


@dataclass(frozen=True, slots=True)
class Which:
    """The files that are meant, by what their records say so far: ids of agencies or NO_AGENCY, formats. None named: any."""

    agencies: Collection[str] = ()
    formats: Collection[str] = ()

    def takes(self, records: Iterable[Record]) -> bool:
        """Whether the file with these records is meant: one of several is enough."""
        return any(
            (not self.agencies or (record.agency.id if record.agency else NO_AGENCY) in self.agencies)
            and (not self.formats or record.source.format in self.formats)
            for record in records
        )


@dataclass(frozen=True)
class Again:
    """Refines originals of one desk again. `report`: the file that says what changed. `dry`: nothing is stored.

    What it works with is opened by its first batch, so until then it may be sent to another process.
    """

    settings: Settings
    which: Which
    report: Path | None
    dry: bool = False

    @cached_property
    def bench(self) -> Bench:
        """Rules and stores as the desk's workers have them."""
        return Bench(self.settings)

    def batch(self, originals: Sequence[Kept]) -> Summary:
        """These originals, or those of them that are meant.

        Raises StoreUnavailable, SpoolUnavailable, StyleRefused: some may be done then, and doing it again goes on.
        """
        summary = Summary()
        stories: list[Story] = []
        for kept in originals:
            with suppress(Vanished):  # pruned meanwhile
                stories += self._refined(kept)
            if sum(story.record.source.bytes for story in stories if story.record) >= COMMIT_BYTES:
                summary += self._commit(stories)
                stories = []
        return summary + self._commit(stories)

    def _refined(self, kept: Kept) -> list[Story]:
        """The stories of one file; none where it is not meant. Raises Vanished, Unavailable."""
        before = {record.id: record for record in records_of_file(self.bench.stores[0], kept.sha256)}
        if self.which != Which() and not self.which.takes(before.values()):
            return []
        filename = next((record.source.file for record in before.values()), kept.filename)
        try:
            raw = read_regular(kept.path, kept.label, self.settings.max_bytes)
            with time_limit(self.settings.soft_time_limit):
                records = self.bench.refine(raw, filename, self.settings.defaults(kept.source))
        except (Vanished, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a hostile file sets off is that file's end, not its batch's
            return [Story("unreadable", kept, error=foreseen(error, kept.label, alone=True))]
        left = [Story("left", kept, before[record_id]) for record_id in before.keys() - {record.id for record in records}]
        return [*(_compared(kept, before.get(record.id), record) for record in records), *left]

    def _commit(self, stories: Sequence[Story]) -> Summary:
        """Says what changed, then stores it: last in the store that was asked what the records were."""
        said = [story.told(stored=not self.dry) for story in stories if story.outcome != "unchanged"]
        if said and self.report:
            append(self.report, said)
        if not self.dry and any(story.outcome in STORED for story in stories):
            records = [*self.bench.kin.link(_records(stories, "new")), *_records(stories, "changed")]
            for store in reversed(self.bench.stores):
                store.put_many(records)
        return Summary.of(stories)


def _compared(kept: Kept, old: Record | None, new: Record) -> Story:
    if old is None:
        return Story("new", kept, new)
    new = linked_as(old, new)
    found = changes(old, new)
    return Story("changed", kept, new, found) if found.fields else Story("unchanged", kept, new)


def linked_as(old: Record, new: Record) -> Record:
    """What a worker found out about a record stays, or that it could not."""
    unlinked = tuple(warning for warning in old.warnings if warning.code == UNLINKED)
    return relinked(new.model_copy(update={"warnings": (*new.warnings, *unlinked)}) if unlinked else new, old)


def _records(stories: Iterable[Story], outcome: Outcome) -> list[Record]:
    return [story.record for story in stories if story.record and story.outcome == outcome]
