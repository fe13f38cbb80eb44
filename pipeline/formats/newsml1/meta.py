"""What NewsML 1.x says of a story in codes: identification, management, and the three blocks of metadata of its components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields as fields_in
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.document import Fields, Notice, Status
from pipeline.formats.dates import moment
from pipeline.formats.newsml1.children import Children
from pipeline.formats.nitf.meta import Subject, status_of
from pipeline.formats.xml.tree import XML_LANG, Element, attribute, attribute_at, find, find_all, name_of, text_at, words

_REVISION: Final = re.compile(r":\d+[NUA]?$")  # of "urn:newsml:example.com:20260303:TX-1:2U"
_PLACES: Final = ("City", "Town", "CountryArea", "Region", "State", "Country", "Continent", "WorldRegion")
_DESCRIPTIVE: Final = ("DescriptiveMetadata", "DescriptiveMetada")  # TASS leaves out two letters
_CHANGES: Final = (
    "replac",
    "correct",
    "supersed",
    "update",
    "previous",
    "kill",
    "rectif",
)  # in what is said of an associated item
_LATEST_FIRST: Final = ("Instruction", "Status")


def fields_of(
    item: Element, scopes: Sequence[Element], envelope: Element | None, children: Children
) -> tuple[Fields, tuple[Notice, ...]]:
    """The fields of a story whose components are `scopes`, nearest first. Notices: those of dates."""
    management = find(item, "NewsManagement")
    management = item if management is None else management
    descriptive = [at for scope in scopes for name in _DESCRIPTIVE for at in children.of(scope, name)]
    administrative = [at for scope in scopes for at in children.of(scope, "AdministrativeMetadata")]
    listed = [at for scope in scopes for at in children.of(scope, "item_keywords")]
    rights = [at for scope in scopes for at in children.of(scope, "RightsMetadata")]
    times, notices = _times(management, envelope)
    status = _status(management)
    then = status_of(attribute_at(management, "StatusWillChange/FutureStatus", "FormalName"))
    provider = _party(administrative, "Provider") or _sender(envelope)
    source = _party(administrative, "Source")
    return Fields(
        language=_language(item, scopes, descriptive),
        genre=_genre(descriptive),
        authors=tuple(_authors(administrative, provider)),
        agency=provider or source or text_at(item, "Identification/NewsIdentifier/ProviderId"),
        distributor=provider if source and source != provider else None,
        story_id=_story_id(item, descriptive),
        version=text_at(item, "Identification/NewsIdentifier/RevisionId"),
        replaces=tuple(dict.fromkeys(_replaced(management, status))),
        status=status,
        published_at=times.get("first"),
        updated_at=times.get("this"),
        embargo_until=times.get("change") if status in ("embargoed", "withheld") and then != "killed" else None,
        expires_at=times.get("change") if then == "killed" else None,
        urgency=_urgency(management, envelope),
        keywords=tuple(dict.fromkeys(_keywords(listed, descriptive))),
        places=tuple(dict.fromkeys(_places(descriptive))),
        subjects=tuple(dict.fromkeys(_subjects(descriptive))),
        holder=next(
            (said for at in rights if (said := text_at(at, "Copyright/CopyrightHolder", "UsageRights/RightsHolder"))), None
        ),
        copyright_year=_year(rights),
        usage_terms=_terms(rights),
    ), notices


def merged(first: Fields, second: Fields) -> Fields:
    """What the first does not say, by the second: the envelope before the story inside it."""
    missing = {at.name: getattr(second, at.name) for at in fields_in(Fields) if not getattr(first, at.name)}
    return replace(first, **missing)


def _times(management: Element, envelope: Element | None) -> tuple[dict[str, datetime], tuple[Notice, ...]]:
    sent = text_at(envelope, "DateAndTime") if envelope is not None else None
    said = {
        "first": text_at(management, "FirstCreated") or sent,
        "this": text_at(management, "ThisRevisionCreated", "FirstCreated") or sent,
        "change": text_at(management, "StatusWillChange/DateAndTime"),
    }
    read = {name: moment(text) for name, text in said.items() if text}
    notices = dict.fromkeys(notice for _, notice in read.values() if notice)
    return {name: at for name, (at, _) in read.items() if at}, tuple(notices)


def _status(management: Element) -> Status | None:
    """An instruction ("Correction", "Kill") says more than the status, which stays Usable."""
    told = (attribute(at, "FormalName") or words(at) for name in _LATEST_FIRST for at in find_all(management, name))
    found = [status for word in told if (status := status_of(word))]
    return next((status for status in found if status != "usable"), found[0] if found else None)


def _replaced(management: Element, status: Status | None) -> Iterator[str]:
    """The items that this one is derived from; those that it goes with only where that is said or it kills or corrects.

    A new revision of the same item keeps its id, which the story_id is.
    """
    for name in ("DerivedFrom", "AssociatedWith"):
        for at in find_all(management, name):
            said = " ".join(filter(None, (attribute(at, "FormalName"), text_at(at, "Comment")))).casefold()
            changes = name == "DerivedFrom" or status in ("killed", "corrected") or any(word in said for word in _CHANGES)
            if changes and (ref := attribute(at, "NewsItem")):
                yield _REVISION.sub("", ref)


def _story_id(item: Element, descriptive: list[Element]) -> str | None:
    """The public identifier without its revision, or what else stays the same."""
    public = text_at(item, "Identification/NewsIdentifier/PublicIdentifier")
    parts = [text_at(item, f"Identification/NewsIdentifier/{name}") for name in ("ProviderId", "DateId", "NewsItemId")]
    if public and parts[2] and public.endswith(parts[2]):  # no revision behind it
        return public
    if public:
        return _REVISION.sub("", public)
    if parts[2]:
        return ":".join(["urn:newsml", *filter(None, parts)]) if parts[0] and parts[1] else parts[2]
    return next((said for at in descriptive if (said := text_at(at, "guid"))), None)


def _language(item: Element, scopes: Sequence[Element], descriptive: list[Element]) -> str | None:
    told = [attribute_at(at, "Language", "FormalName") for at in descriptive] + [
        attribute(at, XML_LANG) for at in (*scopes, item)
    ]
    return next((language for language in told if language), None)


def _genre(descriptive: list[Element]) -> str | None:
    """One genre is one; a list of them is AFP's keywords."""
    told = {said for at in descriptive for genre in find_all(at, "Genre") if (said := attribute(genre, "FormalName"))}
    return told.pop() if len(told) == 1 else None


