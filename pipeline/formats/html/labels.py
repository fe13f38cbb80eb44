"""The labels that a page itself gives to its blocks. What it does not say is left to the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.document import Label
from pipeline.formats.blocks import Given
from pipeline.formats.html.blocks import Block, Page
from pipeline.formats.html.evidence import said_of
from pipeline.formats.html.figures import beside_pictures, captions_of, is_credit
from pipeline.formats.html.headline import headline_of
from pipeline.formats.html.inserts import inserts_of
from pipeline.formats.html.neighbours import SIGNED, with_neighbours
from pipeline.formats.html.story import Layout

_LONGEST_CREDIT: Final = 200
_LONGEST: Final[dict[Label, int]] = {"byline": 160, "published": 100, "rights": 400, "subheadline": 300}
# "Ada Quill on March 3, 2026 - 7:00pm", as Drupal has it.
_SIGNED_ON: Final = re.compile(r"(?:[^\W\d_][\w.'’-]+ ){2,4}(?:on|am|le|el|op|den) .{0,20}\d.{0,30}")
_SMALL: Final = frozenset({"and", "in", "at", "for", "of", "the", "with", "&", "|", "-", "–", "•", "·"})  # words between names
_COOKIES: Final = re.compile(
    r"\bcookies?\b.{0,300}\b(?:partners?|consent|privacy|accept|preferences|device|site|browse|policy)\b", re.I | re.S
)
_RIGHTS: Final = re.compile(r"©|\(c\)|copyright", re.I)
_DATED_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|copyright)[\s,]*(?:©|\(c\))?\s*(?:19|20)\d\d\b", re.I
)  # in a <footer> without a class
# Lines of the agency, wherever a page sets them: below its story in the frame, in a <footer> of the article.
_WIRE_LINE: Final = re.compile(
    r"^\W*(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})|(?:additional )?reporting by|edit(?:ing|ed) by|distributed by"
    r"|with (?:assistance|files|reporting))|contributed to th(?:is|e) (?:report|story|article)|distributed by [A-Z]",
    re.I,
)
# Wherever it stands: fact-checkers and magazines set their sources below it.
_CONTRIBUTED: Final = re.compile(r"[A-Z][^.!?]{3,150} contributed to this (?:report|story|article)\W*")


def labels_of(page: Page, titles: Sequence[str], authors: Sequence[str]) -> list[Given | None]:
    """A label for each block of the page, or None.

    `titles` and `authors` are what the page's metadata say: they tell the story's headline and byline from others.
    """
    headline = headline_of(page, titles)
    layout = Layout(page, headline)
    inserts = inserts_of(page, layout)
    notice = _copyright_of_the_page(page, layout.rules)
    captions, beside = captions_of(page), beside_pictures(page)
    labels: list[Given | None] = []
    for number, (block, rule) in enumerate(zip(page.blocks, layout.rules, strict=True)):
        if number == notice:
            labels.append(("rights", "html.copyright"))
        elif rule is not None and not (layout.is_inside(number) and _WIRE_LINE.search(block.text[:300])):
            labels.append(("furniture", rule))
        elif len(block.text) < _LONGEST_CREDIT and _CONTRIBUTED.fullmatch(block.text):
            labels.append(("credit", "html.contributed"))
        elif number == headline:
            labels.append(("headline", "html.h1"))
        elif number in inserts:
            labels.append(("furniture", inserts[number]))
        elif number in beside:
            labels.append(("credit", "html.image_credit"))
        elif block.kind == "caption" or number in captions:
            labels.append(("credit", "html.image_credit") if is_credit(block) else ("caption", "html.caption"))
        else:
            labels.append(_of_meaning(block, number, layout, authors) or _of_place(block, number, layout))
    return with_neighbours(page, labels, layout, authors)


def _copyright_of_the_page(page: Page, rules: Sequence[str | None]) -> int | None:
    """The first copyright line in the page's frame: it is the story's where the story has none of its own."""
    notices = [number for number, block in enumerate(page.blocks) if _RIGHTS.search(block.text[:300])]
    if any(rules[number] is None and _RIGHTS.match(page.blocks[number].text) for number in notices):
        return None
    said = ((number, said_of(page.blocks[number])) for number in notices if rules[number] is not None)
    by_class = (number for number, label in said if label and label[0] == "rights" and _fits(page.blocks[number], label, ()))
    by_words = (n for n in notices if rules[n] == "html.navigation" and _DATED_RIGHTS.match(page.blocks[n].text))
    return next(by_class, None) or next((n for n in by_words if len(page.blocks[n].text) <= _LONGEST["rights"]), None)


def _of_place(block: Block, number: int, layout: Layout) -> Given | None:
    """Furniture by where it stands: outside of the story's own part of the page, or a link below its last paragraph."""
    if layout.is_outside(number) and not _WIRE_LINE.search(block.text[:300]):
        return "furniture", "html.page"
    if layout.is_apart(number) and _COOKIES.search(block.text[:1000]):
        return "furniture", "html.cookie"
    if layout.is_below(number) and block.kind in ("list_item", "heading") and block.linked >= len(block.text):
        return "furniture", "html.links"
    return None


def _of_meaning(block: Block, number: int, layout: Layout, authors: Sequence[str]) -> Given | None:
    """A byline or a date by its element, where it stands at the story's edge and reads like one."""
    said = said_of(block) if layout.is_at_the_edge(number) else None
    return said if said and _fits(block, said, authors) else None


def _fits(block: Block, said: Given, authors: Sequence[str]) -> bool:
    label, text = said[0], block.text
    if len(text) > _LONGEST.get(label, 0):
        return False
    if label == "published":
        return any(char.isdigit() for char in text)
    if label == "rights":
        return _RIGHTS.search(text) is not None
    if label == "subheadline":
        return True
    if text.startswith("@"):
        return False
    if authors:
        return any(name.split()[-1].casefold() in text.casefold() for name in authors if name)
    return bool(SIGNED.match(text) or _SIGNED_ON.fullmatch(text)) or all(
        word[:1].isupper() or word in _SMALL for word in text.split()
    )
