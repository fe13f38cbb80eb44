"""NewsML 1.0 to 1.2 of the IPTC: an envelope with NewsItems, each one story, several, or a picture, as the agencies fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory
from pipeline.formats.blocks import Block
from pipeline.formats.markup import root_of
from pipeline.formats.newsml1.children import Children
from pipeline.formats.newsml1.content import Text
from pipeline.formats.newsml1.lines import lines_of
from pipeline.formats.newsml1.media import Image, images_of, medium_of_item
from pipeline.formats.newsml1.meta import fields_of, merged
from pipeline.formats.newsml1.parts import Bundle, Content, bundles_of, contents_of
from pipeline.formats.nitf.head import Head, Said, compose
from pipeline.formats.story_copy import StoryCopy
from pipeline.formats.xml.tree import Element, attribute, attribute_at, find, find_all, parse, text_at

_NO_STORY: Final[Mapping[str, str]] = {
    **dict.fromkeys(("planning", "agenda", "calendar", "schedule", "tip", "tips"), "a planning item"),
    **dict.fromkeys(("event", "events"), "an event"),
    **dict.fromkeys(("marketdata", "market data", "stocks", "quotes", "indices"), "market data"),
    **dict.fromkeys(("filler", "test", "transmission test", "testmessage", "servicemessage"), "a filler"),
}
_ASK: Final = "ask the agency for the story, or leave such items out of the feed"
_OF_HEAD: Final = (("headline", "headlines"), ("subheadline", "subheadlines"), ("abstract", "abstracts"), ("byline", "bylines"))


class Found(NamedTuple):
    """One story: its copy, its fields, and what was odd."""

    copy: StoryCopy
    fields: Fields
    notices: tuple[Notice, ...]


def recognises(head: bytes) -> bool:
    """XML whose root is `NewsML`; NewsML-G2 has other roots."""
    return (root_of(head) or "").lower() == "newsml"


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories of all NewsItems. Items that are none are told in the notices.

    Raises UnreadableCopy: BrokenMarkup, NotAStory where no item is a story.
    """
    tree = parse(raw, filename)
    envelope = find(tree.root, "NewsEnvelope")
    found: list[Found] = []
    left_out: list[NotAStory] = []
    for item in find_all(tree.root, ".//NewsItem"):
        try:
            found += _stories(item, envelope, filename)
        except NotAStory as refused:
            left_out.append(refused)
    if not found:
        raise (left_out[0] if left_out else NotAStory(filename, "a NewsML envelope without a NewsItem", _ASK))
    odd = tuple(notice for notice in tree.notices if notice not in tree.decoded.notices)
    odd += tuple(Notice("item_left_out", f"an item of the file is left out: {refused.message}") for refused in left_out)
    numbers: list[int | None] = [None] if len(found) == 1 else list(range(1, len(found) + 1))
    return [
        story.copy.document(tree.decoded, story.fields, odd + story.notices, number)
        for number, story in zip(numbers, found, strict=True)
    ]


def _stories(item: Element, envelope: Element | None, filename: str) -> Iterator[Found]:
    """The stories of one NewsItem, or its picture. Raises NotAStory where it holds neither."""
    kind = (attribute_at(item, "NewsManagement/NewsItemType", "FormalName") or "").casefold()
    if kind in _NO_STORY:
        raise NotAStory(filename, f"{_NO_STORY[kind]} (NewsItemType {kind!r})", _ASK)
    contents = contents_of(item)
    bundles, _ = bundles_of(contents)
    images = images_of(contents, {scope for bundle in bundles for scope in bundle.scopes})
    children = Children()
    for number, bundle in enumerate(bundles, 1):
        story = _story(item, bundle, envelope, images if number == 1 else (), children)
        yield story if len(bundles) == 1 else _apart(story, bundle, number)
    if not bundles:
        yield _without_text(item, contents, images, envelope, filename)


def _story(item: Element, bundle: Bundle, envelope: Element | None, images: tuple[Image, ...], children: Children) -> Found:
    """Envelope, lines and text of one story put together."""
    lines = lines_of(bundle.scopes, children)
    fields, notices = fields_of(item, bundle.scopes, envelope, children)
    head = lines.head
    for part, place in _OF_HEAD:
        getattr(head, place)[:0] = [_said(text) for text in bundle.parts.get(part, []) if text.blocks]
    body: list[Block] = []
    for text in (text for part in ("lead", "body", "tail") for text in bundle.parts.get(part, [])):
        body += text.blocks
        if text.nitf:
            head.extend(text.nitf.head)
            fields = merged(fields, text.nitf.fields)
            notices += text.nitf.notices
    head.notes += _notes(item, bundle.scopes, children)
    fields = replace(
        fields,
        slug=lines.slug or fields.slug,
        copyright=lines.copyright,
        usage_terms=fields.usage_terms or lines.terms,
        keywords=tuple(dict.fromkeys((*lines.keywords, *fields.keywords))),
        images=tuple(dict.fromkeys((*images, *fields.images))),
    )
    copy = StoryCopy("newsml1")
    _name_if_nameless(head, item)
    compose(copy, head, body, (fields.slug, *fields.keywords))
    return Found(copy, fields, notices)


def _said(text: Text) -> Said:
    return Said(" ".join(block.text for block in text.blocks), text.blocks[0].line)


def _notes(item: Element, scopes: tuple[Element, ...], children: Children) -> Iterator[Said]:
    """Words to editors in comments (ATS: FormalName "Editorial Note"); others are the machine's."""
    inside = find_all(scopes[0], "ContentItem/Comment")
    for at in (*(at for scope in (item, *scopes) for at in children.of(scope, "Comment")), *inside):
        if "note" in (attribute(at, "FormalName") or "").casefold() and (said := text_at(at, ".")):
            yield Said(said, 1)


def _name_if_nameless(head: Head, item: Element) -> None:
    """A kill may come with nothing but its label: that is what the desk looks for."""
    label = text_at(item, "Identification/NameLabel", "Identification/Label/LabelText")
    if not head.headlines and label:
        head.headlines.append(Said(label, 1))


def _apart(story: Found, bundle: Bundle, number: int) -> Found:
    """A story among several of one NewsItem has an identity of its own: the item's, and the component's."""
    own = attribute(bundle.home, "Duid", "Euid") or str(number)
    story_id = f"{story.fields.story_id}#{own}" if story.fields.story_id else own
    return story._replace(fields=replace(story.fields, story_id=story_id))


def _without_text(
    item: Element, contents: list[Content], images: tuple[Image, ...], envelope: Element | None, filename: str
) -> Found:
    """A picture, a video, a package, or a kill without text: its words are a caption."""
    scopes, children = tuple(item.iterdescendants("{*}NewsComponent")), Children()
    lines = lines_of(scopes, children)
    fields, notices = fields_of(item, scopes, envelope, children)
    bundles = bundles_of(contents)[1]
    captions = [block for bundle in bundles for texts in bundle.parts.values() for text in texts for block in text.blocks]
    medium = medium_of_item(contents) or ("package" if find(item, ".//NewsItemRef") is not None else None)
    _name_if_nameless(lines.head, item)
    if not captions and not lines.head.headlines:
        what = f"a {medium} without words" if medium else "an empty NewsItem"
        raise NotAStory(filename, what, _ASK)
    copy = StoryCopy("newsml1")
    compose(copy, lines.head, [replace(block, given=("caption", "newsml1.caption")) for block in captions], (lines.slug,))
    genre = medium or fields.genre
    return Found(copy, replace(fields, genre=genre, images=images, slug=lines.slug, copyright=lines.copyright), notices)
