"""NITF, the IPTC's News Industry Text Format 3.6 (https://iptc.org/standards/nitf/): one document a story.

The elements stand in the order of its schema. What NITF has no place for is left out: what was removed, warnings, contacts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from pipeline.document import Status
from pipeline.export.markup import Names, elements_of, fit
from pipeline.export.statement import byline_of, sign_off_of
from pipeline.record import Image, Record, Rights, Subject

NAMESPACE: Final = "http://iptc.org/std/NITF/2006-10-18/"
_VERSION: Final = "-//IPTC//DTD NITF 3.6//EN"
_STANDING: Final[Mapping[Status, str]] = {"killed": "canceled", "withheld": "withheld", "embargoed": "embargoed"}  # else usable
_BLOCKS: Final = Names({
    "paragraph": ("p", None),
    "subheading": ("hl2", None),
    "list_item": ("ul", "li"),
    "quote": ("bq", "p"),
    "table": ("table", "tr"),
    "caption": ("media", "media-caption"),
})  # fmt: skip
_Element = etree._Element


def nitf_of(record: Record) -> str:
    """The record as an XML document, with its declaration; UTF-8 when it is written."""
    root = _add(None, "nitf", version=_VERSION, xmlns=NAMESPACE, baselang=record.language)
    _head(_add(root, "head"), record)
    body = _add(root, "body")
    _body_head(_add(body, "body.head"), record)
    _content(_add(body, "body.content"), record)
    end = _add(body, "body.end")
    if signed := sign_off_of(record):
        _add(end, "tagline", signed)
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _head(head: _Element, record: Record) -> None:
    _add(head, "title", record.headline or record.slug)
    if record.slug:
        _add(head, "meta", name="slug", content=record.slug)
    kind = _add(head, "tobject", tobject_type=record.status if record.status in ("advisory", "corrected") else "news")
    if record.genre:
        _add(kind, "tobject.property", tobject_property_type=record.genre)
    for subject in record.subjects:
        _subject(kind, subject)
    _docdata(_add(head, "docdata", management__status=_STANDING.get(record.status, "usable")), record)
    if record.section:
        _add(head, "pubdata", position_section=record.section)
    if record.updated_at:
        _add(head, "revision-history", norm=_norm(record.updated_at))


def _subject(kind: _Element, subject: Subject) -> None:
    told = {"tobject_subject_ipr": subject.scheme, "tobject_subject_refnum": subject.code, "tobject_subject_detail": subject.name}
    _add(kind, "tobject.subject", **told)


def _docdata(docdata: _Element, record: Record) -> None:
    issued = record.published_at or record.updated_at
    _add(docdata, "doc-id", id__string=record.story_id or record.id, regsrc=record.agency.name if record.agency else None)
    if record.urgency is not None:
        _add(docdata, "urgency", ed__urg=str(record.urgency))
    for name, at in (("issue", issued), ("release", record.embargo_until or issued), ("expire", record.expires_at)):
        if at:
            _add(docdata, f"date.{name}", norm=_norm(at))
    if record.version:
        _add(docdata, "du-key", version=record.version)
    _rights(docdata, record.rights)
    if record.keywords:
        words = _add(docdata, "key-list")
        for keyword in record.keywords:
            _add(words, "keyword", key=keyword)
    if record.places:
        places = _add(docdata, "identified-content")
        for place in record.places:
            _add(places, "location", place)


def _rights(docdata: _Element, rights: Rights) -> None:
    if rights.holder or rights.year:
        _add(docdata, "doc.copyright", holder=rights.holder, year=str(rights.year) if rights.year else None)
    if rights.usage_terms:
        _add(docdata, "doc.rights", limitations=rights.usage_terms)


def _body_head(head: _Element, record: Record) -> None:
    if record.headline or record.subheadline:
        lines = _add(head, "hedline")
        _add(lines, "hl1", record.headline)
        if record.subheadline:
            _add(lines, "hl2", record.subheadline)
    for note in record.notes:
        _add(_add(_add(head, "note", noteclass="editorsnote"), "body.content"), "p", note.text)
    for name, text in (("rights", record.rights.notice), ("byline", byline_of(record))):
        if text:
            _add(head, name, text)
    if record.rights.distributor:
        _add(head, "distributor", record.rights.distributor)
    if record.dateline:
        _add(_add(head, "dateline"), "location", record.dateline.text)


def _content(content: _Element, record: Record) -> None:
    """The blocks; a picture of the record stands in the block that holds its caption, else behind the story."""
    content.extend(elements_of(record.body, _BLOCKS))
    captions = {caption.text: caption.getparent() for caption in content.iter("media-caption")}
    for media in captions.values():
        if media is not None:
            media.set("media-type", "image")
    for image in record.images:
        media = captions.get(fit(image.caption or ""))
        _picture(_add(content, "media", media__type="image") if media is None else media, image, told=media is not None)


def _picture(media: _Element, image: Image, *, told: bool) -> None:
    reference = etree.Element("media-reference", {"source": fit(image.url or ""), "mime-type": "image"})
    media.insert(0, reference)
    if image.caption and not told:
        _add(media, "media-caption", image.caption)
    if image.credit:
        _add(media, "media-producer", image.credit)


def _norm(at: datetime) -> str:
    """20260303T191044Z: ISO 8601 as NITF writes it."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _add(parent: _Element | None, tag: str, text: str | None = None, **attributes: str | None) -> _Element:
    """A new element, last of its parent. In an attribute's name "_" stands for "." and "__" for "-"; None is left out."""
    said = {name.replace("__", "-").replace("_", "."): fit(value) for name, value in attributes.items() if value}
    element = etree.Element(tag, said) if parent is None else etree.SubElement(parent, tag, said)
    element.text = None if text is None else fit(text)
    return element
