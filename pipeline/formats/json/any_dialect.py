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
from pipeline.formats.json.item import Item, usual

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


def _with_more(item: Item, aside: Item) -> Item:
    """The item, with the fields that only the object of its metadata tells."""
    told = {name: getattr(aside.fields, name) for name in _MORE if getattr(item.fields, name) in (None, ())}
    return replace(item, fields=replace(item.fields, **told), bylines=item.bylines or aside.bylines)
