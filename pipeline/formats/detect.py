"""Which format is this? The bytes say; a file's name only says what somebody called it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from pipeline.document import Document, Notice
from pipeline.errors import BinaryCopy, EmptyCopy, TooLarge, UnknownFormat, UnreadableCopy
from pipeline.formats import foreign
from pipeline.formats.archives import Member, is_archive, left_out, members
from pipeline.formats.decoding.charset import as_utf8, unmarked
from pipeline.formats.registry import HEAD, READERS, Format

MOST_STORIES: Final = 10_000  # of one file
MOST_PASSAGES: Final = 100_000  # of one story: a novel has a tenth of that
Refused: TypeAlias = tuple[str, UnreadableCopy]  # a file inside another, by its name, and why it holds no story


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories in a file's bytes, by the first reader of registry.READERS that recognises them; an archive is unpacked first.

    `filename` is for messages. Raises UnreadableCopy: UnknownFormat for a format without a reader, and what the readers raise.
    """
    if is_archive(raw):
        return _together([], *_stories_of(members(raw, filename), filename), filename)
    reader = _reader_of(raw, filename)
    enclosed = reader.enclosed(raw) if reader.enclosed else []
    return _with_enclosed(reader, raw, enclosed, filename) if enclosed else _by(reader, raw, filename)


def _reader_of(raw: bytes, filename: str) -> Format:
    head = head_of(raw)
    for reader in READERS:
        if reader.recognises(head):
            return reader
    looks = foreign.name_of(head) or "no format that is known"
    raise UnknownFormat(filename, f"looks like {looks}, which has no reader", "send the story as text, HTML or a wire format")


def _by(reader: Format, raw: bytes, filename: str) -> list[Document]:
    """What the reader reads, unless it is in so many pieces that it is no story: a log, a table, a file made to keep us busy."""
    stories = reader.read(raw, filename)
    if len(stories) > MOST_STORIES:
        raise TooLarge(filename, f"{len(stories):,} stories in one file, more than {MOST_STORIES:,}", "send it in parts")
    if (most := max((len(story.passages) for story in stories), default=0)) > MOST_PASSAGES:
        raise TooLarge(filename, f"a text of {most:,} paragraphs or lines, more than {MOST_PASSAGES:,}", "split it into stories")
    return stories


def _with_enclosed(reader: Format, raw: bytes, enclosed: Iterable[Member], filename: str) -> list[Document]:
    """The stories of a file and of the files in it; archives among these are unpacked."""
    own: list[Document] = []
    refused: list[Refused] = []
    try:
        own = _by(reader, raw, filename)
    except EmptyCopy as error:  # a mail that says nothing itself
        refused.append((filename, error))
    stories: list[Document] = []
    for member in enclosed:
        try:
            packed = members(member.raw, filename) if member.raw and is_archive(member.raw) else (member,)
            found, left = _stories_of(packed, filename)
        except UnreadableCopy as error:
            found, left = [], [(member.name, error)]
        stories += found
        refused += left
    return _together(own, stories, refused if own else refused[1:] if stories else refused, filename)


def _stories_of(packed: Iterable[Member], filename: str) -> tuple[list[Document], list[Refused]]:
    """The stories of these files, and why the others hold none."""
    stories: list[Document] = []
    refused: list[Refused] = []
    for member in packed:
        try:
            if member.raw is None:
                raise BinaryCopy(filename, member.reason, "send the stories themselves")
            stories += _member(member.raw, filename)
        except UnreadableCopy as error:
            refused.append((member.name, error))
    return stories, refused


def _member(raw: bytes, filename: str) -> list[Document]:
    """A file inside another; what a mail in there carries itself is not opened."""
    reader = _reader_of(raw, filename)
    stories = _by(reader, raw, filename)
    names = ", ".join(inside.name for inside in reader.enclosed(raw)) if reader.enclosed else ""
    return _noted(stories, [Notice("member_left_out", f"attached to a mail in an archive: {names[:300]}")]) if names else stories


def _together(own: list[Document], stories: list[Document], refused: list[Refused], filename: str) -> list[Document]:
    """All, numbered through where they are several. Notice member_left_out, on the first, for each file that holds none."""
    found = [*own, *stories]
    if not found:
        raise left_out(filename, refused)
    found = _noted(found, [Notice("member_left_out", f"{name}: {error.message}") for name, error in refused])
    return found if len(found) == 1 else [replace(story, item=number) for number, story in enumerate(found, 1)]


def _noted(stories: list[Document], notices: list[Notice]) -> list[Document]:
    return [replace(stories[0], notices=(*stories[0].notices, *notices)), *stories[1:]]


def head_of(raw: bytes) -> bytes:
    """The first bytes of a file as UTF-8, without byte order mark and leading blanks, whatever its encoding."""
    return unmarked(as_utf8(raw[:HEAD])).lstrip()
