"""The names of formats that nobody reads here: such a file must not become a story of angle brackets."""

from __future__ import annotations

import re
from typing import Final

from pipeline.formats.markup import root_of

_SIGNS: Final = {
    b"{\\rtf": "RTF",
    b"%PDF-": "PDF",
    b"%!PS": "PostScript",
    b"BEGIN:VCALENDAR": "a calendar",
    b"BEGIN:VCARD": "a visiting card",
}
# An object opens with a key, whole or, at the very end of a file that is cut off, in part.
_OBJECT: Final = rb'\{\s*(?:\}|"[^"\n]{0,200}(?:"\s*(?::|\Z)|\Z)|\Z)'
_JSON: Final = re.compile(rb"%b|\[\s*(?:\]|%b)" % (_OBJECT, _OBJECT))


def name_of(head: bytes) -> str | None:
    """What a file that begins with `head` looks like: "XML with root nitf", "JSON", "RTF", "PDF".

    None where it may be plain text: "<<Update>>", "{sic}" and "[corrected]" open stories.
    """
    if sign := next((sign for sign in _SIGNS if head.startswith(sign)), None):
        return _SIGNS[sign]
    if head.startswith((b"{", b"[")):
        return "JSON" if _JSON.match(head) else None
    root = root_of(head) if head.startswith(b"<") else None
    return f"XML with root {root}" if root else None
