"""The content of a NewsML-G2 item -> blocks and pictures: XHTML or NITF inside inlineXML, text in inlineData, remote files."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.document import Notice
from pipeline.errors import UnreadableCopy
from pipeline.formats.blocks import Block, of_lines, of_markup, of_tree, read_once_more
from pipeline.formats.classes import XHTML, name_by_class
from pipeline.formats.decoding.decode import decode
from pipeline.formats.newsml_g2.parts import Item, local, plain
from pipeline.formats.nitf import body as nitf_body
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import Element, attribute, find, find_all, line_of, name_of, words

Image = tuple[str | None, str | None, str | None]  # caption, credit, url

_MARKUP: Final = re.compile(r"</?(?:p|br|div|h[1-6]|ul|li|table|section|article|html)\b[^<>]{0,200}>", re.I)
_PIXEL: Final = ("0", "1", "0px", "1px")  # a tracker's image
_MOST: Final = 50  # pictures
_AGAIN: Final = 0.5  # share of the words of a second rendition that the first one has


class Content(NamedTuple):
    """The blocks of an item's text, its pictures, and what could not be read."""

    blocks: list[Block]
    images: tuple[Image, ...]
    notices: tuple[Notice, ...]


def content_of(item: Item) -> Content:
    """All that the contentSet holds. Of several renditions of one text the first, and what only another one says."""
    renditions: list[list[Block]] = []
    images: list[Image] = []
    notices: list[Notice] = []
    for part in (part for held in find_all(item.element, "contentSet") for part in held):
        name = name_of(part)
        if name == "inlineXML":
            images += _images_in(part)
            renditions.append(_of_xml(part))
        elif name == "inlineData":
            found, odd = _of_data(part)
            renditions.append(found)
            notices += odd
    images += _remote_images(item)
    blocks = _joined(renditions)
    if any("&" in block.text for block in blocks):
        blocks, notices = _read_twice(blocks, notices)
    return Content(blocks, tuple(dict.fromkeys(images))[:_MOST], (*notices, *_elsewhere(item, blocks)))


def markup_blocks(element: Element) -> list[Block]:
    """The blocks of an element of the metadata that may hold XHTML, or tags as characters."""
    text = element.text or ""
    if len(element):
        return of_tree(element, XHTML)
    text = read_once_more(text)
    return of_markup(text, line=line_of(element)) if _MARKUP.search(text) else of_lines(plain(text), line_of(element))


def _joined(renditions: list[list[Block]]) -> list[Block]:
    """The blocks of the renditions, without those renditions that say again what an earlier one says."""
    if len(renditions) < 2:
        return [block for rendition in renditions for block in rendition]
    known: set[str] = set()
    blocks: list[Block] = []
    for rendition in renditions:
        folded = [fold(block.text) for block in rendition]
        again = sum(len(text) for text in folded if text in known)
        if not known or again < _AGAIN * sum(map(len, folded)):
            blocks += rendition
        known.update(folded)
    return blocks


def _of_xml(part: Element) -> list[Block]:
    nitf = part if find(part, "body") is not None else next((at for at in part if name_of(at) == "nitf"), None)
    if nitf is not None and find(nitf, "body/body.content") is not None:
        return _of_nitf(nitf)
    content = find(part, "body.content")
    if content is not None:
        return nitf_body.body_of(content)
    if not len(part):
        return markup_blocks(part)
    body = find(part, ".//body")
    root = body if body is not None else part
    name_by_class(root)
    return of_tree(root, XHTML)


def _of_nitf(nitf: Element) -> list[Block]:
    """Head, content and end of a NITF body; what the head says again (abstract) is no second paragraph."""
    head, end = find(nitf, "body/body.head"), find(nitf, "body/body.end")
    content = [block for at in find_all(nitf, "body/body.content") for block in nitf_body.body_of(at)]
    said = fold(" ".join(block.text for block in content[:4]))
    above = [] if head is None else [_of_head(block, said) for block in nitf_body.body_of(head)]
    return [*above, *content, *([] if end is None else nitf_body.body_of(end))]


def _of_head(block: Block, said: str) -> Block:
    if block.given is not None:
        return block
    if block.kind == "heading":
        return Block(block.text, "paragraph", block.line, ("subheadline", "newsml_g2.nitf_head"))
    again = fold(block.text.rstrip(". …")) in said
    return Block(block.text, block.kind, block.line, ("furniture", "newsml_g2.abstract_again") if again else None)


def _of_data(part: Element) -> tuple[list[Block], tuple[Notice, ...]]:
    """Text as it stands, or packed in base64; pictures packed so are left out."""
    kind = str(part.get("contenttype") or "text/plain").casefold()
    if "base64" not in local(part.get("encoding")):
        return markup_blocks(part), ()
    if not kind.startswith(("text/", "application/xhtml", "application/xml")):
        return [], (Notice("content_left_out", f"the item holds a file of the type {kind[:60]}, which is not kept"),)
    try:
        text = decode(base64.b64decode("".join((part.text or "").split()), validate=True)).text
    except (binascii.Error, ValueError, UnreadableCopy):
        return [], (Notice("content_left_out", "the item's text is packed in base64 and cannot be unpacked"),)
    line = line_of(part)
    return of_markup(text, line=line) if _MARKUP.search(text) else of_lines(text, line), ()


def _read_twice(blocks: list[Block], notices: list[Notice]) -> tuple[list[Block], list[Notice]]:
    once = [Block(plain(block.text), block.kind, block.line, block.given) for block in blocks]
    if once == blocks:
        return blocks, notices
    return once, [*notices, Notice("text_repaired", "entities that had been escaped twice were read")]


def _images_in(part: Element) -> Iterator[Image]:
    """Pictures inside the text: XHTML's with their captions, NITF's media."""
    for image in part.iterdescendants("{*}img"):
        url = attribute(image, "src")
        pixel = image.get("width") in _PIXEL or image.get("height") in _PIXEL
        if url and url.startswith(("http://", "https://")) and not pixel:
            figure = next(image.iterancestors("{*}figure"), None)
            caption = None if figure is None else words(find(figure, ".//figcaption"))
            yield caption or attribute(image, "alt"), None, url
    yield from nitf_body.images_of(part)


def _remote_images(item: Item) -> list[Image]:
    """The remote files that are pictures; of the renditions of one picture (or video) the largest."""
    remote = [at for held in find_all(item.element, "contentSet") for at in find_all(held, "remoteContent")]
    shown = [at for at in remote if _is_shown(at, item.kind) and attribute(at, "href", "residref")]
    if item.kind != "text" and shown:
        shown = [max(shown, key=_size)]
    return [(None, None, attribute(at, "href", "residref")) for at in shown[:_MOST]]


def _is_shown(remote: Element, kind: str) -> bool:
    told = str(remote.get("contenttype") or remote.get("format") or "").casefold()
    return kind not in ("text", "package") or told.startswith(("image", "video"))


def _size(remote: Element) -> tuple[int, int]:
    digits = [str(remote.get(name) or "") for name in ("width", "size")]
    return (int(digits[0]) if _is_number(digits[0]) else 0, int(digits[1]) if _is_number(digits[1]) else 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 15


def _elsewhere(item: Item, blocks: list[Block]) -> tuple[Notice, ...]:
    """A text of which the item holds the address only."""
    if blocks or item.kind != "text":
        return ()
    remote = (at for held in find_all(item.element, "contentSet") for at in find_all(held, "remoteContent"))
    address = next((url for at in remote if (url := attribute(at, "href", "residref"))), None)
    return (Notice("content_elsewhere", f"the item's content is a file of its own: {address[:200]}"),) if address else ()
