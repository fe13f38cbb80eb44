"""One JSON object -> what a person reads in it and what it says besides -> a Document. The dialects say where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory
from pipeline.formats.blocks import Block, Given
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.json.body import body_of
from pipeline.formats.json.facts import Facts, Part
from pipeline.formats.json.fields import usual_fields
from pipeline.formats.json.images import CAPTION, CREDIT, genre_of, image_of, images_of
from pipeline.formats.json.people import contacts_of, people_of
from pipeline.formats.story_copy import StoryCopy, fold

HEADLINE: Final = (
    "headline", "headlines", "webtitle", "title", "posttitle", "headlinetext", "titel", "titulo", "título", "titre", "titolo",
    "rubrik", "name",
)  # fmt: skip
SUBHEADLINE: Final = (
    "headlineextended", "subheadline", "subheadlines", "subheadlinetext", "subhead", "subtitle", "alternativeheadline",
    "standfirst", "deck", "dek",
)  # fmt: skip
SUMMARY: Final = (
    "descriptionsummary", "descriptiontext", "descriptionhtml", "descriptions", "description", "abstract", "summary",
    "excerpt", "teaser", "trailtext", "leadtext", "ingress", "lead", "intro",
)  # fmt: skip
NOTES: Final = ("ednote", "editornote", "editorsnote", "editorialnote", "noteeditor", "embargoedreason", "descriptionusage")
LOCATED: Final = ("dateline", "located", "locationcreated")
_ABOVE: Final = ("kicker", "strapline")  # words over the headline: they stand behind every line below it
_NOTEPAD: Final = ("publichtml", "nonpublichtml", "html", "text")  # dpa's notebook: sources, places, whom to ask
_MAIN: Final = ("main", "headline", "default", "")
_SUMMED_UP_WITHIN: Final = 5000  # characters of the folded body in which the summary may stand again
_OPENING: Final = 3  # blocks that a dateline may open
_DATELINE: Final = re.compile(
    r"[A-ZÀ-Þ]{3,}[^.!?]{0,60}?(?:[-–—]|\.-)|[A-ZÀ-Þ][\w. -]{1,30}(?:, [^()]{1,30})? ?\([A-Za-z/ ]{2,20}\) ?[-–—]"
)
_TELLING: Final = 20  # letters; a shorter summary may stand in the body by chance
_NO_STORY: Final = {"event": "an event", "planning": "a planning item", "events": "an event", "coverage": "a planned coverage"}


@dataclass(frozen=True, slots=True)
class Item:
    """One story: what a person reads of it, in order, and the format's fields; `facts` is the object it came from."""

    format: str
    facts: Facts
    headline: Part | None
    subheadlines: tuple[Part, ...]
    bylines: tuple[Part, ...]
    located: Part | None
    body: tuple[Block, ...]
    notes: tuple[Part, ...]
    contacts: tuple[Part, ...]
    fields: Fields
    notices: tuple[Notice, ...] = ()


def usual(facts: Facts, format: str) -> Item:
    """The item as most dialects write it, under the names that most of them use."""
    fields, notices = usual_fields(facts)
    genre = genre_of(facts)
    headline, others = _headlines(facts)
    if genre is None:
        people = people_of(facts)
        body = tuple(body_of(facts))
        summary = tuple(facts.parts(*SUMMARY)[:1]) if any(name in facts for name in SUMMARY) else ()
        fields = replace(fields, authors=people.authors, credits=people.credits, images=images_of(facts))
        read = (*others, *facts.parts(*SUBHEADLINE), *summary, *facts.parts(*_ABOVE))
        return Item(
            format,
            facts,
            headline,
            read,
            people.bylines,
            facts.part(*LOCATED),
            body,
            _notes(facts),
            contacts_of(facts),
            fields,
            notices,
        )
    people = people_of(facts)
    credit = facts.text(*CREDIT)
    signed = (
        tuple(_names_in(people.bylines)) + people.authors + tuple(name for role, name in people.credits if role == "photography")
    )
    places = tuple(dict.fromkeys((*facts.texts("located"), *fields.places)))
    images = (image_of(facts),) if genre != "package" else images_of(facts)
    fields = replace(
        fields,
        genre=genre,
        byline=credit,
        authors=tuple(dict.fromkeys(signed)),
        credits=people.credits,
        images=images,
        places=places,
    )
    return Item(format, facts, headline, others, (), None, tuple(_captions(facts, genre)), _notes(facts), (), fields, notices)


