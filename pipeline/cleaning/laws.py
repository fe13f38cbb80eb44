"""The law that every story is held to: each non-blank character of the decoded text lies in exactly one span."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import Span


def is_conserved(text: str, spans: Iterable[Span]) -> bool:
    """True where the spans, in order, do not overlap and leave nothing but white space between them. Linear."""
    position = 0
    for span in spans:
        if span.start < position or span.end <= span.start or not _is_blank(text, position, span.start):
            return False
        position = span.end
    return position <= len(text) and _is_blank(text, position, len(text))


def _is_blank(text: str, start: int, end: int) -> bool:
    return start == end or text[start:end].isspace()
