"""The NewsLines of NewsML 1.x: what a reader sees above and below a story, from its own component outwards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.formats.newsml1.children import Children
from pipeline.formats.nitf.head import Head, Said
from pipeline.formats.persons import upright
from pipeline.formats.xml.tree import Element, attribute_at, find_all, line_of, name_of, text_at, words

_TAG: Final = re.compile(r"</?[A-Za-z][\w:]{0,20}(?:\s[^<>]{0,200})?/?>")
_OF_HEAD: Final[Mapping[str, str]] = {
    "HeadLine": "headlines", "SubHeadLine": "subheadlines", "DateLine": "datelines", "CreditLine": "credits",
    "SeriesLine": "metadata", "EndLine": "metadata",
}  # fmt: skip
# A NewsLine tells its type; agencies name their types freely: "AdvisoryLine", "EditorialNote", "ProductLine".
_OF_TYPE: Final = (
    (re.compile(r"sub.?head|deck|kicker|over.?line|catch.?line|strap", re.I), "subheadlines"),
    (re.compile(r"abstract|summary|synopsis|lead", re.I), "abstracts"),
    (re.compile(r"by.?line", re.I), "bylines"),
    (re.compile(r"credit|signature", re.I), "credits"),
    (re.compile(r"copyright|rights|usage", re.I), "rights"),
    (re.compile(r"note|advis|instruct|comment|embargo|correct|alert|warning|message", re.I), "notes"),
)
_KEYWORDS: Final = re.compile(r"\s*[,;|]\s*")


@dataclass(slots=True)
class Lines:
    """The lines by their place, and those that are fields."""

    head: Head = field(default_factory=Head)
    slug: str | None = None
    copyright: str | None = None
    terms: str | None = None
    keywords: list[str] = field(default_factory=list)


def lines_of(scopes: Sequence[Element], children: Children) -> Lines:
    """The lines of these components, nearest first."""
    lines = Lines()
    for scope in scopes:
        for block in children.of(scope, "NewsLines"):
            for line in block:
                _sort_in(lines, line, block)
    return lines


def _sort_in(lines: Lines, line: Element, block: Element) -> None:
    name, text = name_of(line), _plain(words(line))
    if not text:
        return
    if name in _OF_HEAD:
        getattr(lines.head, _OF_HEAD[name]).append(Said(text, line_of(line)))
    elif name == "ByLine":
        text, title = upright(text, in_capitals=True), _plain(text_at(block, "ByLineTitle"))
        lines.head.bylines.append(Said(f"{text}, {title}" if title else text, line_of(line)))
    elif name == "SlugLine":
        lines.slug = lines.slug or text
    elif name == "CopyrightLine":
        lines.copyright = lines.copyright or text
    elif name in ("RightsLine", "UsageLine"):
        lines.terms = lines.terms or text
    elif name == "KeywordLine":
        lines.keywords += filter(None, _KEYWORDS.split(text))
    elif name == "NewsLine":
        _sort_typed(lines, line)


def _sort_typed(lines: Lines, line: Element) -> None:
    kind = attribute_at(line, "NewsLineType", "FormalName") or ""
    place = next((place for pattern, place in _OF_TYPE if pattern.search(kind)), "metadata")
    for at in find_all(line, "NewsLineText"):
        if text := _plain(words(at)):
            getattr(lines.head, place).append(Said(text, line_of(at)))


def _plain(text: str | None) -> str | None:
    """CDATA in a line may hold tags."""
    return " ".join(_TAG.sub(" ", text).split()) if text and "<" in text else text
