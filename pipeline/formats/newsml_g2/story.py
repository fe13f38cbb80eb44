"""One NewsML-G2 item -> copy: headline, signature, body, captions and notes, and nothing of it twice.

Agencies say a thing in the metadata and once more in the text: what the text says itself is left to stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.document import Fields, Notice
from pipeline.formats.blocks import Block, Given
from pipeline.formats.newsml_g2.content import Content, Image, content_of, markup_blocks
from pipeline.formats.newsml_g2.meta import fields_of, replaced_by
from pipeline.formats.newsml_g2.parts import Item, first_text, in_language, local, plain, texts
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml.tree import Element, attribute, find_all, line_of, text_at

FORMAT: Final = "newsml_g2"
_OPENING: Final = 4  # blocks of the body in which its byline, headline and slug may stand again
_TITLE_WORDS: Final = 3
_LITTLE_MORE: Final = 20  # letters that a description has more than the headline that it repeats
_REMEMBERED: Final = 20_000  # letters of notes in which a further note may stand already
_MOST_SIGNED: Final = 20  # elements <by>
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{8}T")  # Reuters: a dateline that is a time
_DATELINE_END: Final = re.compile(r"\s*(?=[,(/.:–—_-])[^!?]{0,60}?(?:\s[-–—_]+\s|--|\)\s*[-–—_:.]|\.-|/\.|/-)")
_SIGNED: Final = re.compile(r"[-–•*\s]*(?:Autor(?:[/*:]?in(?:nen)?|en)?|Redaktion|Reda[ck]teur|Redactie|Auteur)\s*:", re.I)


class Story(NamedTuple):
    """One item's copy, what its metadata says, and what is odd."""

    copy: StoryCopy
    fields: Fields
    notices: tuple[Notice, ...]


def story_of(item: Item, sender: str | None) -> Story | None:
    """One item as copy; None where nobody can read anything in it."""
    fields, odd = fields_of(item, sender)
    content = content_of(item)
    notes = [block for at in item.meta.get("edNote", ()) for block in markup_blocks(at)]
    title = fields.headline or _title(item, content, fields)
    if not title and not content.blocks and not content.images:
        return None
    copy = StoryCopy(FORMAT)
    copy.add("headline", title, _line(item, "headline"))
    described = _descriptions(item, title, content, fields)
    _add_head(copy, item, content, replace(fields, subheadline=fields.subheadline or _summary(item, content, described)))
    copy.add_body(_body(content.blocks, copy, item, fields))
    if item.kind != "text" or not content.blocks:
        for text in described:
            copy.add("caption" if item.kind != "text" else "body", text, _line(item, "description"))
    for at in find_all(item.element, "groupSet//itemRef"):
        copy.add("metadata", _link(at), line_of(at), "newsml_g2.item_ref")
    _add_notes(copy, notes)
    images = _images(item, content, described)
    return Story(copy, replace(fields, headline=title, images=images), (*odd, *content.notices, *replaced_by(item)))


def _line(item: Item, name: str) -> int:
    return next((line_of(at) for at in item.content.get(name, ())), line_of(item.element))


def _title(item: Item, content: Content, fields: Fields) -> str | None:
    """Where the metadata has no headline: the text's own, the item's title, and for a story that is killed its slug."""
    own = next((block.text for block in content.blocks[:_OPENING] if _is_title(block)), None)
    told = own or _named(item, content)
    return told or (None if content.blocks else fields.slug)


def _named(item: Item, content: Content) -> str | None:
    """The item's title, and that of the page in it; above a text only where it is no file's name: three words at least."""
    pages = [at for path in ("head/title", "html/head/title") for at in find_all(item.element, f"contentSet/inlineXML/{path}")]
    named = first_text(pages, item.language) or first_text(item.meta.get("title", ()), item.language)
    return named if named and (not content.blocks or len(named.split()) >= _TITLE_WORDS) else None


def _is_title(block: Block) -> bool:
    return (block.kind == "heading" and block.given is None) or bool(block.given and block.given[0] == "subheadline")


def _opening(blocks: list[Block]) -> list[Block]:
    """The first blocks that may hold a byline or a dateline; dpa puts its slugs and the headline before them."""
    return [block for block in blocks[: 4 * _OPENING] if block.given is None and block.kind != "heading"][:_OPENING]


def _add_head(copy: StoryCopy, item: Item, content: Content, fields: Fields) -> None:
    """What stands between headline and body; a byline or dateline that the body opens with stands there only."""
    copy.add("subheadline", fields.subheadline, _line(item, "description"))
    opening = _opening(content.blocks)
    own = {block.given[0] for block in content.blocks if block.given}
    for name in texts(item.content.get("by", ())[:_MOST_SIGNED], item.language):
        if not any(_signs(block, name) for block in opening) and "byline" not in own:
            copy.add("byline", name, _line(item, "by"))
    place = first_text(item.content.get("dateline", ()), item.language)
    told = "dateline" in own or any(_opens_with(block.text, place or "") for block in opening)
    if place and not told and not _STAMP.match(place):
        copy.add("dateline", place, _line(item, "dateline"))


