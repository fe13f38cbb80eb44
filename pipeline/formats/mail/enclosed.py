"""The files that a mail carries beside its text: wire copy in a format of its own, or an archive of it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from typing import Final

from pipeline.formats.archives import Member, printable

BROKEN: Final = (MessageError, RecursionError, LookupError, ValueError, TypeError, AttributeError)  # as `email` raises them
_MOST: Final = 100  # files
_TEXTS: Final = ("text/plain", "text/html")  # the mail's own, or stories that its reader reads
_NO_COPY: Final = ("image/", "audio/", "video/", "font/", "text/calendar", "text/csv", "text/css", "text/vcard", "text/x-vcard")
_SUFFIXES: Final = (
    ".xml", ".nitf", ".newsml", ".json", ".ninjs", ".txt", ".htm", ".html", ".anpa", ".tst", ".iptc", ".eml", ".zip", ".gz",
    ".tgz", ".tar",
)  # fmt: skip
_TYPES: Final = ("xml", "json", "zip", "tar")  # in "application/newsml+xml", "application/x-zip-compressed"


def enclosed(raw: bytes) -> list[Member]:
    """The files of a mail that may hold copy, in their order; none where the mail is broken, which its reader tells."""
    try:
        message = message_from_bytes(raw.lstrip(), policy=policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart() and may_hold_copy(part)][:_MOST]
        return [Member(printable(_name_of(part) or part.get_content_type()), _bytes_of(part), "it is empty") for part in parts]
    except BROKEN:
        return []


def may_hold_copy(part: Message) -> bool:
    """Is it a file of a type, or with a name, that copy comes in? Pictures, calendars and signatures are not."""
    kind = part.get_content_type()
    if kind in _TEXTS or kind.startswith((*_NO_COPY, "message/", "multipart/")):
        return False
    return any(word in kind for word in _TYPES) or _name_of(part).lower().endswith(_SUFFIXES)


def _name_of(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (LookupError, ValueError, TypeError):  # a name in a charset that nobody knows
        return ""


def _bytes_of(part: Message) -> bytes | None:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) and payload.strip() else None
