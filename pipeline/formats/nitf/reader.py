"""NITF: IPTC News Industry Text Format 3.x, with or without its namespace, as the agencies really write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory
from pipeline.formats.blocks import Block
from pipeline.formats.markup import root_of
from pipeline.formats.nitf.body import body_of, images_of
from pipeline.formats.nitf.head import Head, Said, compose, head_of
from pipeline.formats.nitf.meta import fields_of
from pipeline.formats.story_copy import StoryCopy
from pipeline.formats.xml.tree import Element, attribute, find, find_all, line_of, name_of, parse, words

_OF_PICTURES: Final = frozenset({"caption", "credit", "metadata"})


class Story(NamedTuple):
    """A NITF element read: the lines of its head, the blocks of its body, its fields, and what was odd."""

    head: Head
    body: list[Block]
    fields: Fields
    notices: tuple[Notice, ...]


def recognises(head: bytes) -> bool:
    """XML whose root is `nitf`."""
    return (root_of(head) or "").lower() == "nitf"


def read(raw: bytes, filename: str) -> list[Document]:
    """The story of a NITF file. Raises UnreadableCopy: BrokenMarkup, NotAStory where it holds no word of text."""
    tree = parse(raw, filename)
    story = story_of(tree.root)
    if not story.body and not story.head.headlines:
        raise NotAStory(filename, "a NITF envelope without headline and text", "ask the agency for the story")
    copy = StoryCopy("nitf")
    compose(copy, story.head, story.body, (story.fields.slug, *story.fields.keywords))
    notices = tuple(notice for notice in tree.notices if notice not in tree.decoded.notices)
    return [copy.document(tree.decoded, story.fields, notices + story.notices)]


def story_of(root: Element) -> Story:
    """A `nitf` element, or a `body` that an envelope holds alone."""
    body = root if name_of(root) == "body" else find(root, "body")
    fields, notices = fields_of(root)
    head = Head()
    blocks: list[Block] = []
    for part in _parts(root if body is None else body):
        if name_of(part) == "body.head":
            head.extend(head_of(part))
        elif name_of(part) != "head":
            blocks += body_of(part)
    _add_titles(head, root)
    _add_messages(head, root)
    images = images_of(root)
    only_pictures = images and not any(block.given is None or block.given[0] not in _OF_PICTURES for block in blocks)
    genre = "picture" if only_pictures else fields.genre
    return Story(head, blocks, replace(fields, images=images, genre=genre), notices)


def _parts(body: Element) -> Iterator[Element]:
    """body.head, body.content, body.end; the body itself where an agency left these out."""
    known = ("body.head", "body.content", "body.end")
    inside = [part for part in body if name_of(part) in known]
    yield from inside or [body]


def _add_titles(head: Head, root: Element) -> None:
    """`title` is the headline where there is no other: agencies write their slug into it."""
    title = find(root, "head/title")
    if not head.headlines and title is not None and (said := words(title)):
        head.headlines.append(Said(said, line_of(title)))


def _add_messages(head: Head, root: Element) -> None:
    """`ed-msg` and `correction`: a word to editors, in attributes or (NITF 2) as text."""
    for message in (at for name in ("ed-msg", "correction") for at in find_all(root, f"head/docdata/{name}")):
        said = dict.fromkeys((attribute(message, "msg"), attribute(message, "info"), words(message)))
        head.notes += [Said(text, line_of(message)) for text in said if text]
