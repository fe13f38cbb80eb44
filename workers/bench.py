"""What a worker process of a desk works with: the desk's folders, its stores, its rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pipeline
from pipeline.document import Defaults
from pipeline.record import Record
from workers.hosts.carrier import open_carrier
from workers.hosts.home import Home
from workers.ingest import Outcome, Refine, ingest
from workers.kin.coming_home import link_stored
from workers.kin.linking import Kin, path_of
from workers.metrics.numbers import Meter
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store, open_store
from workers.styling import styles
from workers.tries import Tries


@dataclass(frozen=True)
class Bench:
    """Opened by the first task in a process, so never shared across a fork. `given`: a verb instead of the pipeline's own."""

    settings: Settings
    given: Refine | None = None

    @cached_property
    def spool(self) -> Spool:
        """The desk's folders."""
        return Spool(self.settings.desk)

    @property
    def tries(self) -> Tries:
        """The notes of who is at work on what. The worker's main process reads them too, and begins no try itself."""
        return self.spool.tries

    @property
    def meter(self) -> Meter:
        """What counts the stories that are done."""
        return self.spool.meter

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        """Where records go."""
        return tuple(open_store(url) for url in self.settings.store_urls)

    @cached_property
    def kin(self) -> Kin:
        """What tells whether a record is the same story again."""
        return Kin(path_of(self.spool.state), self.settings.kin_days, self.spool.clock, stored=self.stores[0].get)

    @cached_property
    def home(self) -> Home:
        """What brings results home that other hosts send."""
        return Home(self.spool, open_carrier(self.settings), self.settings.max_bytes, self.link_stored)

    def refine(self, raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        """The pipeline's verb with the styles that the desk has now. Raises StyleRefused, and as the verb does."""
        if self.given:
            return self.given(raw, filename, defaults)
        with styles.refusing(filename):
            rules = styles.in_force(self.settings.desk / styles.ACCEPTED)
        return pipeline.refine(raw, filename, defaults, rules)

    def link_stored(self, digests: Sequence[str]) -> None:
        """Gives the records that other hosts have made of these files their links. Raises StoreUnavailable, ValueError."""
        link_stored(digests, self.stores, self.kin)

    def ingest(self, names: Sequence[str], parcel: object) -> Outcome:
        """Brings the claims of these names to their end. What travelled with them is for workers without the desk."""
        return ingest(names, self.spool, self.stores, self.settings, self.refine, self.kin.link)
