"""Ritzau's own XML: RBNews, one story a file, and ArrayOfRBNews, as its .NET service writes it.

Element names as the service's data contract has them, some Danish: Annuleret (withdrawn), Korrektion, NyVersion,
TilRedaktionen (to the editors), MultimedieList. PublishDate tells no offset; it is Danish time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.document import Document, Fields, Notice, Status
from pipeline.errors import NotAStory
from pipeline.formats.blocks import of_markup
from pipeline.formats.dates import moment
from pipeline.formats.markup import root_of
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml.tree import Element, Tree, find, find_all, line_of, name_of, parse, text_at, words

_ROOTS: Final = ("RBNews", "ArrayOfRBNews", "RBNewsList")
_ZONE: Final = "Europe/Copenhagen"
_CAPTIONS: Final = ("Caption", "Billedtekst", "Text", "Description", "Title")
_CREDITS: Final = ("Photographer", "Fotograf", "Credit", "Byline", "Source")
_URLS: Final = ("Url", "URL", "Link", "Href", "Path")
_MOST: Final = 100  # pictures, codes


def recognises(head: bytes) -> bool:
    """<RBNews>, alone or in an array."""
    return head.startswith(b"<") and root_of(head) in _ROOTS


def read(raw: bytes, filename: str) -> list[Document]:
    """One file of Ritzau's -> a Document a story. Raises UnreadableCopy; NotAStory where there is neither headline nor text."""
    tree = parse(raw, filename)
    alone = name_of(tree.root) == "RBNews"
    items = [tree.root] if alone else find_all(tree.root, "RBNews")
    stories = [_story(item, tree, None if alone else number) for number, item in enumerate(items, 1)]
    told = [story for story in stories if story.text]
    if not told:
        raise NotAStory(filename, "Ritzau's envelope without a headline and without text", "ask Ritzau to send it again")
    if len(told) < len(stories):
        empty = Notice("item_left_out", f"{len(stories) - len(told)} of {len(stories)} items have neither headline nor text")
        told[0] = replace(told[0], notices=(*told[0].notices, empty))
    return told


def _story(item: Element, tree: Tree, number: int | None) -> Document:
    fields, notices = _fields(item)
    copy = StoryCopy("ritzau")
    line = line_of(item)
    copy.add("headline", fields.headline, line)
    copy.add("subheadline", fields.subheadline, _line(item, "subtitle"))
    copy.add("byline", fields.byline, _line(item, "byLine"))
    copy.add("dateline", text_at(item, "town"), _line(item, "town"))
    content = find(item, "content")
    body = of_markup(_said(content), line=line_of(content)) if content is not None else []
    copy.add_body(body)
    origin = text_at(item, "origin")
    if origin and not any(fold(block.text) == fold(origin) for block in body[-2:]):
        copy.add("credit", origin, _line(item, "origin"))
    for caption, _, _ in fields.images:
        copy.add("caption", caption, _line(item, "MultimedieList"))
    copy.add(
        "note", " ".join(block.text for block in of_markup(text_at(item, "TilRedaktionen") or "")), _line(item, "TilRedaktionen")
    )
    copy.add("contact", ", ".join(said for name in ("byLineEmail", "byLinePhone") if (said := text_at(item, name))))
    return copy.document(tree.decoded, fields, (*tree.notices[len(tree.decoded.notices) :], *notices), number)


def _fields(item: Element) -> tuple[Fields, tuple[Notice, ...]]:
    published, odd = _danish(text_at(item, "PublishDate"))
    updated, odd_too = _danish(text_at(item, "UpdateDate", "ChangedDate"))
    urgency = text_at(item, "Priority") or ""
    fields = Fields(
        headline=text_at(item, "headline") or text_at(item, "ContentShort"),
        subheadline=" ".join(block.text for block in of_markup(text_at(item, "subtitle") or "")) or None,
        section=text_at(item, "section"),
        slug=text_at(item, "strapline"),
        language="da",
        byline=text_at(item, "byLine"),
        agency=text_at(item, "origin") or "Ritzau",
        story_id=text_at(item, "NewsID"),
        version=text_at(item, "version"),
        status=_status(item),
        published_at=published,
        updated_at=updated,
        urgency=int(urgency) if urgency.isascii() and urgency.isdigit() and len(urgency) < 3 else None,
        keywords=tuple(dict.fromkeys(said for one in find_all(item, "SubjectKeyword/*")[:_MOST] if (said := words(one)))),
        places=tuple(said for said in (text_at(item, "town"),) if said),
        subjects=tuple(_codes(item)),
        images=tuple(_image(one) for one in find_all(item, "MultimedieList/*")[:_MOST]),
    )
    return fields, tuple(notice for notice in (odd, odd_too) if notice)


def _status(item: Element) -> Status | None:
    if text_at(item, "Annuleret") == "true":
        return "killed"
    return "corrected" if text_at(item, "Korrektion") == "true" else None


def _danish(text: str | None) -> tuple[datetime | None, Notice | None]:
    found, notice = moment(text) if text else (None, None)
    if found is not None and found.utcoffset() is None:
        found = found.replace(tzinfo=ZoneInfo(_ZONE))
    return found, notice


def _codes(item: Element) -> Sequence[tuple[str | None, str | None, str | None]]:
    """IPTC's subject codes, eight digits of which a number drops the first 0; and the ISIN of companies that are named."""
    iptc = [said for one in find_all(item, "IPTCList/*")[:_MOST] if (said := words(one))]
    isin = [said for one in find_all(item, "ISIN/*")[:_MOST] if (said := words(one))]
    return [("subj", code.zfill(8), None) for code in iptc] + [("isin", code, None) for code in isin]


def _image(one: Element) -> tuple[str | None, str | None, str | None]:
    return text_at(one, *_CAPTIONS), text_at(one, *_CREDITS), text_at(one, *_URLS)


def _said(element: Element) -> str:
    """Escaped markup as it was written, line breaks included."""
    return "".join(map(str, element.itertext()))


def _line(item: Element, path: str) -> int:
    at = find(item, path)
    return line_of(item if at is None else at)
