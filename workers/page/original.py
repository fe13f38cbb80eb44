"""The original of a stored story, found in the archive and read again with today's rules."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from pipeline.errors import BadClaim, SpoolUnavailable, TooLarge, Vanished
from pipeline.record import Record, TracedRecord
from pipeline.refine import trace
from workers.archive import folder_of
from workers.claim import Claim, unique
from workers.page.index import Arrival
from workers.page.newsroom import Newsroom
from workers.reading import read_regular
from workers.styling import styles

MOST_BYTES: Final = 2_000_000  # of an original that a page is made of


def traced(room: Newsroom, arrival: Arrival) -> TracedRecord:
    """The story as its original reads today, every character of it accounted for.

    Raises Vanished where there is no original any more, TooLarge, UnreadableCopy, RuleError, SpoolUnavailable.
    """
    record = arrival.record
    subject = record.source.file
    if record.source.bytes > MOST_BYTES:
        raise TooLarge(subject, f"{record.source.bytes:,} bytes are too many for a page", "see it with `copydesk explain`")
    try:
        claim = Claim.parse(arrival.claim)
    except BadClaim as unknown:
        raise Vanished(subject, "the ledger does not know how it came", "look for it in archive/") from unknown
    raw = _bytes(room.spool.archived, claim, record)
    rules = styles.in_force(room.spool.desk / styles.ACCEPTED)
    for story in trace(raw, record.source.file, room.settings.defaults(claim.source), rules):
        if story.id == record.id:
            return story
    raise Vanished(subject, "today's rules find no such story in it", "see it with `copydesk explain`")


def _bytes(archived: Path, claim: Claim, record: Record) -> bytes:
    """The archived file of this claim, by its name or with its id in it; the sha256 tells which it is."""
    folder = folder_of(archived, claim.day) / claim.source
    for name in (unique(claim.original, claim.id), claim.original):
        try:
            raw = read_regular(folder / name, record.source.file, MOST_BYTES)
        except (Vanished, SpoolUnavailable):  # the second: its name was too long for a file system, or its folder is gone
            continue
        if hashlib.sha256(raw).hexdigest() == record.source.sha256:
            return raw
    raise Vanished(record.source.file, "its original is no longer in the archive", "it was pruned, or moved by hand")
