"""What becomes of a story on its way through other houses, and stories that look alike and are not the same."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from pipeline import refine
from pipeline.record import Record

LOOK_ALIKES: Final = Path(__file__).with_name("look_alikes.toml")
_BLANK: Final = re.compile(r"\{(\w+)\}")
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "..."})
# What two houses print around a story, and what parts its paragraphs.
HOUSES: Final = (
    ("By Ada Quill\nBrill News Service\n\n", "\n\n", "\n\n(Reporting by Ada Quill in Brill; Editing by Peter Vance)\n"),
    ("Published in Business\n", "\n", "\n___\n©2026 Brill News. Distributed by Tribune Content Agency, LLC.\nComments\n"),
)


@dataclass(frozen=True)
class Story:
    """A story without a house. `width` wraps its lines."""

    headline: str
    paragraphs: tuple[str, ...]
    width: int | None = None

    @classmethod
    def of(cls, record: Record) -> Story:
        """What a record holds of it."""
        return cls(record.headline or "Untitled", tuple(block.text for block in record.body))

    def record(self, house: int) -> Record:
        """The record of the file that this house makes of it."""
        head, gap, tail = HOUSES[house]
        lines = ["\n".join(textwrap.wrap(each, self.width)) if self.width else each for each in self.paragraphs]
        (record,) = refine(f"{self.headline}\n\n{head}{gap.join(lines)}{tail}".encode(), "story.txt")
        return record


def _cut(story: Story, share: float) -> Story:
    return replace(story, paragraphs=story.paragraphs[: max(1, round(len(story.paragraphs) * share))])


def _updated(story: Story, dice: Random) -> Story:
    """Two paragraphs more on top, and one less further down."""
    fresh = tuple(f"Update {dice.random()} came from the office on Sunday, and nobody there would say more." for _ in range(2))
    gone = dice.randrange(1, len(story.paragraphs)) if len(story.paragraphs) > 4 else None
    return replace(story, paragraphs=fresh + tuple(each for at, each in enumerate(story.paragraphs) if at != gone))


def _edited(story: Story, dice: Random) -> Story:
    """A word changed in about every tenth sentence."""
    paragraphs = (" ".join("amended" if dice.random() < 0.005 else word for word in each.split()) for each in story.paragraphs)
    return replace(story, paragraphs=tuple(paragraphs))


def _each(story: Story, change: Callable[[str], str]) -> Story:
    return replace(story, headline=change(story.headline), paragraphs=tuple(map(change, story.paragraphs)))


# By what was done to it; and whether what remains says nothing new, so that it is a duplicate and not only the same story.
COPIES: Final[dict[str, tuple[Callable[[Story, Random], Story], bool]]] = {
    "another house's furniture": (lambda story, dice: story, True),
    "another headline": (lambda story, dice: replace(story, headline=f"Officials tell what it was, {dice.random()}"), True),
    "straight quotes and dashes": (lambda story, dice: _each(story, lambda text: text.translate(_STRAIGHT)), True),
    "in capitals": (lambda story, dice: _each(story, str.upper), True),
    "wrapped at 65 characters": (lambda story, dice: replace(story, width=65), True),
    "cut to half": (lambda story, dice: _cut(story, 1 / 2), False),
    "cut to a third": (lambda story, dice: _cut(story, 1 / 3), False),
    "two new paragraphs, one gone": (_updated, False),
    "every tenth sentence edited": (_edited, False),
}


def look_alikes(count: int, dice: Random) -> Iterator[tuple[str, Story]]:
    """By the kind: `count` stories of each frame, no two the same; and of each event what two writers made of it."""
    told = tomllib.loads(LOOK_ALIKES.read_text("utf-8"))
    for kind, frame in told["frames"].items():
        seen: set[str] = set()
        while len(seen) < count:
            filled = _BLANK.sub(lambda blank: _fill(blank[1], told["fill"], dice), frame.strip())
            if filled not in seen:
                seen.add(filled)
                yield kind, _story(filled)
    for event in told["events"]:
        yield from (("two writers", _story(event[writer].strip())) for writer in ("one", "other"))


def _story(text: str) -> Story:
    headline, *paragraphs = text.split("\n")
    return Story(headline, tuple(paragraphs))


def _fill(blank: str, words: dict[str, list[str]], dice: Random) -> str:
    return str(dice.randint(11, 99)) if blank == "n" else dice.choice(words[blank])
