"""What stands at the two edges of a story, and what in the middle: a record seen as a repeat detector sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.cleaning.sheet import is_prose
from pipeline.record import Record

DEPTH: Final = 5  # so many lines from either end are an edge
# Lines that no rule knew: only the place they stood in took them out of the story.
_BY_PLACE_ABOVE: Final = "head.above_headline"
_BY_PLACE_BELOW: Final = "tail.below_the_end"


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A line at an edge. `above`, `below`: the paragraphs between it and that edge; None where it is not at that one.

    `title`: it stands where the headline or the line below it belongs.
    """

    text: str
    above: int | None
    below: int | None
    title: bool = False


@dataclass(frozen=True, slots=True)
class Edges:
    """One story: the lines at its edges, and the others."""

    lines: tuple[EdgeLine, ...]
    middle: tuple[str, ...]


def _nothing(text: str) -> bool:
    return False


def edges_of(record: Record, known: Callable[[str], bool] = _nothing) -> Edges:
    """The edges of a record, without the lines that are `known`: a rule in force takes them in the next story."""
    titles = [text for text in (record.headline, record.subheadline) if text and not known(text)]
    body = [block.text for block in record.body if not known(block.text)]
    prose = [is_prose(text) for text in (*titles, *body)]
    depth = len(titles)
    lines = [EdgeLine(text, sum(prose[:n]), None, title=True) for n, text in enumerate(titles)]
    middle = []
    for n, text in enumerate(body, depth):
        above = sum(prose[:n]) if n < depth + DEPTH else None
        below = sum(prose[n + 1 :]) if n >= len(prose) - DEPTH else None
        if above is None and below is None:
            middle.append(text)
        else:
            lines.append(EdgeLine(text, above, below))
    for gone in record.removed:
        if gone.rule == _BY_PLACE_ABOVE and not known(gone.text):
            lines.append(EdgeLine(gone.text, 0, None))
        elif gone.rule == _BY_PLACE_BELOW and not known(gone.text):
            lines.append(EdgeLine(gone.text, None, 0))
    return Edges(tuple(lines), tuple(middle))
