"""The text of a story in JSON: a string of HTML or of lines, a list of paragraphs, or a list of typed elements.

Elements as in ninjs 2 and 3 ({role, contentType, value}), Arc XP ({type, content}), Apple News ({role, text}), Editor.js
({type, data}), WordPress' blocks ({name, attributes, innerBlocks}) and their kin; trees of nodes are rich_text's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline.formats.blocks import Block, Given, of_lines, read_once_more
from pipeline.formats.classes import of_agency_markup
from pipeline.formats.furniture import rule_of
from pipeline.formats.json.facts import Facts, folded, raw_strings
from pipeline.formats.json.rich_text import kind_of, rows_of, running_text, type_of
from pipeline.formats.json.tree import Lines
from pipeline.formats.story_copy import fold

# The names under which makers put the story itself, markup first: it knows its paragraphs.
MARKUP_NAMES: Final = (
    "bodyhtml", "bodyxhtmlrich", "bodyxhtml", "bodyrichhtml5", "bodyhtml5", "articlehtml", "contenthtml", "htmlbody",
    "htmlcontent", "bodynitf", "storyhtml",
)  # fmt: skip
NAMES: Final = (
    *MARKUP_NAMES, "bodies", "body", "contentelements", "articlebody", "bodytext", "contenttext", "storybody", "storytext",
    "story", "fulltext", "maintext", "articletext", "textbody", "textcontent", "maincontent", "content", "contents", "text",
    "paragraphs", "article", "plaintext", "fulltextcontent", "brodtext", "brødtext", "brödtext", "cuerpo", "texto", "corps",
    "texte", "corpo", "leadparagraph", "testo", "richtext", "postcontent", "components", "blocks", "document", "html", "copy",
    "bodymarkdown",
    "contentmarkdown", "markdown",
)  # fmt: skip
_TAG: Final = re.compile(
    r"</?(?:p|br|hr|div|h[1-6]|ul|ol|li|table|tr|td|blockquote|figure|section|article|block|body|strong|em|b|i|u|a|span|img|hl2)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
_CDATA: Final = re.compile(r"\A\s*<!\[CDATA\[|\]\]>\s*\Z")
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_IN_ELEMENT: Final = (
    "value", "nitf", "xhtml", "html", "bodyhtml", "markup", "rendered", "innerblocks", "innerhtml", "content", "contents", "text",
    "body", "data", "model", "items", "paragraphs", "plain", "children", "contentelements", "components", "blocks", "nodes",
    "document", "root", "attributes", "paragraph", "para", "p", "caption",
)  # fmt: skip
_ITEMS: Final = ("items", "children", "nodes")  # lists that stand beside an item's own words
_INNER: Final = ("data", "attributes", "attrs", "model", "value")
_CAPTION: Final = ("caption", "descriptioncaption", "description", "subtitle", "text")
_PULLED: Final[Given] = ("furniture", "json.pull_quote")
# Types of elements that stand in the list of paragraphs and are none.
_GIVEN: Final[dict[str, Given]] = {
    "byline": ("byline", "json.byline"),
    "correction": ("note", "json.note"),
    "editorsnote": ("note", "json.note"),
    "pullquote": _PULLED,
    **dict.fromkeys(("interstitiallink", "readmore", "relatedlink", "embed", "oembed", "oembedresponse"),
                    ("furniture", "json.insert")),
}  # fmt: skip
_TEXT_TYPES: Final = ("html", "xhtml", "plain", "markdown", "nitf")
_OPENING_ROLES: Final = ("lead", "intro", "ingress", "preamble", "standfirst", "teaser", "summary", "abstract")
_NO_LINES: Final = Lines("")  # within JSON a story is one line of the source
_DEEPEST: Final = 12
_MOST: Final = 20_000  # elements of one list


def body_of(facts: Facts, names: Iterable[str] = NAMES) -> list[Block]:
    """The blocks of the first of these names that holds text; every block stands on the line of its key."""
    for name in names:
        if name in facts.said:
            key, value = facts.said[name]
            if blocks := blocks_of(value):
                line = facts.lines.of(key)
                return [replace(block, line=line) for block in _without_pulled(blocks)]
    return []


def _without_pulled(blocks: list[Block]) -> list[Block]:
    """A pull quote says again what the story says; one that does not is a quote of it."""
    if not any(block.given == _PULLED for block in blocks):
        return blocks
    told = _folded([block for block in blocks if block.given != _PULLED])
    return [replace(block, given=None) if block.given == _PULLED and fold(block.text) not in told else block for block in blocks]


def blocks_of(value: object, depth: int = 0) -> list[Block]:
    """The blocks in a value of any type, all on line 1: within JSON a story is one line of the source."""
    if isinstance(value, str):
        return of_text(value)
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        elements = value[:_MOST]
        if any(isinstance(one, dict) and "contenttype" in map(folded, one) for one in elements):
            return _of_versions([one for one in elements if isinstance(one, dict)])
        return [block for one in elements for block in blocks_of(one, depth + 1)]
    return _of_element(value, depth) if isinstance(value, dict) else []


def of_text(text: str) -> list[Block]:
    """The blocks of HTML, NITF or plain text, whichever it is."""
    _, nitf, content = text.partition("<body.content")
    if nitf:
        text = content.partition(">")[2].rpartition("</body.content>")[0] or text
    text = read_once_more(_CDATA.sub("", text))
    if _TAG.search(text):
        return of_agency_markup(text)
    return of_lines(html.unescape(text) if _ENTITY.search(text) else text)


def _of_element(element: dict[str, object], depth: int) -> list[Block]:
    """{"type": "paragraph", "content": "It sailed."}: the text of an element, with the kind that its type gives."""
    facts = Facts(element, _NO_LINES)
    kind = kind_of(facts)
    if kind == "table" and (rows := _of_table(facts, depth)):
        return rows
    if kind == "caption":
        return [replace(block, kind="caption") for block in _of_names(facts, _CAPTION, depth)]
    running = running_text(facts)
    blocks = of_lines(running) if running is not None else _of_names(facts, _IN_ELEMENT, depth)
    given = _given(facts)
    return [replace(block, kind=kind or block.kind, given=block.given or given) for block in blocks] if kind or given else blocks


def _of_names(facts: Facts, names: Iterable[str], depth: int) -> list[Block]:
    """What an element says under the first of these names, and in a list beside it; captions may lie one object deeper."""
    places = [facts, *(one for name in _INNER for one in facts.things(name)[:1])] if names is _CAPTION else [facts]
    for held in (place.get(name) for place in places for name in names):
        if held is not None and (blocks := blocks_of(held, depth + 1)):
            beside = [facts.get(more) for more in _ITEMS if isinstance(held, str) and isinstance(facts.get(more), list)]
            return blocks + [block for one in beside[:1] for block in blocks_of(one, depth + 1)]
    return []


def _of_table(facts: Facts, depth: int) -> list[Block]:
    rows = [[" ".join(block.text for block in blocks_of(cell, depth + 1)) for cell in row] for row in rows_of(facts)]
    return [Block("\t".join(cells), "table", 1) for row in rows if (cells := [cell for cell in row if cell])]


def _given(facts: Facts) -> Given | None:
    """The label of an element by its type: "correction" is a note, "newsletter-signup" furniture."""
    said = facts.text("type", "role", "kind", "component") or ""
    subtype = facts.text("subtype") or ""
    rule = rule_of([said, subtype]) if said else None
    return _GIVEN.get(type_of(facts)) or _GIVEN.get(folded(subtype)) or (("furniture", rule) if rule else None)


def _of_versions(bodies: list[dict[str, object]]) -> list[Block]:
    """ninjs 2 and 3: bodies of one story by role and content type. The fullest is the story, in HTML where that is as full;
    what the others say that it does not say as well (a lead, a factbox) stands before or behind it.
    """
    read = [(facts, blocks) for one in bodies if _is_text(facts := Facts(one, _NO_LINES)) and (blocks := of_text(_value(facts)))]
    if not read:
        return []
    main = max(read, key=lambda one: (len(_folded(one[1])), "html" in _type(one[0])))
    before: list[Block] = []
    behind: list[Block] = []
    told = _folded(main[1])
    for facts, blocks in read:
        if _folded(blocks) in told:
            continue
        role = (facts.text("role") or "").lower()
        if role == "caption":
            blocks = [replace(block, kind="caption") for block in blocks]
        (before if role.rpartition("/")[2] in _OPENING_ROLES else behind).extend(blocks)
        told += _folded(blocks)
    return [*before, *main[1], *behind]


def _value(facts: Facts) -> str:
    return "\n".join(raw_strings(facts.get("value", "content", "text")))


def _type(facts: Facts) -> str:
    return (facts.text("contenttype", "mimetype") or "").lower()


def _is_text(facts: Facts) -> bool:
    """Is it text that a person reads? Not so "application/vnd.iptc.g2.sportsml+xml"."""
    return not (kind := _type(facts)) or any(name in kind for name in _TEXT_TYPES)


def _folded(blocks: list[Block]) -> str:
    return "".join(fold(block.text) for block in blocks)
