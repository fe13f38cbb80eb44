"""The metadata of a NewsML-G2 item -> Fields: identity, status, times, rights, people, subjects.

IPTC NewsML-G2 2.x, power and core conformance: itemMeta, contentMeta and rightsInfo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from pipeline.document import Fields, Notice, Status
from pipeline.formats.dates import moment, remarkable
from pipeline.formats.newsml_g2.parts import Item, first_text, in_language, local, name_in, texts
from pipeline.formats.newsml_g2.people import people_of
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import XML_LANG, Element, attribute, attribute_at, find, find_all, words

_MOST: Final = 200  # subjects, keywords, places
_DIGIT: Final = re.compile(r"\s*(\d)\s*")
# Parts of the names of signals, statuses and genres, the gravest first.
_STANDINGS: Final[tuple[tuple[tuple[str, ...], Status], ...]] = (
    (("kill", "cancel", "annul", "retract", "withdraw", "elimina"), "killed"),
    (("withheld", "withhold"), "withheld"),
    (("correct", "corrig", "rettific", "rectif", "berichtig", "korrekt", "korrig", "rättels", "oikaisu"), "corrected"),
    (("advisory", "advisories"), "advisory"),
)
_LESSER: Final = ("short", "seo", "web", "mobile", "social", "sms", "push", "slug", "alert", "title", "teaser", "translat")
_BELOW: Final = ("sub", "deck", "dek", "secondary", "ingress")
_ABOVE: Final = ("kicker", "over", "roof", "supra", "vignette", "dach")
_SECTIONS: Final = ("category", "department", "section", "rubric", "desk")


# Parts of the relations of links, as agencies name them: to what this item changes, and to what has taken its place.
_EARLIER: Final = ("previousversion", "replac", "correct", "supersed", "evolvedfrom", "updateof", "updates", "obsolet", "kills")
_LATER: Final = (
    "replacedby",
    "correctedby",
    "supersededby",
    "evolvedinto",
    "updatedby",
    "obsoletedby",
    "nextversion",
    "latestversion",
)


class Times(NamedTuple):
    """When it was first published, when this version was made, until when it is kept back, and until when it holds."""

    published: datetime | None
    updated: datetime | None
    embargo: datetime | None
    expires: datetime | None


class Titles(NamedTuple):
    """The main headline, the line below it, and the one above it."""

    main: str | None
    below: str | None
    above: str | None


def fields_of(item: Item, sender: str | None = None) -> tuple[Fields, tuple[Notice, ...]]:
    """All that the metadata says, and what is odd about its dates; `sender` is that of the message round the item."""
    times, notices = _times(item)
    provider = _names(item, item.meta.get("provider", ()), coded=True)
    holder = _names(item, item.rights.get("copyrightHolder", ()), coded=True)
    sources = _names(item, item.content.get("infoSource", ()))
    people = people_of(item, frozenset(map(fold, [*provider, *holder, *sources, *_lines(item, "creditline")])))
    titles = titles_of(item)
    return Fields(
        headline=titles.main,
        subheadline=titles.below,
        section=_section(item) or titles.above,
        slug=next(iter(_lines(item, "slugline")), None),
        language=item.language,
        genre=item.kind if item.kind != "text" else next(iter(_names(item, item.content.get("genre", ()), coded=True)), None),
        authors=people.authors,
        credits=people.credits,
        agency=next(iter(provider), None) or sender,
        copyright=first_text(item.rights.get("copyrightNotice", ()), item.language),
        holder=next(iter(holder), None),
        distributor=next((name_in(at, item.language) for at in _distributors(item)), None),
        usage_terms=_usage_terms(item),
        story_id=attribute(item.element, "guid"),
        version=attribute(item.element, "version"),
        replaces=_linked(item, later=False),
        status=_status(item, times),
        urgency=_urgency(item),
        keywords=tuple(dict.fromkeys(_lines(item, "keyword")))[:_MOST],
        places=_places(item),
        subjects=tuple(dict.fromkeys(_subject(at, item) for at in item.content.get("subject", ())[:_MOST])),
        published_at=times.published,
        updated_at=times.updated,
        embargo_until=times.embargo,
        expires_at=times.expires,
    ), notices


def titles_of(item: Item) -> Titles:
    """The headlines by their roles; of several main ones the first in the story's language that is no short form."""
    given = [(local(at.get("role")), text) for at in in_language(item.content.get("headline", ()), item.language)
             for text in texts([at], None)]  # fmt: skip
    below = next((text for role, text in given if role.startswith(_BELOW)), None)
    above = next((text for role, text in given if role.startswith(_ABOVE)), None)
    main = [(role, text) for role, text in given if not role.startswith((*_BELOW, *_ABOVE))]
    main.sort(key=lambda pair: any(mark in pair[0] for mark in _LESSER))
    return Titles(main[0][1] if main else None, below, above)


def _lines(item: Item, name: str) -> list[str]:
    return list(texts(item.content.get(name, ()), item.language))


