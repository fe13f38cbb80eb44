"""The text of a NewsML 1.x ContentItem: NITF, XHTML, HTML escaped or in CDATA, plain lines, any of these in base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Final, NamedTuple

from pipeline.errors import UnreadableCopy
from pipeline.formats.blocks import Block, of_lines, of_tree, read_once_more
from pipeline.formats.classes import XHTML, name_by_class, of_agency_markup
from pipeline.formats.decoding.decode import decode
from pipeline.formats.markup import is_html, root_of
from pipeline.formats.nitf.reader import Story, story_of
from pipeline.formats.xml.tree import Element, attribute, attribute_at, find, find_all, line_of, parse

# What a medium is called in Record.genre, by the words of MediaType and MimeType.
_MEDIA: Final[Mapping[str, str]] = {
    **dict.fromkeys(("photo", "picture", "image", "photograph", "still"), "picture"),
    **dict.fromkeys(("graphic", "graphics", "infographic", "animation"), "graphic"),
    **dict.fromkeys(("video", "film", "clip"), "video"),
    **dict.fromkeys(("audio", "sound"), "audio"),
}
_NO_COPY: Final = frozenset(
    {"text/css", "text/javascript", "text/calendar", "text/csv", "application/pdf", "application/rss+xml"}
)


class Text(NamedTuple):
    """One text: its blocks, and the NITF story with a head of its own that they come from."""

    blocks: list[Block]
    nitf: Story | None = None


def medium_of(content: Element) -> str:
    """'text', or 'picture', 'graphic', 'video', 'audio'; 'other' for a style sheet and the like."""
    mime = (attribute_at(content, "MimeType", "FormalName") or "").casefold()
    said = (attribute_at(content, "MediaType", "FormalName") or "").casefold().rpartition(":")[2]
    form = (attribute_at(content, "Format", "FormalName") or "").casefold()
    if mime in _NO_COPY or form in ("css", "javascript", "pdf"):
        return "other"
    known = _MEDIA.get(said) or _MEDIA.get(mime.partition("/")[0])
    if known is None and ("jpeg" in form or "jpg" in form or "gif" in form or "png" in form):
        known = "picture"
    return known or ("other" if said in ("application", "binary") or mime.startswith("application/octet") else "text")


def text_of(content: Element) -> Text:
    """The text of a ContentItem; no blocks where it holds none, or bytes that are none."""
    data = find(content, ".//DataContent")
    if data is None:
        return Text([])
    if len(data) == 0:
        written = data.text or ""
        return _of_written(_decoded(written) if _is_base64(content) else written, line_of(data))
    if (nitfs := find_all(data, ".//nitf")) or find(data, ".//body.content") is not None:
        stories = [story_of(nitf) for nitf in nitfs or [data]]
        return Text([block for story in stories for block in story.body], stories[0])
    name_by_class(data)
    return Text(of_tree(data, XHTML))


def _of_written(written: str, line: int) -> Text:
    """Text that no element structures, and what may be written in it."""
    written = read_once_more(written)
    head = written[:5000].lstrip().encode("utf-8", "replace")
    if head.startswith(b"<") and (root_of(head) or "").lower() == "nitf":
        try:
            story = story_of(parse(written.lstrip().encode("utf-8", "replace"), "DataContent").root)
        except UnreadableCopy:
            return Text(of_agency_markup(written, line))
        return Text(story.body, story)
    return Text(of_agency_markup(written, line) if is_html(head) or "</p>" in written else of_lines(written, line))


def _is_base64(content: Element) -> bool:
    notations = (attribute(at, "Notation") or "" for at in find_all(content, ".//Encoding"))
    return any("base64" in notation.casefold() for notation in notations)


def _decoded(written: str) -> str:
    """The text in base64; nothing where it is no text, or not base64."""
    try:
        return decode(base64.b64decode(written, validate=False), None, "DataContent").text
    except (binascii.Error, ValueError, UnreadableCopy):
        return ""
