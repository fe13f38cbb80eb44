"""Plain text: one passage a line, or a paragraph where the wire had cut its paragraphs into lines."""

from __future__ import annotations

import re

from pipeline.document import Document, Kind, Notice, Passage
from pipeline.errors import TooLarge
from pipeline.formats import foreign
from pipeline.formats.decoding.decode import decode
from pipeline.formats.text.wrapped import joins

BULLETS = ("- ", "* ", "• ", "•\t", "‣ ", "◦ ", "▪ ", "● ", "■ ", "· ")
_MOST_LINES = 1_000_000  # blank ones too
ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9A-Fa-f]{2,5});")


def recognises(head: bytes) -> bool:
    """Whatever looks like no other format is text."""
    return foreign.name_of(head) is None


def read(raw: bytes, filename: str) -> list[Document]:
    """One story of plain text -> its Document; the text is the file's, decoded, with nothing added or left out.

    Passages are the non-blank lines (kind "line"), paragraphs of wrapped copy ("paragraph") and runs of bullets
    ("list_item"). Notice html_entities where the text holds escaped characters, which stay. Raises UnreadableCopy.
    """
    decoded = decode(raw, subject=filename)
    if (lines := decoded.text.count("\n")) > _MOST_LINES:
        raise TooLarge(filename, f"a text of {lines:,} lines, more than {_MOST_LINES:,}", "split it into stories")
    notices = decoded.notices + entity_notices(decoded.text)
    return [Document(decoded.text, passages_of(decoded.text), format="text", encoding=decoded.encoding, notices=notices)]


def entity_notices(text: str) -> tuple[Notice, ...]:
    """A notice where text that is no HTML holds "&amp;" and its like."""
    if "&" not in text or not (found := ENTITY.search(text)):
        return ()
    return (Notice("html_entities", f"the text holds escaped characters ({found.group()}), left as they are"),)


def passages_of(text: str) -> tuple[Passage, ...]:
    """The passages of decoded text, in order; every non-blank character lies in exactly one."""
    lines = text.split("\n")
    carried_on = joins(lines)
    found: list[tuple[int, int, int, Kind]] = []
    offset = 0
    for number, line in enumerate(lines):
        if trimmed := line.strip():
            start = offset + line.find(trimmed)
            end = start + len(trimmed)
            if number in carried_on:
                first, _, line_number, _ = found.pop()
                found.append((first, end, line_number, "paragraph"))
            else:
                found.append((start, end, number + 1, "list_item" if is_bullet(trimmed) else "line"))
        offset += len(line) + 1
    return tuple(Passage(start, end, number, text[start:end], kind) for start, end, number, kind in lone_bullets_are_lines(found))


def is_bullet(text: str) -> bool:
    """'- item', '• item'; not '- - -', '* * *'."""
    return text.startswith(BULLETS) and text[2:].lstrip()[:1] not in "-*•_="


def lone_bullets_are_lines(found: list[tuple[int, int, int, Kind]]) -> list[tuple[int, int, int, Kind]]:
    """A list has two items at least: '- An aside like this one' is a line."""
    for n, (start, end, number, kind) in enumerate(found):
        if kind == "list_item" and "list_item" not in {row[3] for row in (*found[n - 1 : n], *found[n + 1 : n + 2])}:
            found[n] = (start, end, number, "line")
    return found
