"""What a NITF file says of its story in codes: identity, dates, rights, subjects (head, docdata, pubdata, identified-content)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from pipeline.document import Fields, Notice, Status
from pipeline.formats.dates import moment
from pipeline.formats.nitf.line import flowing
from pipeline.formats.persons import upright
from pipeline.formats.xml.tree import XML_LANG, Element, attribute, attribute_at, find, find_all, name_of, text_at, words

Subject: TypeAlias = tuple[str | None, str | None, str | None]

STATUSES: Final[Mapping[str, Status]] = {
    **dict.fromkeys(("usable", "released", "live", "published"), "usable"),
    **dict.fromkeys(("embargoed", "embargo"), "embargoed"),
    **dict.fromkeys(("withheld", "hold", "held", "draft"), "withheld"),
    **dict.fromkeys(("corrected", "correction", "rectify", "rectification", "erratum"), "corrected"),
    **dict.fromkeys(("killed", "kill", "canceled", "cancelled", "cancel", "deleted", "delete", "retracted", "retraction",
                     "withdrawn", "recall", "recalled"), "killed"),
    **dict.fromkeys(("advisory", "advisories"), "advisory"),
}  # fmt: skip
_SLUGS: Final = ("slug", "slugline", "slug-line", "anpa-keyword", "ntbstikkord")  # names of `meta`, in lower case
_VERSIONS: Final = ("version", "anpa-version", "story-version")
_SECTIONS: Final = ("section", "ntbstoffgruppe")
_SOURCES: Final = ("source", "provider", "agency", "news-source")
_NO_GENRE: Final = frozenset({"current", "news"})
_DISTRIBUTOR: Final = "body/body.head/distributor"
_RIGHTS: Final = "body/body.head/rights"
_MOST_PERSONS: Final = 20  # of one byline
_SIGN: Final = re.compile(r"\A(?:copyright\b|©|\(c\)|\s|(?:19|20)\d\d\b|,)+", re.I)  # "© 2026 Tide News"
_LATER: Final = timedelta(minutes=1)  # a release so long behind the issue is an embargo, not a slow machine


def status_of(word: str | None) -> Status | None:
    """'Cancelled' -> 'killed'; None for a word that says nothing of use."""
    return STATUSES.get((word or "").strip().rpartition(":")[2].casefold())


def fields_of(root: Element) -> tuple[Fields, tuple[Notice, ...]]:
    """All that a NITF element says outside its text. Notices: those of dates."""
    if find(root, "head") is None and find(root, "body/body.head") is None:  # the text alone, in another envelope
        return Fields(language=_language(root, {})), ()
    docdata = find(root, "head/docdata")
    docdata = root.makeelement("docdata") if docdata is None else docdata
    meta = _meta(root)
    times, embargoed, notices = _times(root, docdata)
    # NTB's id-string is the story's key and a number for the version behind it.
    key = attribute_at(docdata, "du-key", "key")
    doc_id = attribute_at(docdata, "doc-id", "id-string")
    keywords = tuple(dict.fromkeys(word for at in find_all(docdata, "key-list/keyword") if (word := attribute(at, "key"))))
    return Fields(
        slug=_first(meta, _SLUGS) or next(iter(keywords), None),
        section=attribute_at(root, "head/pubdata", "position.section") or _first(meta, _SECTIONS),
        language=attribute(root, "baselang", XML_LANG)
        or attribute_at(root, "body", XML_LANG, "lang")
        or _first(meta, ("language",)),
        genre=_genre(root),
        story_id=key if key and doc_id and doc_id.startswith(key) else doc_id or attribute(root, "uno"),
        version=attribute_at(docdata, "du-key", "version") or _first(meta, _VERSIONS),
        replaces=_replaced(docdata),
        status="embargoed" if embargoed else _status(root, docdata),
        published_at=times.get("issue") if embargoed else times.get("release") or times.get("issue"),
        updated_at=times.get("revised") or times.get("issue"),
        embargo_until=times.get("release") if embargoed else None,
        expires_at=times.get("expire"),
        urgency=_urgency(docdata),
        keywords=keywords,
        subjects=tuple(dict.fromkeys(_subjects(root, docdata))),
        places=tuple({place.casefold(): place for place in reversed([*_places(root, docdata)])}.values())[::-1],
        agency=_agency(root, docdata, meta),
        authors=_persons(root),
        distributor=text_at(root, _DISTRIBUTOR),
        holder=_holder(root, docdata),
        copyright_year=_year(root, docdata),
        usage_terms=_terms(root, docdata),
    ), notices


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for at in find_all(root, "head/meta"):
        if (name := attribute(at, "name")) and (content := attribute(at, "content")):
            found.setdefault(name.casefold(), content)
    return found


def _language(root: Element, meta: Mapping[str, str]) -> str | None:
    return attribute(root, "baselang", XML_LANG) or attribute_at(root, "body", XML_LANG, "lang") or meta.get("language")


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _times(root: Element, docdata: Element) -> tuple[dict[str, datetime], bool, tuple[Notice, ...]]:
    """The moments of issue, release, expire and the last revision; whether the release lies behind the issue; notices."""
    said = {
        "issue": _norm(docdata, "date.issue") or attribute_at(root, "head/pubdata", "date.publication"),
        "release": _norm(docdata, "date.release"),
        "expire": _norm(docdata, "date.expire"),
        "revised": next(
            (at for part in reversed(find_all(root, "head/revision-history")) if (at := attribute(part, "norm"))), None
        ),
    }
    read = {name: moment(text) for name, text in said.items() if text}
    times = {name: at for name, (at, _) in read.items() if at}
    issue, release = times.get("issue"), times.get("release")
    comparable = issue and release and (issue.tzinfo is None) == (release.tzinfo is None)
    ordered = status_of(docdata.get("management-status")) == "embargoed"
    later = bool(issue and release and comparable and release - issue > _LATER)
    return times, release is not None and (ordered or later), tuple(notice for _, notice in read.values() if notice)


def _norm(docdata: Element, name: str) -> str | None:
    return attribute_at(docdata, name, "norm") or text_at(docdata, name)


def _status(root: Element, docdata: Element) -> Status | None:
    """The management status, `correction`, or the tobject's type or property: "Advisory", "Correction"."""
    corrects = "correction" if find(docdata, "correction") is not None else None
    told = (attribute(docdata, "management-status"), corrects, attribute(find(root, "head/tobject"), "tobject.type"))
    properties = (attribute(at, "tobject.property.type") for at in find_all(root, "head/tobject/tobject.property"))
    found = [status for word in (*told, *properties) if (status := status_of(word))]
    return next((status for status in found if status != "usable"), found[0] if found else None)


