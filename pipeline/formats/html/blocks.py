"""From a parsed page to its blocks: what a browser shows as lines of their own, in order, with all their text.

The walk is a loop over a stack of its own, never a recursion: pages nest a hundred thousand deep when they are made to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString, Script, Stylesheet, TemplateString

from pipeline.document import Kind

_BLOCK_TAGS: Final = frozenset({
    "address", "article", "aside", "audio", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "iframe", "label", "legend", "li", "listing", "main", "menu", "nav",
    "noscript", "object", "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary",
    "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "video", "xmp",
})  # fmt: skip
_INSIDE_A_ROW: Final = frozenset({"td", "th"})
_LAYOUT: Final = (_BLOCK_TAGS | {"br"}) - _INSIDE_A_ROW  # a cell with one of these is a part of the page, not of a table
_KINDS: Final[dict[str, Kind]] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "dd": "list_item", "dt": "list_item", "figcaption": "caption", "caption": "caption",
    "blockquote": "quote", "pre": "line", "listing": "line", "xmp": "line", "plaintext": "line", "textarea": "line",
    "article": "paragraph", "section": "paragraph", "main": "paragraph", "td": "paragraph", "th": "paragraph",
}  # fmt: skip
_MARKUP: Final = (PreformattedString, Script, Stylesheet, TemplateString)  # comments, doctypes, scripts: no text
_BLANKS: Final = re.compile(r"[ \t\n\f\r]+")
_BEGINS: Final = r"[ \t]*\r?\n[ \t]*\r?\n\s*(?=[^\W\d_a-zß-öø-ÿ]|[“\"«„¿¡‘'\d])"
_BLANK_LINE: Final = re.compile(r"(?<=\S)" + _BEGINS)
_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?…。”\"»])" + _BEGINS)
_FEWEST_BREAKS: Final = 2
_LONG: Final = 200  # characters; in a shorter text nobody means paragraphs by blank lines
_UNEVEN: Final = ("  ", "\n", "\t", "\r", "\f")
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # "&#1;" gives one
_CELL: Final = "\0"  # stands between two cells while a row is collected; no text holds it
_LARGEST_ROW: Final = 500  # nodes in a row of data
_APART: Final = 2  # breaks: a block's edge, or <br><br>


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the page. `element` is the block element around it, `wrapper` an inline element that holds all of it.

    `text` has no blanks at its edges, except at the left of a preformatted line. `linked` counts its characters in
    links. `follows`: one line break alone parts it from the block before.
    """

    text: str
    kind: Kind
    element: Tag
    wrapper: Tag | None
    linked: int
    follows: bool


@dataclass(frozen=True, slots=True)
class Area:
    """An element that stands alone, and the blocks[first:last] in it."""

    tag: Tag
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks in the order of the text, areas in the order in which they end: inner before outer."""

    blocks: list[Block] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An open element. `block` is the block element around it or itself, `top` the outermost inline one in that block."""

    tag: Tag
    block: Tag
    kind: Kind
    top: Tag | None
    linked: bool
    in_row: bool
    first: int


def blocks_of(soup: BeautifulSoup, stands_alone: Callable[[Tag], bool], preformatted: bool) -> Page:
    """The page's blocks and areas.

    `stands_alone` tells of an inline element (a byline's span) that it is a line of its own; `preformatted` that line
    breaks of the source count, because there is no element that makes lines.
    """
    return _Walk(soup, stands_alone, "line" if preformatted else "paragraph").run()


