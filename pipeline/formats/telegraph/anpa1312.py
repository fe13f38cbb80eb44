"""ANPA 1312, "High-speed wire transmission" (American Newspaper Publishers Association, last revised 1989), as AP, UPI,
Reuters America and The Canadian Press send it; with its control bytes, or as a dump that has lost them.

A take: service and number; priority, category, keywords, date and length; then the head, line by line between "^" and "<"
(flush left) or "=" (centred: the byline); then the story, a tab or three blanks before each paragraph; then the time of sending.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.telegraph.anpa_head import add_head, parts_of, version_in
from pipeline.formats.telegraph.takes import Take, moment_of, numbered, paragraphs, refused, takes_of

_FORMAT: Final = r"[a-z] [a-z][^\w\n]{1,9}(?:bc|am|pm|ap)-\S"  # "r z BC-BKN--"
_ADDRESS: Final = r"[a-z]{1,2}\d{4}(?:[\x1f\x20_^-][^\n]{0,40})?"  # "z6715_-----"
_KEYED: Final = r"\^(?:bc|am|pm|ap)-[^\n<]{2,150}<"  # "^BC-BKN--Heat-Hawks,416<"
_RECOGNISED: Final = re.compile(
    rf"[\x00-\x20\x7f]*(?:\x01[a-z]{{1,2}}\d{{3,4}}[\x1f_^-]|(?:[^\n]{{0,90}}\n){{0,3}}"
    rf"[\x00-\x1f\x7f]*(?:{_FORMAT}|{_KEYED}))".encode(),
    re.IGNORECASE,
)
_OPENING: Final = re.compile(rf"^(?:{_ADDRESS}\s*\n\s*)?{_FORMAT}".encode(), re.IGNORECASE | re.MULTILINE)
_HEADER: Final = re.compile(rf"\s*(?:{_ADDRESS}|{_FORMAT}.*)\s*", re.IGNORECASE)
_DETAILS: Final = re.compile(
    r"\s*(?P<priority>[a-z]) (?P<category>[a-z])\W+(?:(?:bc|am|pm|ap)-)?(?P<slug>.*?)\s*(?:\d\d-\d\d\s+\d+\s*)?$", re.I
)
_URGENCY: Final = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 5, "s": 5, "w": 5}
_CATEGORIES: Final = {
    "a": "national", "b": "special events", "c": "features", "d": "food", "e": "entertainment", "f": "business", "g": "travel",
    "h": "health", "i": "international", "j": "lottery", "k": "commentary", "l": "lifestyle", "n": "regional", "o": "weather",
    "p": "politics", "q": "sports results", "r": "entertainment advisories", "s": "sports", "t": "travel", "v": "advisories",
    "w": "Washington", "y": "internal",
}  # fmt: skip
_SENT: Final = re.compile(
    r"\W*(?P<agency>[a-z]{2,5})[- ]+(?:[a-z]{2}-)?(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d(?:\d\d)?)[ ,-]+"
    r"(?P<hour>\d\d):?(?P<minute>\d\d)\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[a-z]{1,4})?\W*",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 1000  # bytes
_TAIL: Final = 3  # lines in which a dump's time of sending may stand


class _Frame(NamedTuple):
    """A take's lines: header, text and trailer, each line with its number."""

    header: list[tuple[int, str]]
    text: list[tuple[int, str]]
    trailer: list[tuple[int, str]]


def recognises(head: bytes) -> bool:
    """A first line of service and number, a line of priority, category and keywords, or a keyword line between "^" and "<"."""
    return _RECOGNISED.match(head[:_LOOKED_AT]) is not None


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories of a file, one a take. Raises NotAStory where no take has any text, EmptyCopy, BinaryCopy."""
    takes, decoded = takes_of(raw, filename, _OPENING)
    framed = [(frame, take) for take in takes if (frame := _frame(take)).text]
    if not framed:
        raise NotAStory(filename, "a take with a header and no text", "ask for it again")
    left_out = len(takes) - len(framed)
    notices = (Notice("item_left_out", f"{left_out} takes have a header and no text"),) if left_out else ()
    several = len(takes) > 1
    return [_document(frame, decoded, notices, n if several else None) for n, (frame, _) in enumerate(framed, 1)]


def _frame(take: Take) -> _Frame:
    """Header and trailer by their control bytes, or by what they look like where those are lost."""
    header, text, trailer = (
        numbered(part, line) for part, line in zip((take.header, take.text, take.trailer), take.lines, strict=True)
    )
    while text and not take.header.strip() and not header[3:] and _HEADER.fullmatch(text[0][1]):
        header.append(text.pop(0))
    if not any(_SENT.fullmatch(words) for _, words in trailer):
        sent = next((n for n in range(len(text) - 1, max(len(text) - 1 - _TAIL, -1), -1) if _SENT.fullmatch(text[n][1])), None)
        if sent is not None:
            text, trailer = text[:sent], [*text[sent:], *trailer]
    return _Frame(header, text, trailer)


def _document(frame: _Frame, decoded: Decoded, notices: tuple[Notice, ...], item: int | None) -> Document:
    parts, marks, below = parts_of(frame.text)
    first = frame.text[below][0] if below < len(frame.text) else 1
    story = _unnumbered(frame.text[below:], first)
    body = paragraphs(story.replace("¶", " "), first)
    copy = StoryCopy("anpa")
    for line, words in frame.header:
        copy.add("metadata", words, line, "anpa.header")
    fields = add_head(copy, parts, fold("".join(block.text for block in body[:2])))
    copy.add("metadata", " ".join([*marks, *("¶" * story.count("¶"))]), first, "anpa.marks")
    copy.add_body(body)
    for line, words in frame.trailer:
        copy.add("metadata", words, line, "anpa.trailer")
    fields = _fields(frame, fields)
    odd = refused((words for _, words in frame.trailer if _SENT.fullmatch(words)), fields.published_at)
    return copy.document(decoded, fields, (*notices, *odd), item)


def _unnumbered(lines: list[tuple[int, str]], first: int) -> str:
    """The text again, with the blank lines that stood in it."""
    text: list[str] = []
    for line, words in lines:
        text += [""] * (line - first - len(text))
        text.append(words)
    return "\n".join(text)


def _fields(frame: _Frame, told: Fields) -> Fields:
    details = next((found for _, words in frame.header if (found := _DETAILS.match(words))), None)
    sent = next((found for _, words in frame.trailer if (found := _SENT.fullmatch(words))), None)
    at = _sent_at(sent) if sent else None
    category = details["category"].lower() if details else None
    slug = details["slug"].strip() if details else ""
    return Fields(
        slug=told.slug or _without(slug, version_in(slug)),
        version=told.version or version_in(slug),
        status=told.status,
        keywords=told.keywords,
        agency=sent["agency"].upper() if sent else None,
        published_at=at,
        updated_at=at,
        urgency=_URGENCY.get(details["priority"].lower()) if details else None,
        subjects=(("anpa-1312", category, _CATEGORIES.get(category)),) if category else (),
    )


def _without(slug: str, version: str | None) -> str | None:
    return (slug.replace(version, "") if version else slug).strip(" ,-") or None


def _sent_at(sent: re.Match[str]) -> datetime | None:
    hour = int(sent["hour"])
    if sent["half"]:
        hour = hour % 12 + (12 if sent["half"].lower().startswith("p") else 0)
    return moment_of(sent["year"], int(sent["month"]), sent["day"], str(hour), sent["minute"], sent["zone"])
