"""A story put together from the parts of a structured format: each part becomes a passage, and nothing is set twice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from pipeline.document import Document, Fields, Label, Notice, Passage
from pipeline.formats.blocks import Block
from pipeline.formats.decoding.decode import Decoded

_FOLDED: Final = re.compile(r"[\W_]+")
_ENTITY: Final = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][ds]quo|[nm]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_TITLES_WITHIN: Final = 3  # blocks of the body in which the headline may stand again
_SIGNED_WITHIN: Final = 2  # blocks at its end


class StoryCopy:
    """The passages of one story, in the order in which a reader would want them: head, body, tail.

    What a person reads (headline, byline, dateline, body, captions, notes) is put in as text, so that it is accounted
    for; codes, dates and ids are Fields.
    """

    def __init__(self, format: str) -> None:
        self.format = format
        self.blocks: list[Block] = []

    def add(self, label: Label, text: str | None, line: int | None = 1, rule: str | None = None) -> None:
        """A part with the label that the format gives it ("nitf.byline"); nothing where it has no text."""
        if text and text.strip():
            self.blocks.append(Block(plain(text.strip()), "paragraph", line or 1, (label, rule or f"{self.format}.{label}")))

    def add_body(self, blocks: Iterable[Block]) -> None:
        """The body's blocks. Its first lines may say the headline again, these and its last ones may sign again."""
        body = list(blocks)
        titles, signed = self._folded("headline"), self._folded("byline")
        for number, block in enumerate(body):
            given, opens, closes = block.given, number < _TITLES_WITHIN, number >= len(body) - _SIGNED_WITHIN
            folded = fold(block.text) if given is None and (opens or closes) else ""
            if folded and opens and folded in titles:
                given = "furniture", f"{self.format}.headline_again"
            elif folded and folded in signed:
                given = "furniture", f"{self.format}.byline_again"
            self.blocks.append(Block(plain(block.text), block.kind, block.line, given))

    def _folded(self, label: Label) -> set[str]:
        """What the lines with this label say, one by one."""
        return {fold(line) for block in self.blocks if block.given and block.given[0] == label for line in block.text.split("\n")}

    def document(self, decoded: Decoded, fields: Fields, notices: tuple[Notice, ...] = (), item: int | None = None) -> Document:
        """The whole as a Document; `item` is the story's number in its file, from 1, where a file may hold several."""
        passages: list[Passage] = []
        start = 0
        for block in self.blocks:
            end = start + len(block.text)
            passages.append(Passage(start, end, max(block.line, 1), block.text, block.kind, block.given))
            start = end + 1
        text = "\n".join(block.text for block in self.blocks)
        return Document(text, tuple(passages), self.format, decoded.encoding, fields, (*decoded.notices, *notices), item)


def plain(text: str) -> str:
    """A text whose entities were escaped twice, or stand in CDATA: "Ferry &amp; harbour" -> "Ferry & harbour"."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()).replace("\xa0", " "), text) if "&" in text else text


def fold(text: str) -> str:
    """Letters and digits only: two headlines that differ in punctuation are one."""
    return _FOLDED.sub("", text).casefold()
