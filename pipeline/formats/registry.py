"""The wire formats that we read, in the order in which they are tried.

To add one: a module with `recognises(head)` and `read(raw, filename)`, and one line in READERS, before plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.document import Document
from pipeline.formats import html, plain

HEAD: Final = 1 << 16  # bytes of a file that its format is told by


@dataclass(frozen=True, slots=True)
class Format:
    """One wire format.

    `recognises` sees the first HEAD bytes of a file as UTF-8, without byte order mark and leading blanks, and tells
    whether they are of this format. `read` gets the raw bytes and the file's name, and raises UnreadableCopy.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str], list[Document]]


READERS: Final[tuple[Format, ...]] = (
    Format("html", html.recognises, html.read),
    Format("text", plain.recognises, plain.read),
)
