"""IPTC 7901, "Text transmission" (International Press Telecommunications Council, 1979, last revised 1995), as dpa, SDA/ATS,
APA, AFP, Reuters and others of Europe send it, in ISO 646 or an 8-bit set.

A take: SOH, source and number, priority, category, word count, options; keyword lines; STX, headline ending in "=", the story
cut into lines with three blanks before each paragraph, a notebook for the desk; ETX, day and hour of sending. Copy that has lost
its control bytes is plain text, whose rules know these lines as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.document import Document, Fields, Label, Notice
from pipeline.errors import NotAStory
from pipeline.formats.blocks import Block, Given
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.story_copy import StoryCopy
from pipeline.formats.telegraph.takes import Take, moment_of, numbered, paragraphs, refused, takes_of

_HEADER: Final = r"[A-Za-z]{2,5} ?\d{2,5} {1,3}\d {1,3}[A-Za-z]{1,4}(?: {1,3}\d{1,5})?(?:[ \x00-\x1f/(][^\n]*)?"
_RECOGNISED: Final = re.compile(
    rf"[\x00-\x20\x7f]*(?:zczc[^\n]*\s+)?[\x00-\x20\x7f]*{_HEADER}\r?(?:\n|\Z)".encode(), re.IGNORECASE
)
_CONTROLLED: Final = re.compile(rb"[\x01-\x03]")
_DETAILS: Final = re.compile(
    r"\s*(?P<service>[a-z]{2,5}) ?(?P<number>\d{2,5}) +(?P<priority>\d) +"
    r"(?P<category>[a-z]{1,4})(?![a-z])(?: +(?P<words>\d{1,5}))?(?P<options>.*)",
    re.IGNORECASE,
)
_SENDER: Final = re.compile(r"/ ?([A-Za-z]{2,6})[- ]|\b(?!\w+ (?:19|20)\d\d\s*$)([A-Za-z]{2,6}) +\d{2,5}\s*$")
_SENT: Final = re.compile(
    r"\W*(?:[a-z]{2,5}\s+)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?P<zone>(?:GMT|UTC|Z|CES?T|MES?Z))?"
    r"\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d\d(?:\d\d)?)\b.*",
    re.IGNORECASE,
)
_MONTHS: Final = {
    **dict.fromkeys(("jan", "ene", "gen"), 1), **dict.fromkeys(("feb", "fév", "fev"), 2),
    **dict.fromkeys(("mar", "mär", "mrz", "mrt", "maa"), 3), **dict.fromkeys(("apr", "avr", "abr"), 4),
    **dict.fromkeys(("may", "mai", "mei", "mag", "maj"), 5), **dict.fromkeys(("jun", "juin", "giu"), 6),
    **dict.fromkeys(("jul", "juil", "lug"), 7), **dict.fromkeys(("aug", "aoû", "aou", "ago"), 8),
    **dict.fromkeys(("sep", "set"), 9), **dict.fromkeys(("oct", "okt", "ott", "out"), 10), "nov": 11,
    **dict.fromkeys(("dec", "dez", "déc", "dic"), 12),
}  # fmt: skip
_SIGNED: Final = re.compile(r"(?:by|von|par|por|di) \S", re.IGNORECASE)
_UNDERTITLE: Final = re.compile(r"(?:Utl|UT|Untertitel|Dachzeile)\s?[.:]+\s*")
_NOTEBOOK: Final = re.compile(
    r"\W*(?:(?:\w+[ -])?(?:notebook|notizblock)\W*|the following information is not (?:intended )?for publication\W*"
    r"|die folgenden informationen sind nicht (?:zur|für die) veröffentlichung.*)",
    re.IGNORECASE,
)
_CREDITED: Final = re.compile(
    r"\W*(?:autor(?:in(?:nen)?|en)?|redaktion|reporter(?:in)?|(?:reporting|editing|writing)(?: by)?"
    r"|authors?|editors?|auteurs?|rédaction)"
    r"\s*:\s*\S",
    re.IGNORECASE,
)
_MARKER_WORDS: Final = 3  # words of an overline that may be a marker: "EXTRA", "Zusammenfassung 2"
_HEADLINE_LINES: Final = 10  # lines among which the headline's "=" stands
_FULL: Final = 58  # columns: a headline goes on below a line that the next word would have carried beyond
_TAIL: Final = 3  # lines in which a cut-off take's time of sending may stand


def recognises(head: bytes) -> bool:
    """Source, number, priority, category and word count on the first line, and a control byte before or behind it."""
    return _RECOGNISED.match(head) is not None and _CONTROLLED.search(head) is not None


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories of a file, one a take. Raises NotAStory where no take has any text, EmptyCopy, BinaryCopy."""
    takes, decoded = takes_of(raw, filename)
    with_text = [take for take in takes if take.text.strip()]
    if not with_text:
        raise NotAStory(filename, "a take with a header and no text", "ask for it again")
    left_out = len(takes) - len(with_text)
    notices = (Notice("item_left_out", f"{left_out} takes have a header and no text"),) if left_out else ()
    several = len(takes) > 1
    return [_document(take, decoded, notices, n if several else None) for n, take in enumerate(with_text, 1)]


