"""How much prose does each part of a page hold? Counted once a page; an area's answer then takes constant time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from pipeline.formats.html.blocks import Area, Block

_SENTENCE: Final = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*\Z")
_SHORTEST: Final = 25  # characters of a paragraph that counts as prose
_LONG: Final = 200  # characters beyond which a paragraph needs no full stop
_SHELF: Final = 3  # teasers; one or two are an insert, which says what it is
_RUNNING: Final = 0.7  # share of prose in running text; cards hold a sentence between headings and dates


class Prose:
    """The prose of a page's blocks, in characters outside of links. `is_assumed`: there is no sentence, any text counts."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.weights = [len(block.text) - block.linked if is_prose(block) else 0 for block in blocks]
        self.is_assumed = not any(self.weights)
        if self.is_assumed:  # a flash of one line, a language without full stops: all text outside links and headings
            self.weights = [0 if block.kind == "heading" else max(len(block.text) - block.linked, 0) for block in blocks]
        self._sums = [0, *accumulate(self.weights)]
        self._counts = [0, *accumulate(weight > 0 for weight in self.weights)]
        linked = [block.kind == "heading" and block.linked >= len(block.text) for block in blocks]
        self._links = [0, *accumulate(linked)]
        self._headings = [0, *accumulate(block.kind == "heading" for block in blocks)]
        self._written = [0, *accumulate(len(block.text) for block in blocks)]

    def __contains__(self, number: int) -> bool:
        return self.weights[number] > 0

    @property
    def total(self) -> int:
        """Characters of prose on the page."""
        return self._sums[-1]

    def chars(self, area: Area) -> int:
        """Characters of prose in an area."""
        return self._sums[area.last] - self._sums[area.first]

    def paragraphs(self, area: Area) -> int:
        """Blocks of prose in an area."""
        return self._counts[area.last] - self._counts[area.first]

    def paragraphs_above(self, area: Area) -> int:
        """Blocks of prose before an area."""
        return self._counts[area.first]

    def paragraphs_below(self, area: Area) -> int:
        """Blocks of prose behind an area."""
        return self._counts[-1] - self._counts[area.last]

    def is_of_teasers(self, area: Area) -> bool:
        """Is an area a shelf of other stories: several headings, each a link, with no more than a short paragraph each?"""
        links = self._links[area.last] - self._links[area.first]
        if links < _SHELF or links != self._headings[area.last] - self._headings[area.first]:
            return False
        return self.paragraphs(area) <= links and self.chars(area) <= links * _LONG

    def is_running(self, area: Area) -> bool:
        """Is an area mostly prose?"""
        return self.chars(area) > _RUNNING * (self._written[area.last] - self._written[area.first])


def is_sentence(text: str) -> bool:
    """Does a text end like a sentence?"""
    return _SENTENCE.search(text) is not None


def is_prose(block: Block) -> bool:
    """Does a block read like a paragraph of a story: a sentence, or long, and no heading, caption, row or list of links?"""
    text = block.text
    if block.kind in ("heading", "caption", "table") or len(text) < _SHORTEST or 2 * block.linked > len(text):
        return False
    return len(text) > _LONG or is_sentence(text)
