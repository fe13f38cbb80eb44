"""The law that every story is held to: each non-blank character of the decoded text lies in exactly one span."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import Span


def is_conserved(text: str, spans: Iterable[Span]) -> bool:
    """True where the spans, in order, do not overlap and leave nothing but white space between them. Linear."""
    position = 0
    for span in spans:
        start, end = span.start, span.end
        if start < position or end <= start or not (start == position or text[position:start].isspace()):
            return False
        position = end
    rest = text[position:]
    return position <= len(text) and (not rest or rest.isspace())
