"""The blocks of a marked-up story (XHTML, NITF, a JSON's body_html): paragraphs, headings, lists, rows, with all their text.

For story text in a wire format's own envelope. A page that was saved from a site, with its frame, is html/'s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from pipeline.document import Kind, Label
from pipeline.formats.text.wrapped import joins
from pipeline.formats.xml.tree import Element, line_of, name_of

Given: TypeAlias = tuple[Label, str]

_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "block", "body", "bq", "caption", "center", "credit", "dd", "div", "dl", "dt",
    "fig", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hedline", "hl1", "hl2", "hr", "html",
    "li", "main", "media", "nav", "note", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("blockquote", "bq"), "quote"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "pre": "line",
}
_CELLS: Final = frozenset({"td", "th"})
_CELL: Final = "\0"
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template"})
_ANY_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_ENDS: Final = re.compile(r"</(?:p|div|li|h[1-6])>|<br\s*/?>", re.I)
_ESCAPED_ENDS: Final = re.compile(r"&lt;/(?:p|div)&gt;|&lt;br\s*/?&gt;", re.I)
_BLANKS: Final = re.compile(r"[ \t\n\f\r]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its text, its kind, the label that the format gives it, and its line in the source."""

    text: str
    kind: Kind
    line: int
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How one format writes a story: elements that have a label by their name, more blocks, elements that hold no text of it."""

    given: Mapping[str, Given] = field(default_factory=dict)
    blocks: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


PLAIN: Final = Manner()


def of_markup(markup: str, manner: Manner = PLAIN, line: int = 1) -> list[Block]:
    """The blocks of a stretch of HTML, as JSON and feeds carry it; `line` is the source's line on which it stands."""
    root = root_of_markup(markup)
    if root is None:
        return []
    return [Block(block.text, block.kind, line + block.line - 1, block.given) for block in of_tree(root, manner)]


def root_of_markup(markup: str) -> Element | None:
    """A stretch of HTML as a tree; None where there is nothing in it.

    The parser drops without a word what nests deeper than 256 levels: there every tag becomes a line break instead.
    """
    if not markup.strip():
        return None
    markup = read_once_more(markup)
    root, is_whole = _parsed(markup)
    return root if is_whole else _parsed(_ANY_TAG.sub("<br>", markup))[0]


def read_once_more(markup: str) -> str:
    """Markup that was escaped twice: "&lt;p&gt;The ferry ...&lt;/p&gt;" -> "<p>The ferry ...</p>"; any other as it is."""
    if "&lt;" not in markup or _ENDS.search(markup) or not _ESCAPED_ENDS.search(markup):
        return markup
    return html.unescape(markup)


def _parsed(markup: str) -> tuple[Element, bool]:
    parser = etree.HTMLParser(remove_comments=True, no_network=True)
    root = etree.fromstring(f"<html><body>{markup}</body></html>", parser)
    return root, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def of_lines(text: str, line: int = 1) -> list[Block]:
    """The blocks of plain text: a line each, or a paragraph where the wire had cut its paragraphs into lines."""
    lines = text.split("\n")
    carried_on = joins(lines)
    found: list[Block] = []
    for number, words in enumerate(lines):
        if number in carried_on and found:
            last = found.pop()
            found.append(Block(f"{last.text}\n{words.strip()}", "paragraph", last.line))
        elif words.strip():
            found.append(Block(words.strip(), "line", line + number))
    return found


def of_tree(root: Element, manner: Manner = PLAIN) -> list[Block]:
    """The blocks in an element, in order; all its text is in them, but for scripts and what the manner says is unseen."""
    return list(_Walk(root, manner).run())


class _Walk:
    """One story's element: what has been collected of the block that is being read."""

    def __init__(self, root: Element, manner: Manner) -> None:
        self.root = root
        self.manner = manner
        self.blocks = _BLOCKS | manner.blocks | manner.given.keys()
        self.unseen = _UNSEEN | manner.unseen
        self.parts: list[str] = []
        self.line = 0
        self.kinds: list[Kind] = ["paragraph"]
        self.labels: list[Given | None] = [None]
        self.has_blocks = any(name_of(element) in self.blocks for element in root.iterdescendants("*"))

    def run(self) -> Iterator[Block]:
        hidden = 0
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            name = name_of(element)
            if event == "start":
                hidden += name in self.unseen
                if not hidden:
                    yield from self._begin(element, name)
                continue
            if not hidden:
                yield from self._end(name)
            hidden -= name in self.unseen
            if not hidden and element is not self.root:
                self._add(element.tail, element)
        yield from self._close()

    def _is_data_row(self, row: Element) -> bool:
        """A row whose cells hold words only; tables lay out whole newsletters."""
        return not any(name_of(element) in self.blocks - _CELLS for element in row.iterdescendants("*"))

    def _begin(self, element: Element, name: str) -> Iterator[Block]:
        if name == "br" and self.kinds[-1] not in ("heading", "table"):
            yield from self._close()
        elif name in _CELLS and self.kinds[-1] == "table":
            self.parts.append(_CELL)
        elif name in self.blocks or element is self.root:
            yield from self._close()
            inside = self.kinds[-1] if self.kinds[-1] in ("list_item", "quote", "caption") else "paragraph"
            self.kinds.append("table" if name == "tr" and self._is_data_row(element) else _KINDS.get(name, inside))
            self.labels.append(self.manner.given.get(name, self.labels[-1]))
        elif name == "br":
            self.parts.append(" ")
        self._add(element.text, element)

    def _end(self, name: str) -> Iterator[Block]:
        if name in _CELLS and self.kinds[-1] == "table":
            return
        if name in self.blocks and len(self.kinds) > 1:
            yield from self._close()
            self.kinds.pop()
            self.labels.pop()

    def _add(self, text: object, element: Element) -> None:
        """What stands in an element or behind it; lxml gives None where nothing does."""
        if isinstance(text, str) and text:
            if not self.line and text.strip():
                self.line = line_of(element)
            self.parts.append(text)

    def _close(self) -> Iterator[Block]:
        """End the block that is being collected, if there is any text in it."""
        text = "".join(self.parts)
        line, self.line = self.line, 0
        self.parts.clear()
        kind, given = self.kinds[-1], self.labels[-1]
        if kind == "line" or (not self.has_blocks and "\n" in text.strip()):
            yield from (Block(block.text, block.kind, block.line, given) for block in of_lines(text, line))
        elif _CELL in text:
            cells = [cell for cell in (_BLANKS.sub(" ", cell).strip() for cell in text.split(_CELL)) if cell]
            if cells:
                yield Block("\t".join(cells), "table" if len(cells) > 1 else "paragraph", line, given)
        elif plain := _BLANKS.sub(" ", text).strip():
            yield Block(plain, "paragraph" if kind == "table" else kind, line, given)
