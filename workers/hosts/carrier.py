"""How originals travel to workers that do not share the desk's disk: in the message itself, or through a bucket.

    folder      nothing travels: every worker has the desk's folder at hand
    message     the bytes go along in the message, packed, up to carry_bytes a file
    s3://...    the desk uploads them before the message is sent, the worker fetches them, the desk removes them at the end

What travels is a copy. The original stays in claimed/ until its result has come home, so a copy may be lost at any time.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.errors import BadClaim, SpoolUnavailable, TooLarge, Vanished
from workers.claim import Claim
from workers.settings import BY_MESSAGE, Settings

if TYPE_CHECKING:
    from workers.stores.bucket import Bucket

_FASTEST: Final = 1  # a story shrinks to half by it in 0.1 ms; the best level takes three times as long for a tenth less


class Carrier(Protocol):
    """Takes copies of originals from the desk to the workers. Threads may share one, processes may not."""

    def load(self, originals: Mapping[str, bytes]) -> dict[str, str]:
        """Takes these on, by the names of their claims; what of them goes into the message. Raises SpoolUnavailable."""

    def check(self, claim: Claim, size: int) -> None:
        """Raises TooLarge for an original of so many bytes that can't travel."""

    def forget(self, names: Iterable[str]) -> None:
        """Their claims have ended: the copies go. Raises SpoolUnavailable; `sweep` does it later then."""

    def sweep(self, claimed: Callable[[], Collection[str]]) -> None:
        """Removes the copies of what is no longer claimed. Raises SpoolUnavailable."""


class MessageCarrier:
    """In the message itself: nothing more to set up, and nothing that stays behind."""

    def __init__(self, most: int) -> None:
        self._most = most

    def load(self, originals: Mapping[str, bytes]) -> dict[str, str]:
        return {name: pack(raw) for name, raw in originals.items()}

    def check(self, claim: Claim, size: int) -> None:
        if size > self._most:
            said = f"{size:,} bytes, over the {self._most:,} that travel in a message"
            raise TooLarge(claim.label, said, "raise carry_bytes, or let originals travel through S3: carrier = s3://...")

    def forget(self, names: Iterable[str]) -> None:
        """A message that was acknowledged is gone."""

    def sweep(self, claimed: Callable[[], Collection[str]]) -> None:
        """As `forget`."""


class BucketCarrier:
    """Through a bucket that both reach. A prefix belongs to one desk alone: `sweep` removes the claims that it does not know."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _bucket(self) -> Bucket:
        """Opened when it is first needed: a desk starts, and claims, while the bucket is away."""
        from workers.stores.bucket import open_bucket

        return open_bucket(self._url, SpoolUnavailable)

    def load(self, originals: Mapping[str, bytes]) -> dict[str, str]:
        self._bucket.put_many(originals.items())
        return {}

    def check(self, claim: Claim, size: int) -> None:
        """Whatever the desk reads may travel: max_bytes bounds it."""

    def fetch(self, claim: Claim) -> bytes:
        """The copy of this original. Raises Vanished where its claim has ended, SpoolUnavailable."""
        raw = self._bucket.get(claim.name)
        if raw is None:
            raise Vanished(claim.label, f"no longer in {self._bucket.address}", "somebody else has dealt with it")
        return raw

    def forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._bucket.delete(name)

    def sweep(self, claimed: Callable[[], Collection[str]]) -> None:
        there = list(self._bucket.keys(""))
        left = claimed()  # after the bucket: what was uploaded meanwhile is claimed
        self.forget(key for key in there if key not in left and _is_claim(key))


def open_carrier(settings: Settings) -> Carrier | None:
    """The carrier that the settings name; None where every worker has the desk's folder. Raises nothing: see `load`."""
    if not settings.carries:
        return None
    return MessageCarrier(settings.carry_bytes) if settings.carrier == BY_MESSAGE else BucketCarrier(settings.carrier)


def pack(raw: bytes) -> str:
    """The bytes as text for a message."""
    return b64encode(zlib.compress(raw, _FASTEST)).decode()


def unpack(text: str, subject: str, max_bytes: int) -> bytes:
    """What was packed, never more than `max_bytes` of it. Raises TooLarge, SpoolUnavailable for what is no packed text."""
    try:
        raw = zlib.decompressobj().decompress(b64decode(text, validate=True), max_bytes + 1)
    except (NoBase64, zlib.error) as broken:
        raise SpoolUnavailable(subject, f"its copy can't be unpacked: {broken}", "the desk sends it again") from broken
    if len(raw) > max_bytes:
        raise TooLarge(subject, f"over the limit of {max_bytes:,} bytes", "raise max_bytes to take it")
    return raw


def _is_claim(key: str) -> bool:
    with suppress(BadClaim):
        return bool(Claim.parse(key))
    return False
