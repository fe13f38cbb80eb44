"""IPTC ninjs 2.1, "News in JSON" (https://iptc.org/std/ninjs/): one object a story.

What ninjs has no place for is left out: what was removed, warnings, contacts, who made the story but for its byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from pipeline.export.markup import html_of
from pipeline.export.statement import byline_of, notice_of
from pipeline.record import Image, Record, Subject

VERSION: Final = "2.1"
_SCHEMA: Final = f"http://www.iptc.org/std/ninjs/ninjs-schema_{VERSION}.json#"
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)  # RFC 3986, section 3
_TYPES: Final[Mapping[str, str]] = {**{kind: kind for kind in ("picture", "graphic", "video", "audio")}, "package": "composite"}
_STANDING: Final[Mapping[str, str]] = {"withheld": "withheld", "killed": "canceled"}  # NewsCodes pubstatusg2; else usable


def ninjs_of(record: Record) -> dict[str, Any]:
    """The record as a ninjs object, without the keys that it has nothing for."""
    rights = record.rights
    said = {
        "uri": record.story_id if record.story_id and _is_uri(record.story_id) else uri_of(record),
        "standard": {"name": "ninjs", "version": VERSION, "schema": _SCHEMA},
        "type": _TYPES.get(record.genre or "", "text"),
        "representationtype": "full",
        "version": record.version,
        "firstcreated": _time(record.published_at),
        "versioncreated": _time(record.updated_at or record.published_at),
        "embargoed": _time(record.embargo_until),
        "expires": _time(record.expires_at),
        "pubstatus": _STANDING.get(record.status, "usable"),
        "urgency": record.urgency if record.urgency in range(1, 10) else None,
        "language": record.language,
        "headlines": _by_role(main=record.headline, subheadline=record.subheadline),
        "by": byline_of(record),
        "slugline": record.slug,
        "located": record.dateline and (record.dateline.city or record.dateline.text),
        "bodies": [_body(record)] if record.body else [],
        "ednote": "\n".join(note.text for note in record.notes),
        "copyrightholder": rights.holder,
        "copyrightnotice": notice_of(rights),
        "usageterms": rights.usage_terms,
        "infosources": list(_sources(record)),
        "genres": _named([record.genre]),
        "subjects": [*map(_subject, record.subjects), *({"rel": "keyword", **each} for each in _named(record.keywords))],
        "places": _named(record.places),
        "associations": [_picture(record, number, image) for number, image in enumerate(record.images, start=1)],
        "altids": [{"role": "copydesk", "value": record.id}, *_by_role(story=record.story_id)],
    }  # fmt: skip
    return {key: value for key, value in said.items() if value not in (None, "", [])}


def uri_of(record: Record) -> str:
    """A name for the story that is a URI: its id comes from its bytes, so nobody else has it."""
    return f"urn:copydesk:{record.id.replace('#', '-')}"


def _is_uri(text: str) -> bool:
    return _URI.fullmatch(text) is not None


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _by_role(**values: str | None) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in values.items() if value]


def _named(names: Iterable[str | None]) -> list[dict[str, str]]:
    return [{"name": name} for name in names if name]


def _body(record: Record) -> dict[str, Any]:
    markup = html_of(record.body)
    said = {"role": "main", "contenttype": "text/html", "wordcount": record.word_count, "value": markup}
    return {**said, "charcount": sum(len(block.text) for block in record.body if block.kind != "caption")}


def _sources(record: Record) -> Iterator[dict[str, str]]:
    if record.agency:
        yield {"role": "agency", "name": record.agency.name, "literal": record.agency.id}
    if record.rights.distributor:
        yield {"role": "distributor", "name": record.rights.distributor}
    for credit in record.credits:
        yield {"role": credit.role, "name": credit.name}


def _subject(subject: Subject) -> dict[str, str]:
    uri = f"{(subject.scheme or '').rstrip('/')}/{subject.code}" if subject.scheme and subject.code else subject.code or ""
    said = {"name": subject.name, "literal": subject.code, "uri": uri if "://" in uri and _is_uri(uri) else None}
    return {key: value for key, value in said.items() if value}


def _picture(record: Record, number: int, image: Image) -> dict[str, Any]:
    said = {
        "name": f"picture-{number}",
        "uri": f"{uri_of(record)}:picture-{number}",
        "type": "picture",
        "descriptions": _by_role(caption=image.caption),
        "by": image.credit,
        "renditions": [{"name": "original", "href": image.url}] if image.url and _is_uri(image.url) else [],
    }
    return {key: value for key, value in said.items() if value}
