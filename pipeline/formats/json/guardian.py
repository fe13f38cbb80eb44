"""Guardian Open Platform, Content API (https://open-platform.theguardian.com): {"response": {"content": {...}}}, or `results`.

An item has webTitle, webPublicationDate and sectionName of its own; the story stands in `fields` (headline, standfirst,
byline, body, bodyText, main) or, asked for in blocks, in blocks.body[].bodyHtml; `tags` name contributors and keywords.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.formats.json.body import body_of
from pipeline.formats.json.facts import Facts, Part
from pipeline.formats.json.item import Item, usual

NAME: Final = "guardian"
_STORY: Final = ("body", "bodytext")
_BELOW_HEADLINE: Final = ("standfirst", "trailtext")
_HOUSE: Final = "The Guardian"


def recognises(facts: Facts) -> bool:
    """An item of the API: its title and date are the web's, not the story's."""
    return "webtitle" in facts and ("webpublicationdate" in facts or "apiurl" in facts or "fields" in facts)


def read(facts: Facts) -> Item:
    """The item, its `fields` before what stands outside them."""
    inner = facts.thing_at("fields")
    item = usual(facts, NAME)
    body = body_of(inner, _STORY) or [block for one in facts.thing_at("blocks").things("main", "body") for block in body_of(one)]
    tags = {kind: _titles(facts, kind) for kind in ("contributor", "keyword")}
    byline = inner.part("byline", "bylinehtml")
    told = usual(inner, NAME).fields
    fields = replace(
        item.fields,
        agency=inner.text("publication") or _HOUSE,
        keywords=tags["keyword"] or item.fields.keywords,
        authors=tags["contributor"],
        updated_at=told.updated_at or item.fields.updated_at,
        language=told.language or item.fields.language,
        images=told.images or item.fields.images,
    )
    below: tuple[Part, ...] = tuple(inner.parts(*_BELOW_HEADLINE)[:1])
    return replace(
        item,
        headline=inner.part("headline") or item.headline,
        subheadlines=below,
        bylines=(byline,) if byline else (),
        body=tuple(body),
        fields=fields,
    )


def _titles(facts: Facts, kind: str) -> tuple[str, ...]:
    tags = [tag for tag in facts.things("tags") if tag.text("type") == kind]
    return tuple(title for tag in tags if (title := tag.text("webtitle")))