def _names(item: Item, concepts: Iterable[Element], coded: bool = False) -> list[str]:
    return [name for at in concepts if (name := name_in(at, item.language, coded))]


def _distributors(item: Item) -> Iterable[Element]:
    return (at for at in item.content.get("infoSource", ()) if "distrib" in local(at.get("role")))


def _times(item: Item) -> tuple[Times, tuple[Notice, ...]]:
    updated, odd_update = _moment(item.meta.get("versionCreated", ()))
    created, odd = _moment(item.meta.get("firstCreated", ()))
    if created is None:  # dpa tells it nowhere, AP once told when the content was made
        created, odd_made = _moment(item.content.get("contentCreated", ()))
        odd = odd or remarkable(odd_made)
    if created is None and attribute(item.element, "version") in (None, "1"):
        created = updated
    embargo, odd_embargo = _moment(item.meta.get("embargoed", ()))
    expires, odd_end = _moment([*item.meta.get("expires", ()), *item.content.get("contentExpires", ())])
    return Times(created, updated, embargo, expires), tuple(
        notice for notice in (odd_update, odd, odd_embargo, odd_end) if notice
    )


def _moment(elements: Iterable[Element]) -> tuple[datetime | None, Notice | None]:
    said = next((text for at in elements if (text := words(at))), None)
    return moment(said) if said else (None, None)


def _status(item: Item, times: Times) -> Status | None:
    """The gravest that pubStatus, a signal or a genre tells; embargoed while the moment lies after this version's making."""
    told = [local(attribute(at, "qcode", "uri", "literal")) for name in ("pubStatus", "signal") for at in item.meta.get(name, ())]
    told += [name.casefold() for name in _names(item, [*item.meta.get("signal", ()), *item.content.get("genre", ())])]
    found = next((status for marks, status in _STANDINGS if any(mark in word for word in told for mark in marks)), None)
    if found in (None, "corrected", "advisory") and _is_embargoed(item, times.embargo, times.updated):
        return "embargoed"
    return found or ("usable" if item.meta.get("pubStatus") else None)


def _is_embargoed(item: Item, until: datetime | None, made: datetime | None) -> bool:
    """An empty <embargoed/> holds until further notice."""
    if until is None:
        return "embargoed" in item.meta
    return made is None or (until.utcoffset() is None) != (made.utcoffset() is None) or until > made


def _usage_terms(item: Item) -> str | None:
    """All terms in one language: agencies write each restriction into an element of its own."""
    terms = in_language(item.rights.get("usageTerms", ()), item.language)
    same = [at for at in terms if at.get(XML_LANG) == terms[0].get(XML_LANG)]
    return " ".join(dict.fromkeys(texts(same, item.language))) or None


def _urgency(item: Item) -> int | None:
    found = next((_DIGIT.fullmatch(text) for text in _lines(item, "urgency")), None)
    return int(found.group(1)) if found else None


def _places(item: Item) -> tuple[str, ...]:
    """Where it was made, from the town to the country; then what it is about."""
    made = [at for place in item.content.get("located", ()) for at in (place, *find_all(place, "broader"))]
    about = [at for at in item.content.get("subject", ()) if "geo" in local(at.get("type"))]
    return tuple(dict.fromkeys(_names(item, [*made, *about])))[:_MOST]


def _section(item: Item) -> str | None:
    """The department that a subject names: dpa's category, STT's department."""
    for at in item.content.get("subject", ()):
        kind = f"{at.get('type')} {str(at.get('qcode')).partition(':')[0]}".casefold()
        name = name_in(at, item.language) if len(at) and any(mark in kind for mark in _SECTIONS) else None
        if name and len(name) > 1:
            return name
    return None


def _subject(at: Element, item: Item) -> tuple[str | None, str | None, str | None]:
    code = attribute(at, "qcode")
    scheme, colon, rest = (code or "").partition(":")
    told = (scheme, rest) if colon and rest else (None, code or attribute(at, "uri"))
    return (*told, name_in(at, item.language))


def replaced_by(item: Item) -> tuple[Notice, ...]:
    """A notice of the items that the item says have taken its place."""
    return tuple(Notice("replaced", f"it is replaced by {ref[:200]}") for ref in _linked(item, later=True))


def _linked(item: Item, later: bool) -> tuple[str, ...]:
    """The items, other than this one, that its links say to be changed by it; or, `later`, to have taken its place."""
    found: dict[str, None] = {}
    for link in item.meta.get("link", ())[:_MOST]:
        rel, ref = local(link.get("rel")), attribute(link, "residref", "guidref", "href")
        is_later = any(mark in rel for mark in _LATER)
        wanted = is_later if later else not is_later and any(mark in rel for mark in _EARLIER)
        if wanted and ref and ref != attribute(item.element, "guid"):
            found[ref] = None
    return tuple(found)


def sender_of(message: Element) -> str | None:
    """Who sent the message round the items."""
    header = find(message, "header")
    return None if header is None else (words(find(header, "sender")) or attribute_at(header, "sender", "qcode", "literal"))
