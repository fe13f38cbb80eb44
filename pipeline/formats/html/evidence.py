"""What an element says of itself: that it is the page's furniture, or a byline, a date, a copyright line.

From its name, its role, and the words of its class and id. It is evidence only: story.py weighs it against where
the story's prose lies, because pages call their own story "paywall" and wrap it in a form.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import islice
from typing import Final

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.document import Label
from pipeline.formats.blocks import Given
from pipeline.formats.furniture import rule_of, split
from pipeline.formats.furniture import words_of as words_in
from pipeline.formats.html.blocks import Block

_BY_NAME: Final = {
    **dict.fromkeys(("nav", "header", "footer", "menu"), "html.navigation"),
    **dict.fromkeys(("form", "button", "select", "textarea", "label", "option", "search"), "html.form"),
    **dict.fromkeys(("iframe", "object", "video", "audio", "svg", "canvas"), "html.embed"),
    "aside": "html.aside",
    "dialog": "html.dialog",
    "noscript": "html.noscript",
}
_BY_ROLE: Final = {
    **dict.fromkeys(("navigation", "banner", "contentinfo", "menu", "menubar", "search", "toolbar"), "html.navigation"),
    **dict.fromkeys(("dialog", "alertdialog"), "html.dialog"),
    "complementary": "html.aside",
    "form": "html.form",
}
_UNSEEN_CLASSES: Final = frozenset(
    {"d-none", "sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "is-hidden", "u-hidden", "hidden-print"}
)
_SEEN_AGAIN: Final = re.compile(r"(?:d|display)-(?!print)\w+-(?:block|flex|inline|grid|inline-block|table)")  # on wide screens
# Addresses of a page about somebody who writes: "/author/ada-quill", "/staff/quill/".
_PERSONS_PAGE: Final = re.compile(
    r"/(?:authors?|by|bylines?|staff|profiles?|journalists?|reporters?|columnists?|contributors?|writers?|people)/[\w.-]", re.I
)
_BYLINE: Final[tuple[Label, str]] = ("byline", "html.byline")
_EMBEDS: Final = frozenset({
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post", "fb-video", "reddit-embed-bq",
    "bluesky-embed", "mastodon-embed", "text-post-media", "wp-embedded-content", "imgur-embed-pub",
})  # fmt: skip
_NAMED_BY: Final = frozenset({"class", "id", "data-component", "data-testid", "data-qa", "data-module", "data-gu-name"})
_TOLD_BY: Final = _NAMED_BY | {"itemprop", "rel"}
_NEVER: Final = frozenset({"html", "body", "main", "[document]"})
_NEAR: Final = 6  # elements around a header among which its article is looked for
_FEW_PARTS: Final = 30  # of an address; each line in it asks
_FIRST: Final = 100  # elements and texts in an element that are looked at
_SMALL: Final = 8  # nodes in an element that is about one line only, blanks between them included
_LONGEST: Final = 400  # characters of class and id that are read
_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)

_MEANINGS: Final[tuple[tuple[frozenset[str], tuple[Label, str]], ...]] = (
    (frozenset({"byline", "bylines", "author", "authors", "submitted"}), _BYLINE),
    (frozenset({"dek", "deck", "standfirst"}), ("subheadline", "html.subheadline")),
    (frozenset({"copyright"}), ("rights", "html.copyright")),
    (frozenset({"pubdate", "published", "timestamp", "date", "datetime", "updated", "modified"}), ("published", "html.date")),
)
_NOT_A_BYLINE: Final = frozenset({
    "bio", "biography", "description", "about", "box", "card", "profile", "related", "image", "photo", "avatar", "list",
    "more", "info", "social",
})  # fmt: skip
_INLINE: Final = frozenset({"span", "time", "a", "strong", "b", "em", "i", "small", "cite"})
_AND: Final = frozenset(
    {"and", "&", "und", "et", "y", "e", "og", "och", "en"}
)  # <a>Ada Quill</a> <span>and</span> <a>Bo Lind</a>
_HOLDS_LINES: Final = frozenset(
    {"div", "section", "header", "footer", "article", "main", "body", "address", "aside", "time", "figure"}
)


def furniture_rule(tag: Tag) -> str | None:
    """The rule by which this element would be the page's furniture, "html.share"; None where it doesn't say so."""
    if tag.name in _NEVER:
        return None
    if tag.attrs:
        if rule := rule_of(_texts(tag, _NAMED_BY)):
            return rule
        if is_hidden(tag):
            return "html.hidden"
        if rule := _BY_ROLE.get(str(tag.get("role", "")).strip().lower()):
            return rule
    if "-" in tag.name:  # <amp-consent>, <gu-island name="EmailSignUp">
        return rule_of((tag.name, *_names(tag, "name")))
    if tag.name == "header" and any(around.name == "article" for around in islice(tag.parents, _NEAR)):
        return None
    return _BY_NAME.get(tag.name)


def is_embed(tag: Tag) -> bool:
    """Does an element hold a post of another site, by the class that the site's script looks for?"""
    return tag.name in ("blockquote", "div") and not _EMBEDS.isdisjoint(_names(tag, "class"))


