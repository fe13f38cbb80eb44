"""A record's body as markup: its blocks in elements, what belongs together (a list, a table) in one element around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.record import Block, BlockKind

# XML 1.0, section 2.2: no other character may stand in a document, however it is written.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Names:
    """The elements of one markup: for each kind of block the outer one, which a list or a table shares, and one inside it."""

    elements: Mapping[BlockKind, tuple[str, str | None]]
    cell: str = "td"


HTML: Final = Names({
    "paragraph": ("p", None),
    "subheading": ("h2", None),
    "list_item": ("ul", "li"),
    "quote": ("blockquote", "p"),
    "table": ("table", "tr"),
    "caption": ("figure", "figcaption"),
})  # fmt: skip
_GROUPED: Final = frozenset({"list_item", "table"})


def fit(text: str) -> str:
    """The text with each character that XML can't hold shown as U+FFFD."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def elements_of(blocks: Iterable[Block], names: Names = HTML) -> Iterator[etree._Element]:
    """The blocks as elements, in order."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        outer, inner = names.elements[kind]
        for together in [list(group)] if kind in _GROUPED else ([block] for block in group):
            element = etree.Element(outer)
            for block in together:
                _fill(element if inner is None else etree.SubElement(element, inner), block, names)
            yield element


def _fill(element: etree._Element, block: Block, names: Names) -> None:
    if block.kind != "table":
        element.text = fit(block.text)
        return
    for cell in block.text.split("\t"):
        etree.SubElement(element, names.cell).text = fit(cell)


def html_of(blocks: Iterable[Block]) -> str:
    """The blocks as a stretch of HTML."""
    return "".join(etree.tostring(element, encoding="unicode", method="html") for element in elements_of(blocks))
