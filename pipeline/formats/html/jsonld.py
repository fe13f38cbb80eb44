"""JSON-LD of a page: the one object that describes its story (schema.org/NewsArticle and its kin)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from pipeline.formats.html.head import Head

Thing: TypeAlias = dict[str, Any]

# https://schema.org/Article and what is below it, as news sites use it.
_ARTICLES: Final = frozenset((
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
    "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "BlogPosting",
    "LiveBlogPosting", "Report",
))  # fmt: skip
_WAYS_IN: Final = ("@graph", "mainEntity", "mainEntityOfPage")  # where an article may lie; related stories lie elsewhere
_LONE_SURROGATE: Final = re.compile(  # half of a character, which no UTF-8 can say
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_LARGEST: Final = 1 << 20  # characters of a script that is parsed
_MOST: Final = 200  # scripts, and things in them, that are looked at


def article(head: Head) -> Thing:
    """The first article that the page describes, its references ({"@id": ...}) resolved one deep; {} where there is none."""
    scripts = [script for script in head.having("script", "type") if "ld+json" in str(script["type"])]
    return next(iter(articles(*(_parsed(script.string or "") for script in scripts[:_MOST]))), {})


def articles(*values: object) -> list[Thing]:
    """All articles among parsed JSON-LD, in order, their references resolved one deep."""
    things = list(_things(list(values)))
    by_id = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str)}
    found = [thing for thing in things if _ARTICLES.intersection(strings(thing.get("@type")))]
    return [{key: _resolved(value, by_id) for key, value in thing.items()} for thing in found]


def strings(value: object) -> list[str]:
    """The strings in a value that may be one, a list of them, or none: unescaped, blanks collapsed."""
    values = value if isinstance(value, list) else [value]
    texts = (" ".join(html.unescape(text).split()) for text in values[:_MOST] if isinstance(text, str))
    return [text for text in texts if text]


def named(value: object) -> list[tuple[str, str]]:
    """(type, name) of persons and organizations, as {"name": ...}, as a bare string, or as a list of either."""
    found = []
    for one in (value if isinstance(value, list) else [value])[:_MOST]:
        thing = one if isinstance(one, dict) else {"name": one}
        kind = "".join(strings(thing.get("@type"))[:1])
        found += [(kind, name) for name in strings(thing.get("name"))]
    return found


def _things(queue: list[object]) -> Iterator[Thing]:
    """Objects of all scripts, breadth first, from the ways in only."""
    for value in queue:
        if isinstance(value, list):
            queue += value[:_MOST]
        elif isinstance(value, dict):
            yield value
            queue += [value[way] for way in _WAYS_IN if way in value]
        if len(queue) > _MOST * _MOST:
            return


def _parsed(text: str) -> object:
    """The JSON in a script; None for what is none, nests too deep or is too long."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip(" \t\n;")
    if not text or len(text) > _LARGEST:
        return None
    try:
        parsed: object = json.loads(_LONE_SURROGATE.sub("\\\\ufffd", text) if "\\u" in text else text, strict=False)
    except (ValueError, RecursionError):
        return None
    return parsed


def _resolved(value: object, by_id: dict[str, Thing]) -> object:
    if isinstance(value, list):
        return [_resolved(one, by_id) if isinstance(one, dict) else one for one in value[:_MOST]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"} and isinstance(value.get("@id"), str):
        return {**value, **by_id.get(value["@id"], {})}
    return value
