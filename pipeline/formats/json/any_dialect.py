"""JSON of no dialect that has a name: an object with a headline and a text under the names that everybody uses.

So do news APIs ({"title", "author", "content", "publishedAt"}), JSON Feed 1.1, WordPress' REST interface, Arc XP, Apple News,
Ghost, Drupal, Contentful and other content systems, Via and other press-release services, and houses' own exports.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.document import Notice
from pipeline.formats.json.body import NAMES, body_of
from pipeline.formats.json.facts import Facts, plain
from pipeline.formats.json.images import image_of
from pipeline.formats.json.item import Item, usual
from pipeline.formats.json.people import people_of

NAME: Final = "json"
_TITLES: Final = (
    "headline", "headlines", "title", "webtitle", "posttitle", "headlinetext", "titel", "titulo", "título", "titre", "titolo",
    "rubrik",
)  # fmt: skip
_SIGNS: Final = frozenset(
    ("byline", "author", "authors", "dateline", "slug", "slugline", "publishedat", "datepublished", "published", "source")
)
_LEAST: Final = 80  # characters; what is shorter below a title may be a label, a setting, a comment
_LEAST_SIGNED: Final = 20
_TERMS: Final = ("category", "post_tag")
_CUT_OFF: Final = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d{1,7} chars\]$")
_ASIDE: Final = ("metadata", "meta", "sys")  # where some systems keep people, times and keywords
_MORE: Final = ("authors", "credits", "published_at", "updated_at", "language", "keywords", "section", "story_id", "copyright")


def recognises(facts: Facts) -> bool:
    """A title, and a text long enough to be a story; shorter where a byline, a source or a date vouches for it."""
    if not any(facts.text(name) for name in _TITLES):
        return False
    body = facts.get(*NAMES)
    length = len(plain(body)) if isinstance(body, str) else sum(len(block.text) for block in body_of(facts))
    return length >= (_LEAST_SIGNED if _SIGNS & facts.said.keys() else _LEAST)


def read(facts: Facts) -> Item:
    """The item; a text that the service had cut off says so, and so does the record."""
    item = _without_source(usual(facts, NAME))
    item = _with_embedded(item, facts.thing_at("embedded"))
    for one in (one for name in _ASIDE for one in facts.things(name)[:1]):
        item = _with_more(item, usual(one, NAME))
    if not item.body or not (cut := _CUT_OFF.search(item.body[-1].text)):
        return item
    last = replace(item.body[-1], text=item.body[-1].text[: cut.start()] + " …")
    notice = Notice("truncated", f"the text is cut off by the service that sent it: {cut.group().strip()}")
    return replace(item, body=(*item.body[:-1], last), notices=(*item.notices, notice))


def _without_source(item: Item) -> Item:
    """'Ferry sails - The Ledger', as news APIs send it, where The Ledger is the source."""
    headline, source = item.headline, item.fields.agency
    if headline is None or source is None or not headline.text.endswith(f" - {source}"):
        return item
    return replace(item, headline=headline._replace(text=headline.text.removesuffix(f" - {source}")))


def _with_embedded(item: Item, embedded: Facts) -> Item:
    """WordPress' REST interface gives numbers, and the authors, pictures and terms of these numbers in "_embedded"."""
    if not embedded.said:
        return item
    pictures = tuple(image for one in embedded.things("wp:featuredmedia") if (image := image_of(one))[2])
    terms = [Facts(one, embedded.lines) for group in _lists(embedded.get("wp:term")) for one in group if isinstance(one, dict)]
    names = {kind: [name for term in terms if term.text("taxonomy") == kind and (name := term.text("name"))] for kind in _TERMS}
    fields = replace(
        item.fields,
        authors=item.fields.authors or people_of(embedded).authors,
        images=item.fields.images or pictures,
        section=item.fields.section or next(iter(names["category"]), None),
        keywords=tuple(dict.fromkeys((*item.fields.keywords, *names["category"], *names["post_tag"]))),
    )
    return replace(item, fields=fields, bylines=item.bylines or people_of(embedded).bylines)


def _lists(value: object) -> list[list[object]]:
    return [one for one in value if isinstance(one, list)] if isinstance(value, list) else []


def _with_more(item: Item, aside: Item) -> Item:
    """The item, with the fields that only the object of its metadata tells."""
    told = {name: getattr(aside.fields, name) for name in _MORE if getattr(item.fields, name) in (None, ())}
    return replace(item, fields=replace(item.fields, **told), bylines=item.bylines or aside.bylines)
