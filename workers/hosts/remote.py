"""A worker on a host that does not have the desk's disk: originals come to it, records go to the stores, results go home.

Its own folder holds the notes of its tries and nothing else: a story that ends its worker is counted there, and after
max_tries sent home as poison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import Any, Final

from billiard.exceptions import SoftTimeLimitExceeded
from pydantic import ValidationError

import pipeline
from pipeline.document import Defaults
from pipeline.errors import BadClaim, BadSettings, BrokerUnavailable, CopydeskError, SpoolUnavailable, TooLarge
from pipeline.record import Record
from workers import quarantine
from workers.archive import Original
from workers.claim import Claim
from workers.disk import guarded, make_folders
from workers.hosts.carrier import BucketCarrier, open_carrier, unpack
from workers.hosts.home import Refined, Refused, Results
from workers.hosts.parcel import Parcel
from workers.ingest import Outcome, Refine, ingest
from workers.metrics.numbers import Meter
from workers.settings import Settings
from workers.spool import Spool, utc_now
from workers.stores import Store, open_store
from workers.styling import styles
from workers.tries import Tries

OWN_DISK: Final = ("files", "ndjson", "sqlite", "memory")  # stores that would keep records where nobody looks for them
REMEMBERED: Final = timedelta(days=2)  # how long a try counts whose claim never came back
Send = Callable[[Results], None]


@dataclass(frozen=True, slots=True)
class RemoteSpool:
    """The desk's folders as seen from here: copies to read, and a way home for what became of them."""

    parcel: Parcel
    bucket: BucketCarrier | None
    tries: Tries
    meter: Meter
    send: Send

    def read(self, claim: Claim, max_bytes: int) -> bytes:
        """The bytes of the copy. Raises Vanished, TooLarge, SpoolUnavailable."""
        with _in_time(claim.label):
            packed = self.parcel.originals.get(claim.name)
            if packed is not None:
                return unpack(packed, claim.label, max_bytes)
            if self.bucket is None:
                advice = "set `carrier` on the desk; for s3:// here too"
                raise SpoolUnavailable(claim.label, "its original did not travel with its message", advice)
            raw = self.bucket.fetch(claim)
        if len(raw) > max_bytes:
            raise TooLarge(claim.label, f"{len(raw):,} bytes, over the limit of {max_bytes:,}", "raise max_bytes to take it")
        return raw

    def archive(self, originals: Sequence[Original]) -> list[None]:
        """Sends home that their records are durable; the broker has the letter when it returns. Raises BrokerUnavailable."""
        done = [Refined(claim=each.claim.name, size=each.size, sha256=each.sha256) for each in originals]
        if done:
            with _in_time("a letter home"):
                self.send(Results(refined=tuple(done)))
        return [None] * len(done)

    def quarantine(self, claim: Claim, error: CopydeskError, **details: Any) -> None:
        """Sends home why this claim belongs into quarantine. Raises BrokerUnavailable."""
        with _in_time(claim.label):
            self.send(Results(refused=(Refused(**quarantine.reason_of(claim, error, utc_now(), **details)),)))


@dataclass(frozen=True)
class RemoteBench:
    """What a process of such a worker works with. `send` publishes a letter home; `given` as for Bench."""

    settings: Settings
    send: Send
    given: Refine | None = None

    @cached_property
    def tries(self) -> Tries:
        """The notes of this host; what is long over is swept when a process opens them."""
        notes = Tries(self.settings.desk / "tries")
        with guarded(SpoolUnavailable, notes.folder):
            make_folders(notes.folder)
        notes.sweep([name for name in notes.look().unfinished if _recent(name)])
        return notes

    @cached_property
    def meter(self) -> Meter:
        """What counts the stories of this host."""
        return Spool(self.settings.desk).meter

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        """Where records go."""
        return tuple(open_store(url) for url in self.settings.store_urls)

    @cached_property
    def bucket(self) -> BucketCarrier | None:
        """Where originals are fetched that do not travel in messages."""
        carrier = open_carrier(self.settings)
        return carrier if isinstance(carrier, BucketCarrier) else None

    def refine(self, raw: bytes, filename: str, defaults: Defaults, own: Mapping[str, str] | None = None) -> list[Record]:
        """The pipeline's verb with a desk's own styles. Raises StyleRefused, and as the verb does."""
        if self.given:
            return self.given(raw, filename, defaults)
        with styles.refusing(filename):
            rules = styles.carried(own or {})
        return pipeline.refine(raw, filename, defaults, rules)

    def ingest(self, names: Sequence[str], parcel: object) -> Outcome:
        """Refines and stores the claims of these names, and sends home what became of them. Raises SpoolUnavailable."""
        try:
            come = Parcel.model_validate(parcel or {})
        except ValidationError as wrong:
            raise SpoolUnavailable(
                "a message", f"its parcel can't be read: {wrong}", "one version for desk and workers"
            ) from wrong
        spool = RemoteSpool(come, self.bucket, self.tries, self.meter, self.send)
        settings = self.settings.model_copy(update={"sources": come.sources})
        return ingest(names, spool, self.stores, settings, partial(self.refine, own=come.styles))


def check_remote(settings: Settings) -> None:
    """Raises BadSettings where a worker without the desk would keep records on its own disk, or has nobody to work for."""
    if settings.broker_url is None:
        raise BadSettings("broker_url", "a worker on another host needs the desk's broker", "give --broker URL")
    kinds = {url.partition("://")[0] for url in settings.store_urls}
    if own := sorted(kinds & set(OWN_DISK)):
        said = f"{', '.join(own)}: on this host's own disk, where the desk does not look"
        raise BadSettings("stores", said, "name stores that both reach: COPYDESK_STORES=postgresql://..., s3://..., redis://...")


@contextmanager
def _in_time(subject: str) -> Iterator[None]:
    """A network that is slower than soft_time_limit is no fault of the story."""
    try:
        yield
    except SoftTimeLimitExceeded as slow:
        raise BrokerUnavailable(subject, "its way takes longer than soft_time_limit", "see to the network") from slow


def _recent(name: str) -> bool:
    try:
        return Claim.parse(name).day >= (utc_now() - REMEMBERED).date()
    except BadClaim:
        return False
