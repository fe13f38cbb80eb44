"""A mail that a form on a site has written: "Headline: ...", "Byline: ...", "Story: ...", a field a line, the story last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.document import Label
from pipeline.formats.blocks import Block

_FIELD: Final = re.compile(r"\*?([^\W\d_][\w /'’()-]{0,40}?)\s?:\*?\s*(.*)", re.DOTALL)
_NAMES: Final[Mapping[str, Label]] = {
    **dict.fromkeys(
        ("headline", "heading", "title", "story headline", "article title", "titel", "titre", "titular", "rubrik"), "headline"
    ),
    **dict.fromkeys(("subheadline", "subhead", "subheading", "standfirst", "subtitle", "deck"), "subheadline"),
    **dict.fromkeys(("byline", "author", "by-line", "writer", "reporter", "journalist", "autor", "auteur"), "byline"),
    **dict.fromkeys(("dateline", "placeline"), "dateline"),
    **dict.fromkeys(("copyright", "rights"), "rights"),
    **dict.fromkeys(("caption", "photo caption"), "caption"),
    **dict.fromkeys(("note", "notes", "editor's note", "ednote", "embargo"), "note"),
    **dict.fromkeys(("body", "story", "text", "copy", "article", "content", "body text", "story text", "main text"), "body"),
}  # fmt: skip
_MOST: Final = 30  # fields above the story
_FEWEST: Final = 3


def as_form(blocks: list[Block]) -> list[Block]:
    """The blocks with the fields that a form gave them; the same list where it is none: no headline, or no story behind it."""
    fields = list(_fields(blocks))
    names = [name for name, _, _ in fields]
    if len(fields) < _FEWEST or "headline" not in names or names[-1:] != ["body"]:
        return blocks
    found: list[Block] = []
    for (name, told, value), block in zip(fields, blocks, strict=False):
        found.append(replace(block, text=told, given=("metadata", "mail.form")))
        if value:
            found.append(replace(block, text=value, given=None if name == "body" else (name, f"mail.form_{name}")))
    return [*found, *blocks[len(fields) :]]


def _fields(blocks: list[Block]) -> Iterator[tuple[Label, str, str]]:
    """Label, the field's own words, and its value, from the first block to that which opens the story."""
    for block in blocks[:_MOST]:
        field = _FIELD.fullmatch(block.text)
        if field is None or block.given is not None:
            return
        name = _NAMES.get(field[1].casefold().replace("’", "'"), "metadata")
        yield (name, block.text, "") if name == "metadata" else (name, block.text[: field.start(2)].strip(), field[2].strip())
        if name == "body":
            return
