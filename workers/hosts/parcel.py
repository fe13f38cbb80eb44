"""What a message takes to a worker on another host: copies of the originals, and what their desk knows of its copy.

A worker there has neither the desk's files nor its copydesk.toml nor its styles. All that a record depends on travels, so
that a record is the same wherever it was made.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from pipeline.document import NO_DEFAULTS, Defaults
from pipeline.errors import CopydeskError, UnreadableCopy
from workers.claim import Claim
from workers.hosts.carrier import Carrier
from workers.settings import Settings
from workers.spool import Spool
from workers.styling import styles

log = logging.getLogger(__name__)
MESSAGE_BYTES: Final = 4_000_000  # of originals; a message with more is sent as several


class Parcel(BaseModel):
    """`originals`: packed copies by the names of their claims, none where a bucket holds them; `styles`: texts by their paths."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    originals: dict[str, str] = {}
    sources: dict[str, Defaults] = {}
    styles: dict[str, str] = {}


class Packer:
    """Makes parcels of the claims of one desk."""

    def __init__(self, settings: Settings, spool: Spool, carrier: Carrier) -> None:
        self._settings = settings
        self._spool = spool
        self._carrier = carrier

    def __call__(self, claims: Sequence[Claim]) -> Iterator[tuple[list[Claim], Parcel]]:
        """The claims of one batch in one or more parcels. What can't travel is quarantined or, for now, stays claimed.

        Raises SpoolUnavailable where the carrier takes nothing, StyleRefused.
        """
        ready: dict[Claim, bytes] = {}
        for claim in claims:
            raw = self._read(claim)
            if raw is not None:
                ready[claim] = raw
            if sum(map(len, ready.values())) >= MESSAGE_BYTES:
                yield list(ready), self._parcel(ready)
                ready = {}
        if ready:
            yield list(ready), self._parcel(ready)

    def _read(self, claim: Claim) -> bytes | None:
        """None where there is nothing to send: the reconciler comes back to what stays claimed."""
        try:
            raw = self._spool.read(claim, self._settings.max_bytes)
            self._carrier.check(claim, len(raw))
            return raw
        except UnreadableCopy as hopeless:
            log.warning("%s is quarantined: %s", claim.label, hopeless.message)
            self._spool.quarantine(claim, hopeless)
        except CopydeskError as fault:  # vanished, still changing, the disk
            log.info("%s is not sent: %s", claim.label, fault.message)
        return None

    def _parcel(self, ready: dict[Claim, bytes]) -> Parcel:
        known = {claim.source: self._settings.defaults(claim.source) for claim in ready}
        with styles.refusing(str(self._settings.desk)):
            own = styles.texts(self._settings.desk / styles.ACCEPTED)
        return Parcel(
            originals=self._carrier.load({claim.name: raw for claim, raw in ready.items()}),
            sources={source: defaults for source, defaults in known.items() if defaults != NO_DEFAULTS},
            styles=own,
        )
