"""Which format is this? The bytes say; a file's name only says what somebody called it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document, Notice
from pipeline.errors import BinaryCopy, UnknownFormat, UnreadableCopy
from pipeline.formats import foreign
from pipeline.formats.archives import is_archive, left_out, members
from pipeline.formats.decoding.charset import by_mark
from pipeline.formats.registry import HEAD, READERS


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories in a file's bytes, by the first reader of registry.READERS that recognises them; an archive is unpacked first.

    `filename` is for messages. Raises UnreadableCopy: UnknownFormat for a format without a reader, and what the readers raise.
    """
    return _unpacked(raw, filename) if is_archive(raw) else _read(raw, filename)


def _read(raw: bytes, filename: str) -> list[Document]:
    head = head_of(raw)
    for reader in READERS:
        if reader.recognises(head):
            return reader.read(raw, filename)
    looks = foreign.name_of(head) or "no format that is known"
    raise UnknownFormat(filename, f"looks like {looks}, which has no reader", "send the story as text, HTML or a wire format")


def _unpacked(raw: bytes, filename: str) -> list[Document]:
    """The stories of an archive's members, numbered through. Notice member_left_out, on the first, for each that holds none."""
    stories: list[Document] = []
    refused: list[tuple[str, UnreadableCopy]] = []
    for member in members(raw, filename):
        try:
            if member.raw is None:
                raise BinaryCopy(filename, member.reason, "send the stories themselves")
            stories += _read(member.raw, filename)
        except UnreadableCopy as error:
            refused.append((member.name, error))
    if not stories:
        raise left_out(filename, refused)
    notices = tuple(Notice("member_left_out", f"{name}: {error.message}") for name, error in refused)
    stories[0] = replace(stories[0], notices=(*stories[0].notices, *notices))
    if len(stories) == 1:
        return stories
    return [replace(story, item=number) for number, story in enumerate(stories, 1)]


def head_of(raw: bytes) -> bytes:
    """The first bytes of a file as UTF-8, without byte order mark and leading blanks, whatever its encoding."""
    head = raw[:HEAD]
    marked = by_mark(head)
    return (marked.text.encode("utf-8", "replace") if marked else head).lstrip()