def _document(take: Take, decoded: Decoded, notices: tuple[Notice, ...], item: int | None) -> Document:
    header, text, trailer = (
        numbered(part, line) for part, line in zip((take.header, take.text, take.trailer), take.lines, strict=True)
    )
    if not take.header.strip():  # the take is cut off, or STX is lost
        last = next((n for n, (_, words) in enumerate(text[:4]) if words.rstrip().endswith("/") or _DETAILS.match(words)), -1)
        header, text = text[: last + 1], text[last + 1 :]
    if not any(_SENT.fullmatch(words) for _, words in trailer):
        sent = next((n for n, (_, words) in list(enumerate(text))[-_TAIL:] if _SENT.fullmatch(words)), len(text))
        text, trailer = text[:sent], [*text[sent:], *trailer]
    copy = StoryCopy("iptc7901")
    for line, words in header:
        copy.add("metadata", words, line, "iptc7901.header" if _is_header(words) else "iptc7901.keywords")
    below = _add_head(copy, text)
    copy.add_body(_desk_notes(paragraphs(_with_blanks(text[below:]), text[below][0] if below < len(text) else 1)))
    for line, words in trailer:
        copy.add("metadata", words, line, "iptc7901.trailer")
    fields = _fields(header, trailer)
    odd = refused((words for _, words in trailer if _SENT.fullmatch(words)), fields.published_at)
    return copy.document(decoded, fields, (*notices, *odd), item)


def _with_blanks(lines: list[tuple[int, str]]) -> str:
    """The text again, with the blank lines that stood in it."""
    text: list[str] = []
    for line, words in lines:
        text += [""] * (line - lines[0][0] - len(text))
        text.append(words)
    return "\n".join(text)


def _add_head(copy: StoryCopy, text: list[tuple[int, str]]) -> int:
    """Add what stands above the story, and tell at which line that begins."""
    start = below = 0
    for n, (_, words) in enumerate(text[:_HEADLINE_LINES]):
        if start < n and words.startswith("   ") and not words.rstrip().endswith("="):
            break
        if words.rstrip().endswith("="):
            _add_part(copy, text[start : n + 1], titled=below > 0)
            start = below = n + 1
    if not below and text and not text[0][1].startswith("   "):
        below = _without_mark(text)
        if below:
            _add_part(copy, text[:below], titled=False)
    return below


def _without_mark(text: list[tuple[int, str]]) -> int:
    """How many lines a headline takes that no "=" closes: those before the first blank or indented line, three at most."""
    ends = (n for n in range(1, min(len(text), 4)) if text[n][0] > text[n - 1][0] + 1 or text[n][1].startswith("   "))
    return next(ends, 0)


