"""Was this copy cut into lines of one width (old wires, press releases), and which lines then belong together?

A line that was cut by a machine is full: the next line's first word would not have fitted. Lines of copy that holds a
paragraph a line are not full, and never begin with a small letter. Both are asked of the copy as a whole before any
line is joined, so that lists, addresses, tables and poems stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

NARROWEST, WIDEST = 45, 110  # columns: teleprinters cut at 69, press releases at up to 100
FEWEST_JOINS = 3
SLACK = 2  # columns by which a full line may miss the width
SENTENCE_END = re.compile(r"[.!?:;=<][\"'”’»)]*\s*\Z")
TABULAR = re.compile(r"\S(?: {3,}|\t)\s*\S")
BULLET = re.compile(r"\s*(?:[-*•‣◦▪●■·]|\d{1,2}[.)])\s")
# What opens a story below a headline that fills its line: "By A. Name", "BERLIN, May 3 (dpa) - ", "(ANSA) - ROME"
OPENING = re.compile(
    r"\s*(?:(?i:by|von|par|por|di) [A-ZÀ-Þ]|\([A-Z]{2,12}\) ?[-–—]"
    r"|[A-ZÀ-Þ][^().]{1,50}\([A-Za-z/ ]{2,30}\) ?(?:[-–—_]|$)|[A-ZÀ-Þ ,.']{3,40} ?(?:--|[–—]) )"
)
HEAD = 12  # lines among which OPENING counts


def joins(lines: Sequence[str]) -> frozenset[int]:
    """Indexes of the lines that carry on the paragraph of the line before. Empty where the copy as a whole is not wrapped.

    `lines` are the physical lines in order, blank ones and indentation included.
    """
    pairs = [n for n in range(1, len(lines)) if lines[n - 1].strip() and lines[n].strip()]
    width = _width(lines, pairs)
    if width is None:
        return frozenset()
    indent = _indent(lines, pairs)
    found = [n for n in pairs if _carries_on(lines[n - 1], lines[n], width, indent, head=n < HEAD)]
    return frozenset(found) if _is_wrapped(lines, found) else frozenset()


def _width(lines: Sequence[str], pairs: Sequence[int]) -> int | None:
    """The column at which lines were cut: the longest line but for one in fifty (an address does not break)."""
    lengths = sorted(len(lines[n - 1].rstrip()) for n in pairs)
    if len(lengths) < FEWEST_JOINS:
        return None
    width = lengths[int(0.98 * (len(lengths) - 1))]
    return width if NARROWEST <= width <= WIDEST else None


def _indent(lines: Sequence[str], pairs: Sequence[int]) -> int:
    """The indentation of lines inside a paragraph: that of most lines which begin with a small letter."""
    inside = Counter(_blanks(lines[n]) for n in pairs if lines[n].lstrip()[0].islower())
    return inside.most_common(1)[0][0] if inside else 0


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def _carries_on(above: str, line: str, width: int, indent: int, head: bool) -> bool:
    """Is `above` a cut line and `line` its continuation?"""
    if _blanks(line) >= indent + 2 or BULLET.match(line) or TABULAR.search(line) or TABULAR.search(above):
        return False
    if above.rstrip().endswith(("=", "<")) or (head and OPENING.match(line)) or not any(char.isalnum() for char in line):
        return False
    length, first = len(above.rstrip()), line.split(None, 1)[0]
    if length + 1 + len(first) > width - SLACK:
        return any(char.isalnum() for char in above)
    return first[0].islower() and length >= 0.7 * width and not SENTENCE_END.search(above)


def _is_wrapped(lines: Sequence[str], found: Sequence[int]) -> bool:
    """Enough joined lines; most of those above break off in mid-sentence; a third of those below begin with a small letter."""
    if len(found) < FEWEST_JOINS:
        return False
    broken_off = sum(not SENTENCE_END.search(lines[n - 1]) for n in found)
    flowing = sum(lines[n].lstrip()[0].islower() for n in found)
    in_capitals = not any(char.islower() for n in found for char in lines[n])
    return broken_off >= 0.75 * len(found) and (flowing >= 0.3 * len(found) or (in_capitals and len(found) >= 2 * FEWEST_JOINS))
