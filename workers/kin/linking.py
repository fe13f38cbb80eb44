"""The same story again: records get their cluster_id, duplicate_of and supersedes before they are stored.

What was decided once stays: the index remembers it by the record's id, so a record that is stored again, after a kill, a store
that was down or a retry, gets the same links.

The news goes before the links: where the index can't be had, records are stored without, with a warning in each, and
`copydesk clusters --rebuild` gives them theirs later. One that is stored with links already, from the same bytes, keeps them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.errors import SpoolUnavailable
from pipeline.kinship import Links, Traits, linked, stored_links
from pipeline.record import Caution, Record
from workers.kin.index import TURN_SECONDS, KinIndex
from workers.spool import utc_now

log = logging.getLogger(__name__)

Stored = Callable[[str], Record | None]
UNLINKED: Final = "unlinked"  # the code of the warning
AT_LEAST: Final = 16  # stories that a batch forgets, however small it is, so that a desk that has slept catches up


def path_of(state: Path) -> Path:
    """The index of a desk, in its .copydesk."""
    return state / "kin.sqlite"


class Kin:
    """Links for one desk's records, from an index that remembers stories for `days`; 0: no links, and no index.

    Opened by its first batch, so never shared across a fork. `clock` gives the time (UTC); a batch waits `patience` seconds
    for its turn. `stored` gives the record of an id that the store has.
    """

    def __init__(
        self,
        path: Path,
        days: int,
        clock: Callable[[], datetime] = utc_now,
        patience: float = TURN_SECONDS,
        stored: Stored = lambda record_id: None,
    ) -> None:
        self.path = path
        self.days = days
        self.clock = clock
        self.patience = patience
        self._stored = stored
        self._index: KinIndex | None = None

    def link(self, records: Sequence[Record]) -> Sequence[Record]:
        """The records with their links, in one transaction. Never raises for the index's sake, only what `stored` does."""
        if not self.days or not records:
            return records
        stories = [Traits.of(record) for record in records]
        today = self.clock().date().toordinal()
        try:
            self._index = index = self._index or KinIndex(self.path, self.patience)
            index.forget(today - self.days, today, 2 * len(stories) + AT_LEAST)
            found = index.add(stories, today)
        except SpoolUnavailable as fault:
            self.close()
            log.warning("%d records get no links: %s", len(records), fault)
            return [self._unlinked(record, fault) for record in records]
        return [linked(record, links) for record, links in zip(records, found, strict=True)]

    def _unlinked(self, record: Record, fault: SpoolUnavailable) -> Record:
        links = self._given(record.id)
        return linked(record, links) if links else _warned(record, fault)

    def _given(self, record_id: str) -> Links | None:
        """The links that the record is stored with, if any."""
        with suppress(ValueError):  # a stored record of a version that we can't read
            stored = self._stored(record_id)
            return stored_links(stored) if stored else None
        return None

    def close(self) -> None:
        """Lets go of the index; the next batch opens it again."""
        if self._index is not None:
            self._index.close()
            self._index = None


def without_warning(record: Record) -> Record:
    """A record that was stored without links, as it was before that."""
    return record.model_copy(update={"warnings": tuple(each for each in record.warnings if each.code != UNLINKED)})


def _warned(record: Record, fault: SpoolUnavailable) -> Record:
    warning = Caution(code=UNLINKED, message=f"nobody looked whether it is the same story again: {fault.message}")
    return record.model_copy(update={"warnings": (*record.warnings, warning)})