def _add_part(copy: StoryCopy, lines: list[tuple[int, str]], titled: bool) -> None:
    """A part of the head that closes with "=": the headline with what is above it, or then an undertitle or a byline."""
    words = "\n".join(words.strip() for _, words in lines)
    bare = words.rstrip("= \n")
    mark = words[len(bare) :].strip()
    first = len(lines) - 1
    while first and not titled and _goes_on(lines[first - 1][1], lines[first][1]):
        first -= 1
    above, part = ([], bare) if titled else (lines[:first], "\n".join(bare.split("\n")[first:]))
    for line, overline in above:
        if len(overline.split()) <= _MARKER_WORDS:
            copy.add_body([Block(overline.strip(), "line", line)])  # open: the rules know what markers say
        else:
            copy.add("metadata", overline, line, "iptc7901.overline")
    line = lines[0 if titled else first][0]
    label = _label_of(part) if titled else ("headline", part, "")
    if label[2]:
        copy.add("metadata", label[2], line, "iptc7901.mark")
    copy.add(label[0], label[1], line)
    copy.add("metadata", mark, lines[-1][0], "iptc7901.mark")


def _label_of(part: str) -> tuple[Label, str, str]:
    """The label of a line below the headline, its text, and the word that says what it is ("Utl.:")."""
    if _SIGNED.match(part):
        return "byline", part, ""
    if told := _UNDERTITLE.match(part):
        return "subheadline", part[told.end() :], told.group().strip()
    return ("note" if part.startswith("(") else "subheadline"), part, ""


def _goes_on(above: str, line: str) -> bool:
    """Was the line above cut because the next word did not fit?"""
    first = line.split(None, 1)[0]
    return len(above.rstrip()) + 1 + len(first) > _FULL and not above.rstrip().endswith(":")


def _desk_notes(blocks: list[Block]) -> list[Block]:
    """Below the notebook's heading no sentence is the story's; its links, contacts and initials are the rules' to read."""
    start = next((n for n, block in enumerate(blocks) if n and _NOTEBOOK.fullmatch(block.text)), len(blocks))
    return [*blocks[:start], *(replace(block, given=_of_notebook(block.text)) for block in blocks[start:])]


def _of_notebook(text: str) -> Given | None:
    if _CREDITED.match(text):
        return "credit", "iptc7901.notebook"
    is_sentence = text.rstrip("\"'»”)").endswith((".", "!", "?")) and len(text.split(None, 3)) > 3
    return ("note", "iptc7901.notebook") if is_sentence and not _NOTEBOOK.fullmatch(text) and "@" not in text else None


def _fields(header: list[tuple[int, str]], trailer: list[tuple[int, str]]) -> Fields:
    details = next((found for _, words in header if (found := _DETAILS.match(words))), None)
    at = next((at for _, words in trailer if (sent := _SENT.fullmatch(words)) and (at := _sent_at(sent))), None)
    keywords = [words.strip().strip("/") for _, words in header if not _is_header(words)]
    slug = "/".join(words for words in keywords if words)
    return Fields(
        slug=slug or None,
        keywords=tuple(word.strip() for word in slug.split("/") if word.strip()),
        agency=_sender(details) if details else None,
        published_at=at,
        updated_at=at,
        urgency=int(details["priority"]) if details else None,
        subjects=(("iptc-7901", details["category"].lower(), None),) if details else (),
    )


def _is_header(line: str) -> bool:
    return _DETAILS.match(line) is not None or line.strip()[:4].casefold() == "zczc"


def _sender(details: re.Match[str]) -> str:
    """'dpa' of "ccccb   dpa 061", 'AFP' of "/AFP-AB12"; else the service itself: "APA0123"."""
    sender = _SENDER.search(details["options"][:120])
    found = sender and (sender[1] or sender[2])
    return found or str(details["service"])


def _sent_at(sent: re.Match[str]) -> datetime | None:
    name = sent["month"].casefold()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    return moment_of(sent["year"], month, sent["day"], sent["hour"], sent["minute"], sent["zone"]) if month else None
