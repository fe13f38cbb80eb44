"""schema.org NewsArticle and its kin as a file of JSON-LD 1.1 (https://schema.org/NewsArticle): one thing, or a @graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.formats.blocks import Block
from pipeline.formats.html.jsonld import articles, named
from pipeline.formats.json.body import body_of
from pipeline.formats.json.facts import Facts, Part, Thing
from pipeline.formats.json.item import Item, usual
from pipeline.formats.json.people import People, deed_of

NAME: Final = "schema_org"
_TYPES: Final = ("@type", "@graph")
_SIGNERS: Final = ("author", "creator")
_HELPERS: Final = {"editor": "editing", "contributor": "contribution", "translator": "translation"}


def recognises(facts: Facts) -> bool:
    """A thing with a @type that is an article's."""
    return any(name in facts for name in _TYPES) and bool(parts(facts))


def parts(facts: Facts) -> list[Thing]:
    """The articles in it; references ({"@id": ...}) to its other things are followed."""
    graph = facts.get("@graph")
    alone = {key: value for key, value in facts.thing.items() if key != "@graph"}
    return articles(alone, *graph) if isinstance(graph, list) else articles(facts.thing)


def read(facts: Facts) -> Item:
    """One article."""
    item = usual(facts, NAME)
    updates = facts.things("liveblogupdate")
    body = item.body or tuple(block for update in updates for block in _update(update))
    signed = [name for update in updates for _, name in named(update.get(*_SIGNERS))]
    people = _people(facts)
    told = (
        text for text in facts.texts("identifier") + facts.texts("@id") + facts.texts("url") if not text.startswith(("#", "_:"))
    )
    about = tuple((None, None, name) for _, name in named(facts.get("about")))
    corrections = tuple(facts.parts("correction"))
    fields = replace(
        item.fields,
        status="corrected" if corrections else item.fields.status,
        story_id=next(told, None),
        authors=tuple(dict.fromkeys((*people.authors, *signed))),
        credits=people.credits,
        subjects=(*item.fields.subjects, *about),
    )
    return replace(item, body=body, bylines=people.bylines, notes=(*item.notes, *corrections), fields=fields)


def _update(update: Facts) -> Iterator[Block]:
    """An entry of a LiveBlogPosting: its headline is a heading of the whole."""
    for title in update.parts("headline")[:1]:
        yield Block(title.text, "heading", title.line)
    yield from body_of(update, ("articlebody", "text", "description"))


def _people(facts: Facts) -> People:
    """Persons have signed; an organization, or a bare string, is a byline to be read."""
    key = next((name for name in _SIGNERS if name in facts), None)
    value = facts.get(*_SIGNERS)
    signed = named(value)
    words = [name for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) for _, name in named(one)]
    houses = [name for kind, name in signed if kind.endswith("Organization")]
    line = facts.lines.of(facts.said[key][0]) if key else 1
    people = [name for kind, name in signed if name not in houses and name not in words]
    helpers = [(deed, name) for helper, deed in _HELPERS.items() for _, name in named(facts.get(helper))]
    roles = [(deed, name) for deed, name in ((_deed(one), one.text("name")) for one in facts.things(*_SIGNERS)) if deed and name]
    people = [name for name in people if name not in {name for _, name in roles}]
    bylines = words if words and not people else [] if people else houses
    return People(tuple(Part(name, line) for name in bylines), tuple(people + (words if people else [])), tuple(helpers + roles))


def _deed(person: Facts) -> str | None:
    return deed_of(person.texts("rolename"))
