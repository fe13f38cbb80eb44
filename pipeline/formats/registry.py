"""The wire formats that we read, in the order in which they are tried.

To add one: a module with `recognises(head)` and `read(raw, filename)`, and one line in READERS, before plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.document import Document
from pipeline.formats.archives import Member
from pipeline.formats.feeds import reader as feeds
from pipeline.formats.html import reader as html
from pipeline.formats.json import reader as json_story
from pipeline.formats.mail import reader as mail
from pipeline.formats.mail.enclosed import enclosed
from pipeline.formats.newsml1 import reader as newsml1
from pipeline.formats.newsml_g2 import reader as newsml_g2
from pipeline.formats.nitf import reader as nitf
from pipeline.formats.telegraph import anpa1312, iptc7901
from pipeline.formats.text import plain
from pipeline.formats.xml import ritzau
from pipeline.formats.xml import story as xml_story

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
    enclosed: Callable[[bytes], list[Member]] | None = None  # files inside, of other formats, as a mail carries them


READERS: Final[tuple[Format, ...]] = (
    Format("nitf", nitf.recognises, nitf.read),
    Format("newsml1", newsml1.recognises, newsml1.read),
    Format("newsml_g2", newsml_g2.recognises, newsml_g2.read),
    Format("ritzau", ritzau.recognises, ritzau.read),
    Format("feed", feeds.recognises, feeds.read),
    Format("xml", xml_story.recognises, xml_story.read),  # behind every other XML: by names that all have
    Format("anpa1312", anpa1312.recognises, anpa1312.read),
    Format("iptc7901", iptc7901.recognises, iptc7901.read),
    Format("mail", mail.recognises, mail.read, enclosed),
    Format("json", json_story.recognises, json_story.read),
    Format("html", html.recognises, html.read),
    Format("text", plain.recognises, plain.read),
)