def holds(tag: Tag, *names: str) -> bool:
    """Is there an element of one of these names among the first things in it? All of it is not looked at: elements nest."""
    return any(isinstance(node, Tag) and node.name in names for node in islice(tag.descendants, _FIRST))


def names_an_author(tag: Tag) -> bool:
    """Is there a link to an author's page in it: <a rel="author">?"""
    first = (node for node in islice(tag.descendants, _FIRST) if isinstance(node, Tag))
    return any("author" in str(node.get("rel") or "").split() for node in first)


def is_pull_quote(tag: Tag) -> bool:
    """Does an element call itself a pull quote: <blockquote class="pull-quote">?"""
    return any("pullquote" in "".join(split(name)) for name in _names(tag, "class"))


def is_hidden(tag: Tag) -> bool:
    """By the attributes hidden and aria-hidden, by a class that frameworks hide by, or by its own style."""
    attrs = tag.attrs
    if "class" in attrs and (classes := _names(tag, "class")) and not _UNSEEN_CLASSES.isdisjoint(classes):
        return not any(_SEEN_AGAIN.fullmatch(name) for name in classes)
    return "hidden" in attrs or attrs.get("aria-hidden") == "true" or bool(_HIDING.search(str(attrs.get("style", ""))[:_LONGEST]))


def meaning(tag: Tag) -> tuple[Label, str] | None:
    """The label of a line that stands in this element, by its class and itemprop: a byline, a date, a copyright line."""
    if tag.name == "time":
        return "published", "html.date"
    if tag.name == "address" and len(tag.contents) <= _FEW_PARTS and names_an_author(tag):
        return _BYLINE
    if not tag.attrs:
        return None
    words = words_of(tag)
    for said, label in _MEANINGS:
        if words & said and not (label[0] == "byline" and words & _NOT_A_BYLINE):
            return label
    return _BYLINE if tag.name == "a" and _PERSONS_PAGE.search(str(tag.get("href", ""))[:_LONGEST]) else None


def stands_alone(tag: Tag) -> bool:
    """Is this inline element a line of its own: a <time>, a byline's or a hidden <span> with no words beside it in its <div>?

    So is one that no blank parts from the words before it: <div><span>Jan. 6</span><span>Written by</span></div>.
    """
    if not tag.parent or tag.parent.name not in _HOLDS_LINES:
        return False
    if tag.name not in _INLINE:
        return "-" in tag.name and furniture_rule(tag) is not None
    before, behind = tag.previous_sibling, tag.next_sibling
    if meaning(tag) is None and not is_hidden(tag) and not (isinstance(before, Tag) and _is_glued(before, tag)):
        return False
    if any(isinstance(node, NavigableString) and any(char.isalnum() for char in node) for node in (before, behind)):
        return False
    return not any(_is_and(node) for node in (tag.find_previous_sibling(), tag.find_next_sibling()))


def _is_and(node: PageElement | None) -> bool:
    return isinstance(node, Tag) and node.name in _INLINE and node.get_text().strip().lower() in _AND


def _is_glued(before: Tag, tag: Tag) -> bool:
    """'Jan. 6' + 'Written by', but not the 'T' + 'HE' of a drop cap, nor the halves of a word."""
    if before.name not in _INLINE:
        return False
    one, other = before.get_text(), tag.get_text()
    if one.isdigit() and other.isdigit():  # how often it was liked, and shared
        return True
    return len(one) > 1 and len(other) > 1 and one[-1].isalnum() and (other[0].isupper() or other[0].isdigit())


def said_of(block: Block) -> Given | None:
    """What the elements closest around a block say it is: <p class="byline"><span class="author">."""
    around = block.element.parent
    small = around is not None and len(around.contents) <= _SMALL
    for tag in (block.wrapper, block.element, around if small else None):
        if tag is not None and (said := meaning(tag)):
            return said
    return None


def words_of(tag: Tag) -> set[str]:
    """The words of an element's class, id, itemprop, rel and the like: <p class="storyByline"> -> {"story", "byline"}."""
    return set().union(*[words_in(text) for text in _texts(tag, _TOLD_BY)])


def _texts(tag: Tag, attributes: Set[str]) -> list[str]:
    """What these attributes say, of an attribute of a megabyte only the first."""
    return [str(value)[:_LONGEST] for name, value in tag.attrs.items() if name in attributes and value]


def _names(tag: Tag, attribute: str) -> list[str]:
    """The names in an attribute."""
    return str(tag.attrs.get(attribute) or "")[:_LONGEST].split()
