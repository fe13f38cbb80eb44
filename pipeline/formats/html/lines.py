"""On which line of the source does each block begin? The parser does not tell, so the source is searched, once, forwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_MARKUP: Final = re.compile(r"<(?:!--.*?(?:-->|\Z)|(script|style)\b.*?(?:</\1|\Z)|[a-zA-Z/!?][^>]*>?)", re.S | re.I)
_WORD: Final = re.compile(r"[A-Za-z0-9]{1,30}")  # ASCII, because "é" may be "&eacute;" in the source
_LETTER: Final = re.compile(r"\w")
_REACH: Final = 10_000  # characters of source without markup in which the next block must begin


def lines_of(source: str, texts: Iterable[str]) -> Iterator[int]:
    """The 1-based line of `source` for each of `texts`, its visible texts in order; the last known one where it is not found."""
    visible = _MARKUP.sub(_only_newlines, source)
    place, line, counted = 0, 1, 0
    for text in texts:
        word = _WORD.search(text) or _LETTER.search(text)
        found = visible.find(word.group(), place, place + _REACH) if word else -1
        if found >= 0:
            line += visible.count("\n", counted, found)
            counted = found
            place = found
        yield line
        place += len(text)


def _only_newlines(markup: re.Match[str]) -> str:
    return "\n" * markup.group().count("\n") or " "
