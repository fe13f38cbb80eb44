"""schema.org's NewsArticle as JSON-LD 1.1 (https://schema.org/NewsArticle): for pages that show the story, and for searches.

What schema.org has no place for is left out: what was removed, warnings, contacts, notes but for corrections. The text is plain:
of headings, lists and tables only the words stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pipeline.export.ninjs import uri_of
from pipeline.export.statement import notice_of
from pipeline.record import Author, Image, Record, Role

CONTEXT: Final = "https://schema.org"
_HELPERS: Final[Mapping[Role, str]] = {"editing": "editor", "translation": "translator"}  # who else helped is a contributor


def article_of(record: Record) -> dict[str, Any]:
    """The record as a NewsArticle, without the properties that it has nothing for."""
    rights = record.rights
    said = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": uri_of(record),
        "identifier": record.story_id or record.id,
        "version": record.version,
        "headline": record.headline,
        "alternativeHeadline": record.subheadline,
        "articleSection": record.section,
        "genre": record.genre,
        "inLanguage": record.language,
        "creativeWorkStatus": record.status,
        "dateline": record.dateline and record.dateline.text,
        "datePublished": _time(record.published_at),
        "dateModified": _time(record.updated_at),
        "expires": _time(record.expires_at),
        "author": [_person(author) for author in record.byline.authors] or record.byline.text,
        **_helpers(record),
        "articleBody": "\n\n".join(block.text for block in record.body),
        "wordCount": record.word_count,
        "correction": [note.text for note in record.notes if note.kind == "correction"],
        "keywords": list(record.keywords),
        "about": _named("Thing", (subject.name for subject in record.subjects)),
        "contentLocation": _named("Place", record.places),
        "image": [_picture(image) for image in record.images],
        "publisher": _organization(record.agency.name if record.agency else None),
        "copyrightHolder": _organization(rights.holder),
        "copyrightYear": rights.year,
        "copyrightNotice": notice_of(rights),
        "usageInfo": rights.usage_terms,
    }
    return {key: value for key, value in said.items() if value not in (None, "", [])}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _person(author: Author) -> dict[str, Any]:
    said = {
        "@type": "Person",
        "name": author.name,
        "jobTitle": author.role,
        "email": author.email,
        "affiliation": _organization(author.organization),
    }
    return {key: value for key, value in said.items() if value}


def _helpers(record: Record) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for credit in record.credits:
        found.setdefault(_HELPERS.get(credit.role, "contributor"), []).append({"@type": "Person", "name": credit.name})
    return found


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _named(kind: str, names: Iterable[str | None]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names if name]


def _picture(image: Image) -> dict[str, str]:
    said = {"@type": "ImageObject", "caption": image.caption, "creditText": image.credit, "contentUrl": image.url}
    return {key: value for key, value in said.items() if value}
