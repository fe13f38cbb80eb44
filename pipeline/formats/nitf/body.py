"""The running text of a NITF story (body.content, block, or a whole body), for NITF itself and for what carries NITF inside.

IPTC News Industry Text Format 3.x: `p`, `hl2`, lists, tables, `media`, `bq`, `note`, and blocks with a head of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.formats.blocks import Block, Manner, of_tree, root_of_markup
from pipeline.formats.nitf.line import flowing
from pipeline.formats.xml.tree import Element, attribute_at, find, find_all, line_of, name_of, text_at, words

NITF: Final = Manner(
    given={
        "byline": ("byline", "nitf.byline"),
        "copyrite": ("rights", "nitf.copyrite"),
        "dateline": ("dateline", "nitf.dateline"),
        "distributor": ("metadata", "nitf.distributor"),
        "media-caption": ("caption", "nitf.media_caption"),
        "media-producer": ("credit", "nitf.media_producer"),
        "media-reference": ("metadata", "nitf.media_reference"),
        "note": ("note", "nitf.note"),
        "tagline": ("credit", "nitf.tagline"),
    },
    blocks=frozenset({
        "abstract", "bibliography", "body.content", "body.end", "body.head", "custom-table", "datasource", "fn", "nitf-table",
        "nitf-table-metadata", "nitf-table-summary", "postaddr", "rights",
    }),
    unseen=frozenset({"media-object"}),  # the picture's own bytes, as text
)  # fmt: skip
# Agencies that write a paragraph's part in its class: <p class="byline">.
_CLASSES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("byline", "author", "signature"), "byline"),
    **dict.fromkeys(("copyright", "copyrite", "rights"), "copyrite"),
    **dict.fromkeys(("dateline", "datelinetext"), "dateline"),
    **dict.fromkeys(("ednote", "editorsnote", "editornote", "editors-note"), "note"),
    **dict.fromkeys(("hl2", "subhead", "subheading", "subheadline", "crosshead", "intertitle"), "hl2"),
    **dict.fromkeys(("caption", "media-caption"), "media-caption"),
    **dict.fromkeys(("tagline", "shirttail"), "tagline"),
}
_LONGEST_PART: Final = 200  # characters; a longer paragraph is story, whatever its class says
# Tags as characters: "</p>", "<br/>" anywhere; another only at the beginning, for a story may be about HTML.
_WRITTEN_OUT: Final = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|table|span|b|i|em|strong|a|script|iframe|blockquote)>|<br\s?/?>"
    r"|\A\s*<(?:p|div|img|script)\b",
    re.I,
)
_SENTENCE_END: Final = (".", "!", "?", ":", ";", '"', "”", "»", "'", "’", ")")
_WRAPPED_AT: Final = 40  # characters: a line that a wire had cut is longer than this


def body_of(element: Element) -> list[Block]:
    """The blocks of a NITF body.content, block or body.end; every word that a person reads is in one of them.

    Changes the tree: tags that were written as characters become elements, paragraphs whose class says what they are get
    that element's name, and line ends inside a sentence become blanks.
    """
    for holder in [element, *element.iter("{*}p", "{*}block", "{*}pre", "{*}body.content")]:
        _make_elements(holder)
    for part in list(element.iter("{*}p", "{*}byline", "{*}dateline")):
        if name_of(part) == "p":
            _name_by_class(part)
            _unwrap(part)
        else:
            _flow(part)
    return of_tree(element, NITF)


def images_of(element: Element) -> tuple[tuple[str | None, str | None, str | None], ...]:
    """(caption, credit, address) of every picture in `media` below the element."""
    pictures = (media for media in find_all(element, ".//media") if _is_picture(media))
    return tuple(dict.fromkeys(image for image in map(_image, pictures) if any(image)))


def _is_picture(media: Element) -> bool:
    kind = str(media.get("media-type") or "").strip().casefold()
    return kind in ("", "image", "photo", "picture", "graphic") and find(media, "media-reference") is not None


def _image(media: Element) -> tuple[str | None, str | None, str | None]:
    reference = attribute_at(media, "media-reference", "source", "data-location", "alternate-text", "name")
    credit = text_at(media, "media-producer") or attribute_at(media, "media-reference", "copyright", "source-credit")
    return " ".join(_texts(media, "media-caption")) or None, credit, reference


def _texts(element: Element, path: str) -> Iterator[str]:
    return (said for at in find_all(element, path) if (said := words(at)))


def _make_elements(holder: Element) -> None:
    """CDATA, or "&lt;p&gt;": the tags in a text become elements of it."""
    text = holder.text or ""
    if len(holder) or "<" not in text or not _WRITTEN_OUT.search(text):
        return
    page = root_of_markup(text)
    body = None if page is None else page.find("body")
    if body is not None:
        line = line_of(holder)
        for made in body.iterdescendants("*"):
            made.sourceline = line + line_of(made) - 1  # type: ignore[assignment]  # lxml's stubs say Ellipsis
        holder.text = body.text
        holder.extend(list(body))


def _name_by_class(paragraph: Element) -> None:
    said = paragraph.get("class")
    if not said:
        return
    name = next((_CLASSES[word] for word in str(said).casefold().split() if word in _CLASSES), None)
    if name and len(words(paragraph) or "") <= _LONGEST_PART:
        paragraph.tag = name


def _flow(line: Element) -> None:
    """Make one text of a byline's or dateline's parts, that no word of one sticks to the next."""
    if len(line):
        text, tail = flowing(line), line.tail
        line.clear()
        line.text, line.tail = text, tail


def _unwrap(paragraph: Element) -> None:
    """'... the northern <br/>lock ...': a wire that cut its lines for a teleprinter wrote each cut as `br`."""
    breaks = find_all(paragraph, "br")
    if breaks and any(map(_cuts_a_sentence, breaks)):
        for cut in breaks:
            cut.tag, cut.text = "wrap", " "


def _cuts_a_sentence(cut: Element) -> bool:
    previous, parent = cut.getprevious(), cut.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    after = (cut.tail or "").lstrip()
    return len(before.strip()) > _WRAPPED_AT and not before.rstrip().endswith(_SENTENCE_END) and after[:1].islower()
