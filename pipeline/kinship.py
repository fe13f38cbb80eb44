"""The same story again: which earlier record a story belongs to, repeats or replaces. Pure: the workers remember, this decides.

    cluster_id     the first record of the story: its own id where it is the first
    duplicate_of   the first record with the same text, or nearly: another distributor's copy, a repeat
    supersedes     the latest version before this one, where text or status have changed

First in wins: a record's links name only what came before it, and never change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from pipeline.document import Status
from pipeline.kinship_text import alike, nearly_equal, sentences, shared
from pipeline.record import Record

MOST_REPLACED: Final = 20  # of the ids in `replaces`, the first ones
_FIGURES: Final = re.compile(r"\d{1,9}", re.ASCII)
_ORDERS: Final[frozenset[Status]] = frozenset({"corrected", "killed", "withheld"})  # words on what was sent before


class Traits(NamedTuple):
    """What has to be remembered of a record to know its story again."""

    id: str
    cluster_id: str
    duplicate_of: str | None
    text: str | None  # half of its content_hash, where there is a text
    story_id: str | None
    replaces: tuple[str, ...]
    version: str | None
    status: Status
    agency: str | None
    language: str | None  # without its region
    published_at: float | None  # seconds since the epoch
    updated_at: float | None
    sentences: tuple[int, ...]

    @property
    def ids(self) -> frozenset[str]:
        """What the format calls this story, and those that it names as its own earlier ones."""
        return frozenset(filter(None, (self.story_id, *self.replaces)))

    @classmethod
    def of(cls, record: Record) -> Traits:
        """Those of a record that has no links yet: it is its own cluster. Without a body the headline is the text."""
        said = sentences("\n".join(block.text for block in record.body) or record.headline or "")
        return cls(
            id=record.id,
            cluster_id=record.id,
            duplicate_of=None,
            text=record.content_hash[:32] if said else None,
            story_id=record.story_id,
            replaces=record.replaces[:MOST_REPLACED],
            version=record.version,
            status=record.status,
            agency=record.agency.id if record.agency else None,
            language=record.language.partition("-")[0] if record.language else None,
            published_at=_seconds(record.published_at),
            updated_at=_seconds(record.updated_at),
            sentences=said,
        )


class Links(NamedTuple):
    """A record's three fields, and why: "first", "same text", "named", "same story_id", "41 of 43 sentences"."""

    cluster_id: str
    duplicate_of: str | None = None
    supersedes: str | None = None
    why: str = "first"


def links_of(story: Traits, known: Sequence[Traits]) -> Links:
    """The links of a story that just came in to those that came before it, given in the order in which they came."""
    kin = [each for each in known if _related(story, each)]
    if not kin:
        return Links(story.id)
    versions = [each for each in kin if _follows(story, each)]
    copies = [each for each in kin if _repeats(story, each) and each not in versions]
    # A repeat of version 2 comes after version 1 as well: what counts is the latest of them. Of equals the one that came last.
    latest = max((each for each in reversed(kin) if each in versions or each in copies), key=_order, default=kin[0])
    if latest in versions:
        return Links(kin[0].cluster_id, None, _original(latest), _why(story, latest))
    if latest in copies:
        return Links(kin[0].cluster_id, _original(copies[0]), None, _why(story, copies[0]))
    return Links(kin[0].cluster_id, why=_why(story, latest))


def _original(each: Traits) -> str:
    """The record that this one is a copy of, or itself: whoever follows a link finds no further one."""
    return each.duplicate_of or each.id


def linked(record: Record, links: Links) -> Record:
    """The record with these links."""
    found = {"cluster_id": links.cluster_id, "duplicate_of": links.duplicate_of, "supersedes": links.supersedes}
    return record.model_copy(update=found)


def stored_links(record: Record) -> Links | None:
    """The links that a stored record has; None where it was stored without."""
    if record.cluster_id is None:
        return None
    return Links(record.cluster_id, record.duplicate_of, record.supersedes, "as stored")


def relinked(fresh: Record, stored: Record | None) -> Record:
    """A record that was refined again, with the links that it was stored with: links are given once."""
    links = stored_links(stored) if stored else None
    return linked(fresh, links) if links else fresh


def _related(story: Traits, each: Traits) -> bool:
    return _same_text(story, each) or bool(story.ids & each.ids) or alike(story.sentences, each.sentences)


def _repeats(story: Traits, each: Traits) -> bool:
    """Another status is news: the kill that carries the story it kills, the story whose embargo has ended."""
    return story.status == each.status and (_same_text(story, each) or nearly_equal(story.sentences, each.sentences))


def _follows(story: Traits, each: Traits) -> bool:
    """Whether the story is a later version of one that came in before: versions may come in any order."""
    unchanged = (story.text, story.status) == (each.text, each.status)
    if unchanged or story.story_id in each.replaces or not _may_agree(story.language, each.language):
        return False
    if each.story_id in story.replaces:
        return True
    counted = _figures(each) <= _figures(story) or story.version is None
    order = story.status in _ORDERS and each.status != story.status and counted
    if story.ids & each.ids:
        return order or _order(each) <= _order(story)
    return _may_agree(story.agency, each.agency) and (order or _figures(each) < _figures(story))


def _may_agree(one: str | None, other: str | None) -> bool:
    """Not told to be two."""
    return one == other or one is None or other is None


def _same_text(story: Traits, each: Traits) -> bool:
    return story.text is not None and story.text == each.text


def _order(story: Traits) -> tuple[tuple[int, ...], float, float]:
    """As the store in PostgreSQL orders the versions of a story: by the figures of the version, then by its times."""
    return _figures(story), story.published_at or 0.0, story.updated_at or 0.0


def _figures(story: Traits) -> tuple[int, ...]:
    """The numbers in a version: of "2" (2,), of "1st Ld-Writethru" (1,); a version without a number comes after none at all."""
    if story.version is None:
        return ()
    return tuple(map(int, _FIGURES.findall(story.version[:100]))) or (0,)


def _why(story: Traits, each: Traits) -> str:
    if _same_text(story, each):
        return "same text"
    if each.story_id in story.replaces or story.story_id in each.replaces:
        return "named"
    if story.ids & each.ids:
        return "same story_id"
    same, fewest, _ = shared(story.sentences, each.sentences)
    return f"{same} of {fewest} sentences"


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
