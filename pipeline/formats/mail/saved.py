"""A page that a browser has saved as one file: MHTML (RFC 2557), which is a mail in form only."""

from __future__ import annotations

from email.message import Message
from typing import Final

_LOCATIONS: Final = ("Snapshot-Content-Location", "Content-Location")


def saved_page(message: Message) -> bytes | None:
    """The bytes of the page; None where the message is a mail. The date of the header is that of saving, and tells nothing."""
    if message.get_content_type() != "multipart/related" or "To" in message:
        return None
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    by_browser = message["Snapshot-Content-Location"] or "saved by" in str(message["From"] or "").lower()
    if page is None or not (by_browser or any(name in page for name in _LOCATIONS)):
        return None
    payload = page.get_payload(decode=True)
    return payload if isinstance(payload, bytes) and payload.strip() else None
