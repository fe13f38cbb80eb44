"""HTML: a fragment, or a saved page of one story, as the same Document that its text would give."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bs4 import BeautifulSoup

from pipeline.document import Document, Kind, Notice, Passage
from pipeline.errors import NoStory, TooLarge
from pipeline.formats.blocks import Given
from pipeline.formats.decoding.charset import as_utf8
from pipeline.formats.decoding.decode import INVISIBLE, decode
from pipeline.formats.feeds.body import with_captions
from pipeline.formats.html.blocks import Block, blocks_of
from pipeline.formats.html.evidence import stands_alone
from pipeline.formats.html.figures import images_of
from pipeline.formats.html.labels import labels_of
from pipeline.formats.html.lines import lines_of
from pipeline.formats.html.meta import fields_of
from pipeline.formats.html.neighbours import authors_of
from pipeline.formats.html.scripts import story_of_scripts
from pipeline.formats.html.unseen import unseen_body, with_blocks
from pipeline.formats.markup import is_html as recognises
from pipeline.formats.text.wrapped import joins

__all__ = ["read", "recognises"]

_DECLARED: Final = re.compile(rb"<(?:\?xml[^>]{0,100}encoding|meta[^>]{0,200}charset)\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.I)
_DECLARED_WITHIN: Final = 4096  # bytes; browsers look at the first 1024
_MOST_TAGS: Final = 250_000  # openings and ends; the fullest front pages have a tenth of that
_NO_STORY: Final = ("furniture", "published")
_PAGE: Final = re.compile(r"<(?:html|head|body|!doctype)\b", re.I)
_ESCAPED: Final = re.compile(r"&lt;/p(?:&gt;|>)")
_ESCAPED_TAGS: Final = 2
_OPENS_ESCAPED: Final = re.compile(
    r"<(?:div|section|article|td|body|span)(?:\s[^<>]{0,300})?>\s*(?:<!\[CDATA\[\s*)?&lt;(?:p|div)\b"
)
_ENTITIES: Final = re.compile(r"&(?:lt|gt|quot|amp);")
_TWICE: Final = Notice("text_repaired", "markup that had been escaped was read")
_MAKES_LINES: Final = re.compile(r"<(?:p|div|br|h[1-6]|li|td|article|section|blockquote)\b", re.I)


def read(raw: bytes, filename: str) -> list[Document]:
    """One page or fragment -> its Document.

    The text is that of all text nodes, laid out as a browser does, a block a line; scripts, styles, templates, comments
    and <title> are markup. `given` labels are what the page itself says, `fields` its metadata. Passage.line is that of
    the source. Raises UnreadableCopy; NoStory where all text is the page's own.
    """
    declared = _DECLARED.search(as_utf8(raw[:_DECLARED_WITHIN]))
    decoded = decode(raw, declared.group(1).decode("ascii") if declared else None, filename)
    if (tags := decoded.text.count("<")) > _MOST_TAGS:
        raise TooLarge(
            filename, f"a page of {tags:,} tags, more than {_MOST_TAGS:,}", "save the story without the rest of the page"
        )
    source, twice = _read_once_more(with_captions(decoded.text) if "[caption" in decoded.text else decoded.text)
    soup = soup_of(source)
    page = blocks_of(soup, stands_alone, preformatted=not _MAKES_LINES.search(source))
    fields, titles, odd = fields_of(soup)
    labels = labels_of(page, titles, fields.authors)
    text = "\n".join(block.text for block in page.blocks)
    unseen = unseen_body(soup, source, [block.text for block in page.blocks], labels)
    labels = unseen.labels if unseen else labels
    is_blank = not text.strip(INVISIBLE)
    if unseen is None and (is_blank or all(label and label[0] in _NO_STORY for label in labels)):
        if is_blank or _PAGE.search(decoded.text):
            if of_script := story_of_scripts(soup, filename):
                return of_script
            raise NoStory(filename, "the page holds no text of a story", "look at it in a browser")
        labels = [None] * len(labels)  # a fragment has no frame: what it says of itself is its content system's way of speaking
    passages = tuple(_passages(page.blocks, labels, text, source))
    authors = fields.authors or authors_of(page, labels)
    fields = replace(fields, authors=authors, images=images_of(fields.images, page.blocks, labels))
    notices = (*decoded.notices, *twice, *odd)
    if unseen:
        text, passages = with_blocks(passages, _end_of(page.blocks, unseen.behind), unseen.blocks)
        notices = (*notices, Notice("body_from_metadata", "the page does not show its story: the text is that of its metadata"))
    return [Document(text, passages, "html", decoded.encoding, fields, notices)]


def _read_once_more(source: str) -> tuple[str, tuple[Notice, ...]]:
    """A story whose own markup was escaped within the page's: <div>&lt;p&gt;The ferry ...&lt;/p&gt;</div>."""
    if len(_ESCAPED.findall(source)) < _ESCAPED_TAGS or not _OPENS_ESCAPED.search(source):
        return source, ()
    return _ENTITIES.sub(lambda found: html.unescape(found.group()), source), (_TWICE,)


def _end_of(blocks: Sequence[Block], number: int) -> int:
    """Where the block of this number ends in the text of all; -1 stands before the first."""
    return sum(len(block.text) + 1 for block in blocks[: number + 1]) - 1


def soup_of(text: str) -> BeautifulSoup:
    """The parsed page. The newline: BeautifulSoup warns of a text that begins with "<?xml", and of one that looks like a URL.

    Attributes stay strings: parting each class into a list takes a tenth of the time, and few are asked for.
    """
    return BeautifulSoup("\n" + text, "lxml", multi_valued_attributes=None)


def _passages(blocks: Sequence[Block], labels: Sequence[Given | None], text: str, source: str) -> Iterator[Passage]:
    """A passage a block; lines that were cut by a machine (<pre>, <br> at every line) are put together."""
    carried_on = _carried_on(blocks)
    lines = list(lines_of(source, (block.text for block in blocks)))
    first, start = 0, 0
    for number, block in enumerate(blocks):
        last = number + 1
        if last in carried_on and labels[last] == labels[number]:
            continue
        end = start + sum(len(blocks[n].text) + 1 for n in range(first, last)) - 1
        trimmed = start + len(text[start:end]) - len(text[start:end].lstrip())
        kind: Kind = "paragraph" if number > first else block.kind
        yield Passage(trimmed, end, lines[first], text[trimmed:end], kind, labels[first])
        first, start = last, end + 1


def _carried_on(blocks: Sequence[Block]) -> frozenset[int]:
    """Numbers of the blocks that carry on a cut line, among those parted by one line break only."""
    if sum(block.follows for block in blocks) < 3:
        return frozenset()
    lines: list[str] = []
    number_of: dict[int, int] = {}
    for number, block in enumerate(blocks):
        if not block.follows:
            lines.append("")
        number_of[len(lines)] = number
        lines.append(block.text)
    return frozenset(number_of[line] for line in joins(lines))