class _Walk:
    """One page: the open elements, and what has been collected of the block that is being read."""

    def __init__(self, soup: BeautifulSoup, stands_alone: Callable[[Tag], bool], kind: Kind) -> None:
        self.soup = soup
        self.stands_alone = stands_alone
        self.page = Page()
        self.open = [_Open(soup, soup, kind, None, False, False, 0)]
        self.parts: list[str] = []
        self.tops: list[Tag | None] = []
        self.linked = 0
        self.breaks = _APART

    def run(self) -> Page:
        for node in self.soup.descendants:
            self._close_until(node.parent)
            if isinstance(node, Tag):
                self._begin(node)
            elif isinstance(node, NavigableString) and not isinstance(node, _MARKUP) and self.open[-1].tag.name != "title":
                self._text(node)
        self._close_until(None)
        return self.page

    def _close_until(self, parent: PageElement | None) -> None:
        while self.open and self.open[-1].tag is not parent:
            ended = self.open[-1]
            if ended.block is ended.tag:
                self._break(_APART)
                if ended.first < len(self.page.blocks):
                    self.page.areas.append(Area(ended.tag, ended.first, len(self.page.blocks)))
            self.open.pop()

    def _begin(self, tag: Tag) -> None:
        around, name = self.open[-1], tag.name
        linked = around.linked or name == "a"
        if not around.in_row and (name in _BLOCK_TAGS or self.stands_alone(tag)):
            self._break(_APART)
            in_row = name == "tr" and _is_data_row(tag)
            here = len(self.page.blocks)
            self.open.append(_Open(tag, tag, _KINDS.get(name, around.kind), None, linked, in_row, here))
            return
        if name == "br":
            self._line_break(around)
        elif around.in_row and name in _INSIDE_A_ROW:
            self.parts.append(_CELL)
        self.open.append(_Open(tag, around.block, around.kind, around.top or tag, linked, around.in_row, 0))

    def _line_break(self, around: _Open) -> None:
        """<br> ends a line, but neither a headline nor a cell is two."""
        if around.in_row or around.kind in ("heading", "caption"):
            self.parts.append(" ")
        else:
            self._break(1)

    def _text(self, node: str) -> None:
        around = self.open[-1]
        lines = node.split("\n") if around.kind == "line" else _paragraphs(node) if "\n" in node else (node,)
        for number, line in enumerate(lines):
            if number:
                self._break(1 if around.kind == "line" else _APART)
            self.parts.append(line)
            if line.strip():
                self.tops.append(around.top)
                self.linked += len(line) if around.linked else 0

    def _break(self, breaks: int) -> None:
        """End the block that is being collected, if there is any text in it."""
        around = self.open[-1]
        text, kind = _laid_out("".join(self.parts), around.kind) if self.tops else ("", around.kind)
        if text.strip():
            wrapper = self.tops[0] if all(top is self.tops[0] for top in self.tops) else None
            self.page.blocks.append(Block(text, kind, around.block, wrapper, self.linked, self.breaks < _APART))
            self.breaks = 0
        self.parts.clear()
        self.tops.clear()
        self.linked = 0
        self.breaks += breaks


def _paragraphs(node: str) -> Sequence[str]:
    """The paragraphs of a text that only blank lines part, most from the end of a sentence to the beginning of another."""
    if len(node) <= _LONG or len(_BETWEEN_SENTENCES.findall(node)) < _FEWEST_BREAKS:
        return (node,)
    return _BLANK_LINE.split(node)


def _laid_out(text: str, kind: Kind) -> tuple[str, Kind]:
    """The text as a browser sets it: blanks collapsed, but for preformatted lines; a row's cells parted by tabs."""
    text = _CONTROLS.sub(" ", text)
    if kind == "line":
        return text.rstrip(), kind
    if _CELL not in text:
        return _collapsed(text).strip(), kind
    cells = [cell for cell in (_collapsed(cell).strip() for cell in text.split(_CELL)) if cell]
    return "\t".join(cells), "table" if len(cells) > 1 else kind


def _collapsed(text: str) -> str:
    """One blank for each run of them; most text has no run, and looking is quicker than replacing."""
    return _BLANKS.sub(" ", text) if any(blank in text for blank in _UNEVEN) else text


def _is_data_row(row: Tag) -> bool:
    """A row whose cells hold words only, and not too many; in old pages tables lay out the whole page."""
    waiting = list(row.contents)
    for _ in range(_LARGEST_ROW):
        if not waiting:
            return True
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _LAYOUT:
                return False
            waiting += node.contents
    return False
