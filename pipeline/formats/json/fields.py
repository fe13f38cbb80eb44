"""What JSON says of a story outside its text: times, status, people, rights, subjects. Names folded as in facts.py."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pipeline.document import Fields, Notice, Status
from pipeline.formats.dates import moment, remarkable
from pipeline.formats.json.earlier import IDENTITY, replaced_by
from pipeline.formats.json.facts import Facts, strings

Subject = tuple[str | None, str | None, str | None]  # scheme, code, name

_PUBLISHED: Final = (
    "firstpublished", "firstpublishdate", "firstpublicationdate", "publishedat", "datepublished", "publishdate",
    "publisheddate", "publicationdate", "published", "pubdate", "webpublicationdate", "displaydate", "postdategmt", "postdate",
    "firstversion", "firstcreated", "dategmt", "date", "createdat", "datecreated", "created", "createddate",
)  # fmt: skip
_UPDATED: Final = (
    "versioncreated", "updatedat", "lastmodified", "datemodified", "modifiedgmt", "modifiedat", "modified", "lastupdated",
    "lastupdateddate", "postmodifiedgmt", "datechanged", "changed", "updated", "dateupdated", "versionstored",
)  # fmt: skip
_EMBARGO: Final = ("embargoeduntil", "embargoed", "embargountil", "embargodate", "embargo")
_EXPIRES: Final = ("expires", "expiry", "expirydate", "expiresat", "dateexpires")
# http://cv.iptc.org/newscodes/pubstatusg2/, what Superdesk, TT and AP add to it, and schema.org's creativeWorkStatus.
_STATUS: Final[dict[str, Status]] = {
    **dict.fromkeys(("canceled", "cancelled", "killed", "kill", "recalled", "recall", "deleted", "mandatorykill"), "killed"),
    **dict.fromkeys(("withheld", "withhold", "draft", "unpublished", "elimination", "disregard"), "withheld"),
    **dict.fromkeys(("corrected", "correction", "corrective", "clarification"), "corrected"),
    **dict.fromkeys(("embargoed", "holdforrelease"), "embargoed"),
    **dict.fromkeys(("advisory", "info"), "advisory"),
}
_STANDING: Final = (
    "pubstatus", "publicationstatus", "creativeworkstatus", "status", "state", "type", "profile", "editorialtypes",
)  # fmt: skip
_OF_A_SCHEMA: Final = re.compile(r"\d+\.\d+\.\d+|https?://.*")  # Arc XP's "0.10.9", JSON Feed's address
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_SUBJECTS: Final = (
    "subject", "subjects", "subjectcodes", "mediatopics", "categories", "person", "people", "organisation", "organisations",
)  # fmt: skip
_SECTION: Final = (
    "service", "articlesection", "sectionname", "section", "primarysection", "anpacategory", "category", "rubricnames",
    "ressort", "desk",
)  # fmt: skip
_CODES: Final = ("code", "qcode", "literal", "uri", "termcode", "id")
_MOST: Final = 500


class Times(NamedTuple):
    """The four times of a story, and what is odd about them."""

    published: datetime | None
    updated: datetime | None
    embargo: datetime | None
    expires: datetime | None
    notices: tuple[Notice, ...]


def times_of(facts: Facts) -> Times:
    """Each by the first of its names that can be read; notices where none of them can."""
    read = [_moment(facts, names) for names in (_PUBLISHED, _UPDATED, _EMBARGO, _EXPIRES)]
    published, updated, embargo, expires = (time for time, _ in read)
    return Times(published, updated, embargo, expires, tuple(notice for _, notice in read if notice))


def _moment(facts: Facts, names: tuple[str, ...]) -> tuple[datetime | None, Notice | None]:
    wrong: Notice | None = None
    for name in names:
        for said in facts.texts(name):
            time, notice = moment(said)
            if time is not None:  # WordPress' date_gmt tells its zone by its name
                in_utc = name.endswith(("gmt", "utc")) and time.utcoffset() is None
                return time.replace(tzinfo=UTC) if in_utc else time, remarkable(wrong)
            wrong = wrong or notice
    return None, wrong


def status_of(facts: Facts, times: Times) -> Status | None:
    """By the format's words; copy that was sent before its embargo ends is embargoed. No clock is asked."""
    said = (text for name in _STANDING for text in facts.texts(name))
    words = ("".join(filter(str.isalpha, text.rpartition(":")[2].rpartition("/")[2].lower())) for text in said)
    if told := next((_STATUS[word] for word in words if word in _STATUS), None):
        return told
    sent = times.updated or times.published
    try:
        return "embargoed" if times.embargo and sent and times.embargo > sent else None
    except TypeError:  # one tells its offset, the other does not
        return None