def _signs(block: Block, name: str) -> bool:
    """Is this line of the body the byline that the metadata gives: "By Ada Quill" for "Ada Quill"?"""
    if len(block.text) > len(name) + 60:
        return False
    said = fold(name.removeprefix("By "))
    return bool(said) and said in fold(block.text)


def _opens_with(paragraph: str, place: str) -> bool:
    """'FORT QUILL, Pa. (AP) _ The' opens with "FORT QUILL, Pa."; 'Paris police said' does not with "Paris"."""
    start = re.split(r"[,(/]", place)[0].strip(" .-–—")
    if not start or not paragraph.casefold().startswith(start.casefold()):
        return False
    return (paragraph.startswith(place.strip()) and "-" in place) or bool(_DATELINE_END.match(paragraph, len(start)))


def _body(blocks: list[Block], copy: StoryCopy, item: Item, fields: Fields) -> Iterator[Block]:
    """The body, in which the metadata tells what a line is: the headline or slug once more, the byline."""
    titles = {fold(block.text) for block in copy.blocks if block.given and block.given[0] in ("headline", "subheadline")}
    signed = list(texts(item.content.get("by", ())[:_MOST_SIGNED], item.language))
    first = _opening(blocks)
    opening = set(map(id, first))
    for block in blocks:
        given = block.given
        if given and given[0] == "dateline" and any(_opens_with(other.text, block.text) for other in first):
            given = ("metadata", "newsml_g2.dateline_again")
        elif _is_title(block) and fold(block.text) in titles:
            given = ("furniture", "newsml_g2.headline_again")
        elif id(block) in opening and fields.slug and _same(block.text, fields.slug):
            given = ("metadata", "newsml_g2.slug_again")
        elif id(block) in opening and any(_signs(block, name) for name in signed):
            given = ("byline", "newsml_g2.byline")
        yield block if given is block.given else replace(block, given=given)


def _same(text: str, other: str) -> bool:
    return len(text) <= 2 * len(other) and fold(text) == fold(other)


def _descriptions(item: Item, title: str | None, content: Content, fields: Fields) -> list[str]:
    """What the descriptions say that neither the headline nor the opening of the text says."""
    told = item.content.get("description", ())
    opening = fold(" ".join(block.text for block in _opening(content.blocks))) if told else ""
    head, slug = fold(title or ""), fold(fields.slug or "")
    found: dict[str, None] = {}
    for at in in_language(told, item.language):
        text = " ".join(block.text for block in markup_blocks(at))
        said = fold(text.rstrip(". …")).removeprefix(slug)
        titled = item.kind == "text" and (said in head or (said.startswith(head) and len(said) < len(head) + _LITTLE_MORE))
        if said and said not in opening and not titled:
            found[text] = None
    return list(found)


def _summary(item: Item, content: Content, described: list[str]) -> str | None:
    """The description of a text stands below its headline; that of a picture is its caption."""
    return described[0] if item.kind == "text" and described and content.blocks else None


def _link(ref: Element) -> str:
    """An item that a package refers to: title and address."""
    title = text_at(ref, "headline", "title", "slugline")
    return " ".join(filter(None, (title and plain(title), attribute(ref, "href", "residref"))))


def _images(item: Item, content: Content, described: list[str]) -> tuple[Image, ...]:
    """The pictures; those of an item that is one have its caption and credit, those that a package shows have their titles."""
    credit = first_text([*item.content.get("creditline", ()), *item.content.get("by", ())], item.language)
    if item.kind not in ("text", "package"):
        return tuple((caption or (described[0] if described else None), by or credit, url) for caption, by, url in content.images)
    shown = [at for at in find_all(item.element, "groupSet//itemRef") if _is_picture(at)]
    named = [text_at(at, "description", "headline", "title") for at in shown]
    refs = [(name, text_at(at, "creditline"), attribute(at, "href", "residref")) for name, at in zip(named, shown, strict=True)]
    return tuple(dict.fromkeys([*content.images, *refs]))


def _is_picture(ref: Element) -> bool:
    return any(local(attribute(at, "qcode", "uri")) in ("picture", "photo", "graphic") for at in find_all(ref, "itemClass"))


def _add_notes(copy: StoryCopy, notes: list[Block]) -> None:
    """Words to editors, each once. dpa writes its whole notebook, and then parts of it again; its signature gives credits."""
    said = ""
    for block in notes:
        folded = fold(block.text)
        if not folded or folded in said:
            continue
        said += f"{folded}\n" if len(said) < _REMEMBERED else ""
        signed = _SIGNED.match(block.text)
        given: Given = ("credit", "newsml_g2.signed_note") if signed else ("note", "newsml_g2.note")
        copy.blocks.append(replace(block, text=block.text, given=given))