def _replaced(docdata: Element) -> tuple[str, ...]:
    """The documents that `correction` puts right and that the management status speaks of."""
    told = [attribute(at, "id-string") for at in find_all(docdata, "correction")] + [attribute(docdata, "management-doc-idref")]
    return tuple(dict.fromkeys(said for said in told if said))


def _genre(root: Element) -> str | None:
    said = attribute_at(root, "head/tobject/tobject.property", "tobject.property.type")
    return said if said and said.casefold() not in _NO_GENRE and not status_of(said) else None


def _urgency(docdata: Element) -> int | None:
    said = attribute_at(docdata, "urgency", "ed-urg") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else None


def _subjects(root: Element, docdata: Element) -> Iterator[Subject]:
    for at in find_all(root, "head/tobject/tobject.subject"):
        name = attribute(at, "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
        code = attribute(at, "tobject.subject.refnum", "tobject.subject.code")
        if name or code:
            yield attribute(at, "tobject.subject.ipr") or "IPTC", code, name
    for at in find_all(docdata, "identified-content/*"):
        name, code = words(at) or attribute(at, "value"), attribute(at, "value")
        if name and name_of(at) != "location":
            yield attribute(at, "type", "idsrc") or name_of(at), code if code != name else None, name


def _places(root: Element, docdata: Element) -> Iterator[str]:
    for at in find_all(docdata, "evloc"):
        yield from (said for name in ("city", "county-dist", "state-prov", "iso-cc") if (said := attribute(at, name)))
    for path in ("head/docdata/identified-content/location", "body/body.head/dateline/location"):
        for at in find_all(root, path):
            inside = [said for part in at if name_of(part) != "alt-code" and (said := words(part))]
            yield from inside or filter(None, [words(at) or attribute(at, "value")])


def _agency(root: Element, docdata: Element, meta: Mapping[str, str]) -> str | None:
    registered = attribute_at(docdata, "doc-id", "regsrc") or attribute_at(docdata, "del-list/from-src", "src-name")
    return text_at(root, _DISTRIBUTOR) or registered or _first(meta, _SOURCES) or attribute_at(docdata, "doc.rights", "agent")


def _persons(root: Element) -> tuple[str, ...]:
    """Who signs, as far as the byline marks its persons: that tells a name from the house behind it."""
    said = (upright(flowing(at)) for at in find_all(root, "body/body.head/byline//person"))
    return tuple(dict.fromkeys(name for name in said if name and " " in name))[:_MOST_PERSONS]


def _holder(root: Element, docdata: Element) -> str | None:
    said = attribute_at(docdata, "doc.copyright", "holder") or text_at(root, f"{_RIGHTS}/rights.owner", ".//copyrite.holder")
    return _SIGN.sub("", said or attribute_at(docdata, "doc.rights", "owner") or "") or None


def _year(root: Element, docdata: Element) -> int | None:
    said = attribute_at(docdata, "doc.copyright", "year") or text_at(root, ".//copyrite.year") or ""
    return int(said) if len(said) == 4 and said.isascii() and said.isdigit() else None


def _terms(root: Element, docdata: Element) -> str | None:
    """What may be done with the story; NITF spreads it over attributes of doc.rights."""
    told = (attribute_at(docdata, "doc.rights", "type"), attribute_at(docdata, "doc.rights", "limitations"))
    return " ".join(term for term in (*told, text_at(root, f"{_RIGHTS}/rights.limitations")) if term) or None
