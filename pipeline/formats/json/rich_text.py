"""The nodes of editors' text: what is a heading, a list, a table in it, and which nodes are runs of one paragraph.

ProseMirror and tiptap write {"type": "paragraph", "content": [{"type": "text", "text": ...}]}, Contentful the same with
nodeType and value; Lexical, Slate, Portable Text and DatoCMS' dast keep the runs in "children", Editor.js a list of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.document import Kind
from pipeline.formats.json.facts import Facts, folded, raw_strings
from pipeline.formats.json.tree import Lines

_TYPE: Final = ("type", "nodetype", "role", "kind", "component", "blockname", "tag")
_WITHIN: Final = ("children", "content", "nodes", "leaves")
_KINDS: Final[tuple[tuple[re.Pattern[str], Kind], ...]] = (
    (re.compile(r"head(?:er|ing)\w*|subhead(?:ing|line)?|title|crosshead|intertitle|h[1-6]"), "heading"),
    (re.compile(r"(?:un)?ordered(?:list)?(?:item)?|(?:bullet|bulleted|numbered|check)?list(?:item)?|[uo]l|li"), "list_item"),
    (re.compile(r"(?:block|pull)?quotes?"), "quote"),
    (re.compile(r"image|photo|picture|figure|gallery|video|graphic|media|caption"), "caption"),
    (re.compile(r"table"), "table"),
)
_RUNS: Final = ("text", "span", "leaf", "")
_BREAKS: Final = ("hardbreak", "linebreak", "br", "break")
_HOLDERS: Final = ("doc", "document", "root", "body", "article", "story", "section", "container", "group", "row", "list", "")
_NO_LINES: Final = Lines("")  # within JSON a story is one line of the source
_DEEPEST: Final = 20
_MOST: Final = 20_000


def type_of(element: Facts) -> str:
    """What a node calls itself, folded and without its maker: "core/list-item" -> "listitem"."""
    return folded(" ".join(raw_strings(element.get(*_TYPE))[:1])).rpartition("/")[2]


def kind_of(element: Facts) -> Kind | None:
    """The kind of block that a node is, by its type; Portable Text tells headings by a style, items by a key."""
    if "listitem" in element and isinstance(element.get("listitem"), str):
        return "list_item"
    for said in (type_of(element), folded(element.text("style") or "") if "style" in element else ""):
        if said and (kind := next((kind for pattern, kind in _KINDS if pattern.fullmatch(said)), None)):
            return kind
    return None


def running_text(element: Facts) -> str | None:
    """The words of a node whose children are the runs of one text; None where they are blocks of their own."""
    if type_of(element) in _HOLDERS:
        return None
    children = _children(element)
    return "".join(_words(children, 0)) if any(map(_is_run, children)) else None


def rows_of(element: Facts) -> Iterator[list[object]]:
    """The rows of a table, as lists of cells: of lists, of nodes with cells in them, behind a header."""
    yield from _rows(element, 0)


def _rows(element: Facts, depth: int) -> Iterator[list[object]]:
    header = element.get("header", "headers")
    if isinstance(header, list):
        yield header
    for held in (element.get("rows"), *(element.get(name) for name in _WITHIN), element.get("body"), element.get("data")):
        if isinstance(held, dict) and depth < _DEEPEST:
            yield from _rows(Facts(held, element.lines), depth + 1)
        for row in held[:_MOST] if isinstance(held, list) else ():
            if isinstance(row, list):
                yield row
            elif isinstance(row, dict) and depth < _DEEPEST:
                facts = Facts(row, element.lines)
                cells = facts.get("cells", "columns", *_WITHIN)
                if "row" in type_of(facts) or "cells" in facts or "columns" in facts:
                    yield cells if isinstance(cells, list) else [cells]
                else:  # a table's head and body
                    yield from _rows(facts, depth + 1)


def _children(element: Facts) -> list[object]:
    held = next((value for name in _WITHIN if isinstance(value := element.get(name), list)), [])
    return held[:_MOST]


def _is_run(node: object) -> bool:
    if not isinstance(node, dict):
        return False
    kind = folded(str(next((node[key] for key in ("type", "_type", "nodeType", "object") if key in node), "")))
    said = node.get("text", node.get("value") if kind else None)
    return kind in _RUNS and isinstance(said, str)


def _words(nodes: Iterable[object], depth: int) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, dict) or depth > _DEEPEST:
            continue
        facts = Facts(node, _NO_LINES)
        if _is_run(node):
            yield str(node.get("text", node.get("value")))
        elif type_of(facts) in _BREAKS:
            yield "\n"
        else:
            apart = "\n" if kind_of(facts) else ""  # a list in an item
            yield from (apart, *_words(_children(facts), depth + 1), apart)
