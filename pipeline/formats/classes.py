"""The class of a block in agencies' XHTML says what it is: <p class="byline">, <p class="dat">, <div class="ednote">."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Final

from pipeline.document import Label
from pipeline.formats.blocks import Block, Manner, of_tree, root_of_markup
from pipeline.formats.furniture import rule_of
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import Element, name_of

# What agencies write into the class of a block: dpa, TT, AFP, STT, ANSA and who builds on the same systems.
_CLASSES: Final[Mapping[str, Label]] = {
    **dict.fromkeys(("byline", "author", "authors", "autor", "by", "signature"), "byline"),
    **dict.fromkeys(("dateline", "dat", "ort"), "dateline"),
    **dict.fromkeys(("subtitle", "subheadline", "subheading1", "deck", "hl2"), "subheadline"),
    **dict.fromkeys(("kicker", "overline", "roofline", "dachzeile", "supertitle", "vignette"), "section"),
    **dict.fromkeys(("caption", "figcaption", "bildtext"), "caption"),
    **dict.fromkeys(("copyright", "rights"), "rights"),
    **dict.fromkeys(("notepad", "ednote", "editorsnote", "editornote", "np-nonpublic", "np-public"), "note"),
    **dict.fromkeys(("publicationdate", "pubdate"), "published"),
    **dict.fromkeys(("slugline", "slug", "genre", "keywords", "taxonomy"), "metadata"),
}
_LABELS: Final = frozenset(_CLASSES.values())
_INSERTS: Final = ("html.related", "html.newsletter", "html.advert", "html.share", "html.comments", "html.promo", "html.paywall")
XHTML: Final = Manner(
    given={
        **{f"class-{label}": (label, f"class.{label}") for label in _LABELS},
        **{f"class-{rule}": ("furniture", rule) for rule in (*_INSERTS, "html.pull_quote")},
        **dict.fromkeys(("form", "button", "select", "textarea"), ("furniture", "html.form")),
        "nav": ("furniture", "html.navigation"),
    },
    blocks=frozenset({"element", "text", "time"}),  # Infomaker's idf
)
_NAMED: Final = frozenset({
    "address", "aside", "div", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "ol", "p", "section",
    "time", "ul",
})  # fmt: skip
_BOXES: Final = frozenset({"aside", "blockquote", "div", "section", "ul", "ol", "figure", "footer", "header"})
_PULLED: Final = "html.pull_quote"
_MOST_INSERTS: Final = 1000
_LONGEST_CLASS: Final = 400  # characters
_INLINE: Final = frozenset({"span", "em", "strong", "i", "b"})
_WHOLE: Final = frozenset({"note", "metadata", "caption"})  # labels of parts that may be long
_LARGEST_INSERT: Final = 0.25  # share of the words that an element of the page's own may hold,
_FEW: Final = 300  # characters that it may in a short story
_LONGEST_PART: Final = 200  # characters of a byline, a dateline; a longer block is story, whatever its class says


def of_agency_markup(markup: str, line: int = 1) -> list[Block]:
    """As blocks.of_markup, with the labels that the classes of the blocks give."""
    root = root_of_markup(markup)
    if root is None:
        return []
    name_by_class(root)
    return [replace(block, line=line + block.line - 1) for block in of_tree(root, XHTML)]


def name_by_class(root: Element) -> None:
    """<p class="byline"> -> an element that the manner knows; so is a <p> that holds nothing but <span class="byline">."""
    _name_inserts(root)
    for element in list(root.iterdescendants("*")):
        told = element.get("class")
        label = next((_CLASSES[word] for word in str(told).casefold().split()[:8] if word in _CLASSES), None) if told else None
        if label is None:
            continue
        holder = element if name_of(element) in _NAMED else _only_holder(element)
        if holder is not None and (label in _WHOLE or _is_short(holder)):
            holder.tag = f"class-{label}"


def _name_inserts(root: Element) -> None:
    """Boxes of the site that a content system sends along: <div class="related">, <aside class="newsletter-signup">."""
    boxes = [(element, rule) for element in root.iterdescendants("*") if (rule := _insert_rule(element))]
    if not boxes:
        return
    most = max(_LARGEST_INSERT * _size(root), _FEW)
    told = fold("".join(map(str, root.itertext()))) if any(rule == _PULLED for _, rule in boxes) else ""
    for element, rule in boxes[:_MOST_INSERTS]:
        if _size(element, most) <= most and (rule != _PULLED or told.count(_opening(element)) > 1):
            element.tag = f"class-{rule}"


def _insert_rule(element: Element) -> str | None:
    told = element.get("class")
    if not told or name_of(element) not in _BOXES:
        return None
    said = str(told)[:_LONGEST_CLASS]
    if any("pullquote" in fold(name) for name in said.split()):
        return _PULLED
    rule = rule_of([said])
    return rule if rule in _INSERTS else None


def _opening(element: Element) -> str:
    """The first words in it, folded: a pull quote says again what the story says."""
    return next((folded for text in element.itertext() if (folded := fold(str(text)))), "")


def _size(element: Element, enough: float = inf) -> int:
    """The characters of its text; counting stops where there are enough."""
    size = 0
    for text in element.itertext():
        size += len(str(text).strip())
        if size > enough:
            break
    return size


def _only_holder(element: Element) -> Element | None:
    parent = element.getparent()
    if parent is None or name_of(element) not in _INLINE or name_of(parent) not in ("p", "div"):
        return None
    if element.getprevious() is not None or element.getnext() is not None:
        return None
    return None if (parent.text or "").strip() or (element.tail or "").strip() else parent


def _is_short(holder: Element) -> bool:
    """Short enough for a byline; it stops reading where it is not, for one may hold the other a hundred times."""
    return _size(holder, _LONGEST_PART) <= _LONGEST_PART