def _party(administrative: list[Element], name: str) -> str | None:
    return next((said for at in administrative if (said := attribute_at(at, f"{name}/Party", "FormalName"))), None)


def _sender(envelope: Element | None) -> str | None:
    return attribute_at(envelope, "SentFrom/Party", "FormalName") if envelope is not None else None


def _authors(administrative: list[Element], provider: str | None) -> Iterator[str]:
    """Creators that may be people; EFE's are the initials of its desk."""
    for at in administrative:
        names = [attribute(party, "FormalName") for party in find_all(at, "Creator/Party")]
        names += [
            attribute(said, "Value") for said in find_all(at, "Property") if said.get("FormalName", "").casefold() == "author"
        ]
        yield from (name for name in names if name and " " in name and "/" not in name and name != provider)


def _urgency(management: Element, envelope: Element | None) -> int | None:
    said = attribute_at(management, "Urgency", "FormalName") or text_at(management, "Urgency")
    if not said and envelope is not None:
        said = attribute_at(envelope, "Priority", "FormalName")
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 3 else None


def _keywords(lists: list[Element], descriptive: list[Element]) -> Iterator[str]:
    for at in descriptive:
        for said in find_all(at, "Property"):
            if said.get("FormalName", "").casefold() in ("keyword", "keywords") and (value := attribute(said, "Value")):
                yield value
    yield from (value for at in lists for key in find_all(at, "item_keyword") if (value := words(key)))


def _places(descriptive: list[Element]) -> Iterator[str]:
    for at in descriptive:
        for location in find_all(at, "Location"):
            told = {said.get("FormalName"): attribute(said, "Value") for said in find_all(location, "Property")}
            yield from (value for name in _PLACES if (value := told.get(name)))


def _subjects(descriptive: list[Element]) -> Iterator[Subject]:
    for at in descriptive:
        for code in find_all(at, "SubjectCode/*"):
            if name_of(code).startswith("Subject") and (said := attribute(code, "FormalName")):
                is_code = said.isascii() and said.isdigit()
                yield attribute(code, "Scheme", "Vocabulary") or ("IPTC" if is_code else None), said, None


def _year(rights: list[Element]) -> int | None:
    said = next((said for at in rights if (said := text_at(at, "Copyright/CopyrightDate"))), "")[:4]
    return int(said) if len(said) == 4 and said.isascii() and said.isdigit() else None


def _terms(rights: list[Element]) -> str | None:
    told = (part for at in rights for part in find_all(at, "UsageRights/*") if name_of(part) in ("UsageType", "Limitations"))
    return " ".join(dict.fromkeys(said for part in told if (said := words(part)))) or None