def language_of(facts: Facts) -> str | None:
    """BCP 47, as given but for its dashes: "fr_CA" -> "fr-CA"."""
    said = (text.replace("_", "-") for text in facts.texts("language", "lang", "inlanguage", "locale", "languagecode"))
    return next((tag for tag in said if _LANGUAGE.fullmatch(tag)), None)


def identity_of(facts: Facts) -> tuple[str | None, str | None]:
    """What names the story through all its versions, and the version: "urn:newsml:x:1234:2", "2" -> "urn:newsml:x:1234", "2"."""
    version = facts.text("version", "versionnumber", "currentversion", "revision")
    version = None if version and _OF_A_SCHEMA.fullmatch(version) else version
    story = facts.text(*IDENTITY)
    return (story.removesuffix(f":{version}") if story and version else story), version


def urgency_of(facts: Facts) -> int | None:
    """1 to 9, of the urgency or else of the priority."""
    said = (facts.text(name) for name in ("urgency", "priority"))
    return next((int(text) for text in said if text and len(text) == 1 and text in "123456789"), None)


def keywords_of(facts: Facts) -> tuple[str, ...]:
    """A list of words, or one string of them parted by commas or semicolons."""
    said = facts.texts("keywords", "keyword", "keywordnames", "tags") or facts.thing_at("taxonomy").texts("tags", "keywords")
    words = re.split(r"[,;]", said[0]) if len(said) == 1 else said
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip() and not word.isdigit()))[:_MOST]


def subjects_of(facts: Facts) -> tuple[Subject, ...]:
    """Concepts as {"scheme", "code", "name"}, as {"uri", "literal", "name"}, as {"code": [...]} (Fingerpost), or as words."""
    found: list[Subject] = []
    for name in filter(facts.__contains__, _SUBJECTS):
        value = facts.get(name)
        for one in (value if isinstance(value, list) else [value])[:_MOST]:
            if isinstance(one, dict):
                found += _subjects(Facts(one, facts.lines))
            elif isinstance(one, str) and (text := next(iter(strings(one)), None)):  # WordPress' categories are numbers
                found.append((None, None, text))
    return tuple(dict.fromkeys(found))


def _subjects(facts: Facts) -> list[Subject]:
    scheme, name, codes = facts.text("scheme"), facts.text("name", "title", "label"), facts.texts(*_CODES)
    if len(codes) > 1:
        return [(scheme, code, None) for code in codes]
    return [(scheme, codes[0] if codes else None, name)] if codes or name else []


def usual_fields(facts: Facts) -> tuple[Fields, tuple[Notice, ...]]:
    """The fields under the names that most dialects use, and what is odd about them. People and images are others' task."""
    times = times_of(facts)
    story, version = identity_of(facts)
    rights = facts.thing_at("rightsinfo")
    year = facts.text("copyrightyear")
    fields = Fields(
        section=facts.text(*_SECTION) or facts.thing_at("taxonomy").text("primarysection", "sections"),
        slug=facts.text("slugline", "slug"),
        language=language_of(facts),
        genre=facts.text("genre", "genres"),
        agency=facts.text(
            "source",
            "sourcefeed",
            "provider",
            "publisher",
            "agency",
            "infosource",
            "infosources",
            "sourceorganization",
            "creditline",
            "credit",
        ),
        copyright=facts.text("copyrightnotice", "copyright") or rights.text("copyrightnotice"),
        holder=facts.text("copyrightholder") or rights.text("copyrightholder") or facts.thing_at("copyright").text("holder"),
        copyright_year=int(year) if year and re.fullmatch(r"(?:19|20)\d\d", year) else None,
        distributor=facts.text("distributor"),
        usage_terms=_usage(facts) or _usage(rights),
        story_id=story,
        version=version,
        replaces=replaced_by(facts),
        status=status_of(facts, times),
        published_at=times.published,
        updated_at=times.updated,
        embargo_until=times.embargo,
        expires_at=times.expires,
        urgency=urgency_of(facts),
        keywords=keywords_of(facts),
        places=tuple(dict.fromkeys(part.text for part in facts.parts("place", "places", "contentlocation", "spatialcoverage"))),
        subjects=subjects_of(facts),
    )
    return fields, times.notices


def _usage(facts: Facts) -> str | None:
    said = [
        " ".join(text.split())
        for name in ("usageterms", "usage", "usageinfo", "license", "linkedrights", "rights")
        for text in facts.texts(name)
    ]
    return " ".join(dict.fromkeys(said)) or None
