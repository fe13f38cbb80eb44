"""Mail: RFC 5322 (Internet message format) with MIME, RFC 2045 to 2049 and 2231, as press offices and small wires send copy.

The subject is the headline, the Message-ID the story's id, the date that of publication. The sender need not be the author:
the line From is kept as metadata. A mail or a text that is attached is a story of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import Final

from pipeline.document import Document, Fields, Notice
from pipeline.errors import EmptyCopy, UnreadableCopy
from pipeline.formats.dates import moment
from pipeline.formats.decoding.charset import by_content, by_mark, unmarked
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.html import reader as html
from pipeline.formats.mail.cover import without_cover
from pipeline.formats.mail.enclosed import BROKEN
from pipeline.formats.mail.form import as_form
from pipeline.formats.mail.parts import Found, parts_of
from pipeline.formats.mail.saved import saved_page
from pipeline.formats.story_copy import StoryCopy

_LINE: Final = re.compile(rb"(?P<name>[A-Za-z][A-Za-z0-9-]{0,60})[ \t]?:")
_NAMES: Final = frozenset({
    b"from", b"to", b"cc", b"date", b"subject", b"message-id", b"received", b"return-path", b"delivered-to", b"mime-version",
    b"content-type", b"content-transfer-encoding", b"reply-to", b"sender", b"in-reply-to", b"references", b"dkim-signature",
    b"x-mailer", b"list-unsubscribe", b"organization", b"user-agent", b"thread-topic", b"x-received", b"envelope-to",
})  # fmt: skip
_BLANKS: Final = b" \t\r\n\x0b\x0c"
_FEWEST: Final = 3  # names of mail in a header: a story may well begin with "From: " or "Subject: "
_MOST_LINES: Final = 400
_LONGEST_HEADER: Final = 20_000  # characters of a header that are decoded
_DEEPEST: Final = 60  # multiparts: the parser goes down one level for each
_NESTED: Final = re.compile(rb"(?i)content-type:\s*(?:multipart|message)/")
_FOLD: Final = re.compile(r"\r?\n[ \t]*|\r[ \t]*")
_PREFIX: Final = re.compile(
    r"(?:(?:re|fwd?|wg|aw|tr|rv|sv|vs|i|rif|doorst|vb)\s?(?:\[\d+\])?:\s*|\[(?:external|extern|ext|spam)\]:?\s*)+", re.IGNORECASE
)
_ASIDE: Final = re.compile(r"\([^()]*\)\s*$")  # "+0100 (CET)"
_SHOWN: Final = ("From", "Sender", "Organization", "To", "Cc", "Date")
_REPLACED: Final = ("supersedes", "obsoletes", "replaces")  # RFC 2156 and RFC 5536: the mails that this one takes the place of
_MOST_IDS: Final = 20
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def recognises(head: bytes) -> bool:
    """A block of header lines up to a blank line, three of them at least by names that mails have, and one of them From."""
    if head.startswith(b"From ") and b"\n" in head:  # a mailbox's own first line
        head = head[head.index(b"\n") + 1 :]
    names: set[bytes] = set()
    for line in head.split(b"\n", _MOST_LINES)[:_MOST_LINES]:
        if not line.strip():
            break
        if line[:1] in b" \t" and names:
            continue
        name = _LINE.match(line)
        if name is None:
            return False
        names.add(name["name"].lower())
    return len(names & _NAMES) >= _FEWEST and bool(names & {b"from", b"received"})


def read(raw: bytes, filename: str) -> list[Document]:
    """The mail in a file, and the mails attached to it, a story each. Raises UnreadableCopy; EmptyCopy where there is no text."""
    marked = by_mark(raw)
    raw = marked.text.encode("utf-8", "replace") if marked else raw
    source = unmarked(raw).lstrip(_BLANKS)
    before = raw.count(b"\n", 0, len(raw) - len(source))
    if len(_NESTED.findall(source)) > _DEEPEST:
        raise UnreadableCopy(filename, "a mail of too many parts", "save the story that it holds as a file of its own")
    try:
        mails = list(_found(message_from_bytes(source, policy=policy.compat32), raw, filename))
    except BROKEN as error:
        raise UnreadableCopy(filename, f"a mail that is broken: {error}", "ask for it again") from error
    if page := saved_page(mails[0].mail):
        return html.read(page, filename)
    with_text = [mail for mail in mails if mail.blocks]
    if not with_text:
        raise EmptyCopy(filename, "a mail without text", "look at its attachments")
    left = tuple(name.encode("ascii", "replace").decode() for mail in mails for name in mail.attachments)
    several = len(with_text) > 1
    stories = [_document(mail, before, left if n == 1 else (), n if several else None) for n, mail in enumerate(with_text, 1)]
    return [_as_a_whole(story, marked.encoding) for story in stories] if marked and marked.encoding != "utf-8" else stories


def _as_a_whole(story: Document, encoding: str) -> Document:
    """A mail is lines of bytes: one that is in UTF-16, header and all, was saved so by a program."""
    odd = Notice("encoding_lied", f"the mail as a whole is in {encoding}, whatever it declares")
    return replace(story, encoding=encoding, notices=(odd, *(one for one in story.notices if one.code != odd.code)))


def _found(message: Message, raw: bytes, filename: str) -> Iterator[Found]:
    found = parts_of(message, raw, filename)
    yield found
    for inside in found.inside:
        yield from _found(inside, raw, filename)


def _document(mail: Found, before: int, left: tuple[str, ...], item: int | None) -> Document:
    headers = _headers(mail.mail)
    copy = StoryCopy("mail")
    for name in _SHOWN:
        if name.lower() in headers:
            copy.add("metadata", f"{name}: {headers[name.lower()]}", before + 1, "mail.header")
    subject = headers.get("subject", "")
    prefix = _PREFIX.match(subject)
    if prefix:
        copy.add("metadata", prefix.group(), before + 1, "mail.subject_prefix")
    subject = subject[prefix.end() if prefix else 0 :]
    blocks = without_cover(mail.blocks, subject) or as_form(mail.blocks)
    copy.add("headline" if blocks is mail.blocks else "metadata", subject, before + 1)
    copy.add_body(blocks)
    fields, notices = _fields(headers)
    if left:
        notices += (Notice("item_left_out", f"attachments that are not read: {', '.join(left)[:300]}"),)
    return copy.document(Decoded("", mail.encoding, mail.notices), fields, notices, item)


def _fields(headers: dict[str, str]) -> tuple[Fields, tuple[Notice, ...]]:
    at: datetime | None = None
    notice: Notice | None = None
    if headers.get("date"):
        at, notice = moment(_ASIDE.sub("", headers["date"]).strip())
    language = _LANGUAGE.match(headers.get("content-language", ""))
    keywords = tuple(word.strip() for word in headers.get("keywords", "").split(",") if word.strip())
    fields = Fields(
        story_id=headers.get("message-id") or None,
        replaces=tuple(word for name in _REPLACED for word in headers.get(name, "").split()[:_MOST_IDS]),
        published_at=at,
        language=language.group() if language else None,
        keywords=keywords,
    )
    return fields, (notice,) if notice else ()


def _headers(message: Message) -> dict[str, str]:
    """The headers by their names in small letters, unfolded and decoded; of several by one name the first."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        if name.lower() not in headers:
            headers[name.lower()] = _text(str(value))
    return headers


def _text(value: str) -> str:
    """'=?UTF-8?Q?F=C3=A4hre?=' -> 'Fähre'; bytes that no standard allows in a header are read as the body's would be."""
    unfolded = _FOLD.sub(" ", value)
    if not unfolded.isascii():
        unfolded = by_content(unfolded.encode("utf-8", "surrogateescape"), "windows-1252").text
    if "=?" not in unfolded or len(unfolded) > _LONGEST_HEADER:  # the decoder's time grows with the square of the words
        return unfolded.strip()
    try:
        pieces = decode_header(unfolded)
    except (HeaderParseError, ValueError):  # base64 that is cut off
        return unfolded.strip()
    return "".join(
        piece if isinstance(piece, str) else by_content(piece, charset or "windows-1252").text for piece, charset in pieces
    ).strip()
