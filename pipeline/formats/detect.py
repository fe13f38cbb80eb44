"""Which format is this? The bytes say; a file's name only says what somebody called it."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.errors import UnknownFormat
from pipeline.formats import foreign
from pipeline.formats.charset import by_mark
from pipeline.formats.registry import HEAD, READERS


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories in a file's bytes, by the first reader of registry.READERS that recognises them.

    `filename` is for messages. Raises UnreadableCopy: UnknownFormat for a format without a reader, and what the readers raise.
    """
    head = head_of(raw)
    for reader in READERS:
        if reader.recognises(head):
            return reader.read(raw, filename)
    looks = foreign.name_of(head) or "no format that is known"
    raise UnknownFormat(filename, f"looks like {looks}, which has no reader", "send the story as text, HTML or a wire format")


def head_of(raw: bytes) -> bytes:
    """The first bytes of a file as UTF-8, without byte order mark and leading blanks, whatever its encoding."""
    head = raw[:HEAD]
    marked = by_mark(head)
    return (marked.text.encode("utf-8", "replace") if marked else head).lstrip()
