"""What a line of a page is by those around it: "By" above a name, "12 Comments" above these, a name that has signed already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.document import Label
from pipeline.formats.blocks import Given
from pipeline.formats.html.blocks import Block, Page
from pipeline.formats.html.claims import heads_comments
from pipeline.formats.html.evidence import said_of
from pipeline.formats.html.story import Layout
from pipeline.formats.story_copy import fold

_LONGEST: Final = 80  # characters of a line with a name or a time
_MORE_BY: Final = re.compile(r"(?:(?:more|all|other|read|see)\b.{0,30}\b)?(?:by|from)\s+", re.I)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:,|;|\||&|\band\b)\s*")
_CLOCK: Final = re.compile(r"\W*\d{1,2}[:.h]\d\d\b.{0,30}|\d{1,3} ?(?:[a-z]{1,8}) ago|just now", re.I)
_LONGEST_DATED: Final = 120
_DATED_BYLINE: Final = "html.dated_byline"
_DATED: Final = re.compile(
    r".{0,40}\b(?:19|20)\d\d\b.{0,30}\b(?i:by|von|par|por|di)\s+((?:[^\W\d_a-z][\w.'’-]*\s){1,3}[^\W\d_a-z][\w.'’-]+)"
    r"(?:\s*[|•·–—-].{0,60})?"
)
SIGNED: Final = re.compile(r"(?:(?:posted|written|published|story|text|words) )?(?:by|von|par|por|di|door|av|af)\b", re.I)


def authors_of(page: Page, labels: Sequence[Given | None]) -> tuple[str, ...]:
    """Who has signed in a line that tells the date at once: "March 3, 2026 By Ada Quill | 2 Comments"."""
    dated = (block.text for block, label in zip(page.blocks, labels, strict=True) if label and label[1] == _DATED_BYLINE)
    return tuple(found.group(1) for text in dated if (found := _DATED.fullmatch(text)))


def with_neighbours(page: Page, labels: Sequence[Given | None], layout: Layout, authors: Sequence[str]) -> list[Given | None]:
    """The labels, with those that follow from the lines around; `authors` are those of the metadata."""
    signed = _signed(page, labels, authors)
    return [label or _of_neighbours(page, labels, number, layout, signed) for number, label in enumerate(labels)]


def _signed(page: Page, labels: Sequence[Given | None], authors: Sequence[str]) -> frozenset[str]:
    """The names that have signed, folded: of the metadata, and of the bylines on the page."""
    lines = (block.text for block, label in zip(page.blocks, labels, strict=True) if label and label[0] == "byline")
    names = (name for line in lines for name in _BETWEEN_NAMES.split(_MORE_BY.sub("", line, count=1)))
    return frozenset(map(fold, (*authors, *names))) - {""}


def _of_neighbours(
    page: Page, labels: Sequence[Given | None], number: int, layout: Layout, signed: frozenset[str]
) -> Given | None:
    """What a line is by those around it: "By" above a name, "12 Comments" above these, the author's name once more."""
    block = page.blocks[number]
    below = number + 1 if number + 1 < len(labels) else number
    if (given := labels[below]) and given[1] == "html.comments" and heads_comments(block):
        return given
    if len(block.text) <= _LONGEST and (layout.is_amid(number) or layout.is_below(number)):
        if signed and fold(_MORE_BY.sub("", block.text, count=1)) in signed:
            opens_a_note = page.blocks[below].text.startswith(block.text) and below > number
            if opens_a_note or _says(block, "byline"):  # of each entry of a live blog, of the box below
                return "furniture", "html.byline_again"
        elif _CLOCK.fullmatch(block.text) and _says(block, "published"):
            return "furniture", "html.time"
    if len(block.text) <= _LONGEST_DATED and layout.is_above(number) and _DATED.fullmatch(block.text):
        return "published", _DATED_BYLINE
    return _of_a_lone_by(page, labels, number)


def _says(block: Block, label: Label) -> bool:
    said = said_of(block)
    return said is not None and said[0] == label


def _of_a_lone_by(page: Page, labels: Sequence[Given | None], number: int) -> Given | None:
    """'By' in a line of its own, above the name: it is a part of the byline."""
    below = labels[number + 1] if number + 1 < len(labels) else None
    return below if below and below[0] == "byline" and SIGNED.fullmatch(page.blocks[number].text.rstrip(":")) else None