def _headlines(facts: Facts) -> tuple[Part | None, tuple[Part, ...]]:
    """The headline, and further ones that stand below it; ninjs 2 gives each a role, and short ones for other screens."""
    listed = facts.things("headlines") if isinstance(facts.get("headlines"), list) else []
    by_role = [(one.text("role") or "", part) for one in listed if (part := one.part("value", "text"))]
    main = next((part for wanted in _MAIN for role, part in by_role if _tail(role) == wanted), None)
    below = tuple(part for role, part in by_role if part is not main and _tail(role).startswith("sub"))
    return main or facts.part(*HEADLINE), below


def _tail(role: str) -> str:
    return role.lower().rpartition("/")[2].rpartition(":")[2]


def _notes(facts: Facts) -> tuple[Part, ...]:
    return (*facts.parts(*NOTES), *facts.thing_at("notepad").parts(*_NOTEPAD))


def _captions(facts: Facts, genre: str) -> list[Block]:
    """What stands below a picture: its caption, and the text that goes with it where that says something else."""
    said = facts.parts(*(CAPTION if genre != "package" else SUMMARY))[:1]
    given: Given = ("caption", "json.caption")  # nothing of a picture's caption is a heading
    captions = [Block(part.text, "caption", part.line, given) for part in said]
    told = {fold(part.text) for part in said}
    return captions + [replace(block, kind="caption") for block in body_of(facts) if fold(block.text) not in told]


def _names_in(bylines: Iterable[Part]) -> list[str]:
    """'A3576/_Ada Quill' -> 'A3576', 'Ada Quill': a picture is signed by a code, an agency and a name in any order."""
    return [name for part in bylines for piece in part.text.split("/") if (name := piece.strip(" _"))]


def document(item: Item, decoded: Decoded, filename: str, number: int | None) -> Document:
    """The item as a Document. Raises NotAStory for planning, events and what is empty."""
    _refuse(item, filename)
    copy = StoryCopy(item.format)
    line = item.headline.line if item.headline else 1
    if item.headline:
        copy.add("headline", *item.headline)
    for part in _telling(item.subheadlines, item.headline, item.body):
        copy.add("subheadline", *part)
    for part in item.bylines:
        copy.add("byline", *part)
    place = item.located
    fields = item.fields
    if place and not _is_told(place.text, item.body):
        if _has_dateline(item.body):  # the text was filed elsewhere, or says the place in other words
            fields = replace(fields, places=tuple(dict.fromkeys((*fields.places, place.text))))
        else:
            copy.add("dateline", *place)
    copy.add_body(item.body)
    for part in item.notes:
        copy.add("note", *part)
    for part in item.contacts:
        copy.add("contact", *part)
    if not item.headline and not item.body:  # a story must have something to be known by
        copy.add("headline", fields.slug, line)
    return copy.document(decoded, fields, item.notices, number)


def _refuse(item: Item, filename: str) -> None:
    kind = (item.facts.text("type", "itemclass") or "").lower().rpartition(":")[2]
    planned = not item.body and ("eventdetails" in item.facts or "plannedcoverage" in item.facts or "coverages" in item.facts)
    if kind in _NO_STORY or planned:
        raise NotAStory(filename, f"it is {_NO_STORY.get(kind, 'a planning item')}, not a story", "send it to the planning desk")
    if not item.body and not item.headline and not item.subheadlines:
        raise NotAStory(filename, "the item has neither headline nor text", "ask the agency for the whole item")


def _telling(parts: Sequence[Part], headline: Part | None, body: Sequence[Block]) -> list[Part]:
    """Those that say something that neither headline nor body says."""
    if not parts:
        return []
    told = [fold(headline.text)] if headline else []
    text = "".join(fold(block.text) for block in body)[:_SUMMED_UP_WITHIN]
    blocks = {fold(block.text) for block in body[:_OPENING]}
    found = []
    for part in parts:
        bare = fold(part.text)
        if bare and bare not in told and bare not in blocks and not (len(bare) >= _TELLING and bare in text):
            found.append(part)
            told.append(bare)
    return found


def _is_told(place: str, body: Sequence[Block]) -> bool:
    """Does the story open with a dateline of this place already?"""
    city = fold(place.partition(",")[0].partition("(")[0])
    return bool(city) and any(fold(block.text[: len(place) + 40]).startswith(city) for block in body[:_OPENING])


def _has_dateline(body: Sequence[Block]) -> bool:
    """Does the story open like "PARIS, March 3 -" or "Berlin (dpa) -"?"""
    return any(_DATELINE.match(block.text) for block in body[:1])
