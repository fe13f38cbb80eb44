"""XML of no standard: an agency's or a content system's own, read by the names that everybody gives to a story's parts.

The last resort before a file is refused. There must be a headline, and beside it a body that is prose; plans, results and
prices have neither. Every record that comes of it carries the notice unknown_xml.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import Final

from pipeline.document import Document, Fields, Notice
from pipeline.errors import NotAStory, UnknownFormat
from pipeline.formats.blocks import Block, Manner, of_lines, of_markup, of_tree
from pipeline.formats.feeds.parts import is_markup
from pipeline.formats.markup import is_html, root_of
from pipeline.formats.nitf.meta import status_of
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml import names
from pipeline.formats.xml.parts import Parts, images_of
from pipeline.formats.xml.tree import XML_LANG, Element, Tree, attribute, line_of, name_of, parse, words

_TAG: Final = re.compile(r"<(?:[\w.-]{1,40}:)?([^\W\d][\w.-]{0,40})")
# Formats that have, or should have, a reader of their own: a broken one is not read by guessing.
_STANDARDS: Final = names.words_of(
    """rss feed rdf nitf newsml newsitem newsmessage packageitem planningitem eventitem conceptitem knowledgeitem catalogitem
    html xhtml svg urlset sitemapindex opml kml gpx plist tei xliff docbook"""
)
_REUTERS: Final = "newsitem"  # the root of Reuters' own archives; NewsML-G2 writes newsItem
_NAMED: Final = re.compile(
    r"<(?:field|element|property|attribute|str|block|part|value)\b[^<>]{0,200}?\b(?:name|key|type)=[\"']([^\"'<>]{1,40})", re.I
)
_DEEPEST: Final = 6  # elements between a body and the element that holds its headline too
_SENTENCE: Final = re.compile(r"[.!?…。！？]['\"”’»)\]]*\Z")
_MOST_TOLD: Final = 50
_SHORTEST_SENTENCE: Final = 40  # characters


def recognises(head: bytes) -> bool:
    """XML with the names of a headline and of a body in its first part, and no root that tells of something else."""
    if not head.startswith(b"<") or is_html(head):
        return False
    root = root_of(head)
    if root is None or (root.casefold() in _STANDARDS and root != _REUTERS) or names.NO_STORIES.search(root.casefold()):
        return False
    text = head.decode("utf-8", "replace")
    tags = {names.fold(tag) for tag in (*_TAG.findall(text), *_NAMED.findall(text))}
    return bool(tags & names.HEADLINES and tags & names.BODIES)


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories in XML of any shape. Notice unknown_xml, with the names of the elements whose text is not in the record.

    Raises UnreadableCopy; NotAStory for an event, UnknownFormat where no body with a headline beside it holds a sentence.
    """
    tree = parse(raw, filename, may_be_several=True)
    bodies = _bodies(tree.root)
    read = [(around, _story(around, inside, tree, len(bodies) == 1)) for around, inside in bodies]
    found = [story for _, story in read if story is not None]
    if _is_diary(tree.root):
        raise NotAStory(filename, "an event: it tells when it begins and ends", "send it to the system that plans")
    if not found:
        looks = f"looks like XML with root {name_of(tree.root)}, which has no reader"
        raise UnknownFormat(filename, looks, "send the story as text, HTML or a wire format")
    left = [Notice("item_left_out", f"{name_of(around)} on line {line_of(around)} holds no sentence")
            for around, story in read if story is None]  # fmt: skip
    found[0] = replace(found[0], notices=(*found[0].notices, *left[:_MOST_TOLD]))
    if len(found) == 1:
        return found
    return [replace(story, item=number) for number, story in enumerate(found, 1)]


def _is_diary(root: Element) -> bool:
    told = {names.folded(one) for one in root.iterdescendants("*") if words(one)}
    return bool(told & names.BEGINNINGS and told & names.ENDINGS and not told & names.BYLINES)


def _bodies(root: Element) -> list[tuple[Element, list[Element]]]:
    """Each story's element, and the outermost elements of a body's name in it that have its headline beside them."""
    within = list(root.iterdescendants("*"))
    headlines = Counter(above for one in within if _is_headline(one) and words(one) for above in one.iterancestors())
    bodies = Counter(above for one in within if names.folded(one) in names.BODIES for above in one.iterancestors())
    stories: dict[Element, list[Element]] = {}
    chosen: set[Element] = set()
    for body in within:
        holds_a_story = headlines[body] and bodies[body]  # <story><headline/><body/></story>
        if names.folded(body) not in names.BODIES or holds_a_story or any(above in chosen for above in body.iterancestors()):
            continue
        around = _around(body, headlines)
        if around is not None and not any(above in stories for above in around.iterancestors()):
            stories.setdefault(around, []).append(body)
            chosen.add(body)
    return list(stories.items())


def _around(body: Element, headlines: Counter[Element]) -> Element | None:
    """The element that holds this body's headline too."""
    own = headlines[body]
    for around in islice(body.iterancestors(), _DEEPEST):
        if headlines[around] > own:
            return around
        own += _is_headline(around)
    return None


def _is_headline(one: Element) -> bool:
    return names.folded(one) in names.HEADLINES


def _story(around: Element, bodies: list[Element], tree: Tree, is_alone: bool) -> Document | None:
    blocks = _joined(list(filter(_is_prose, map(_blocks, bodies))))
    if not blocks:
        return None
    parts = Parts(around, bodies, Parts(tree.root, bodies) if is_alone else None)
    fields, notices = _fields(parts, around, tree)
    copy = StoryCopy("xml")
    parts.add_to(copy, "headline", names.HEADLINES, most=1)
    parts.add_to(copy, "subheadline", names.SUBHEADLINES, most=1, unlike=blocks)
    parts.add_to(copy, "byline", names.BYLINES)
    parts.add_to(copy, "dateline", names.DATELINES, most=1)
    copy.add_body(blocks)
    parts.add_to(copy, "caption", names.CAPTIONS)
    parts.add_to(copy, "note", names.NOTES)
    unread = parts.unread()
    told = f"XML of no known format (root {name_of(tree.root)}), read by the names of its elements"
    more = f"; not read: {', '.join(unread)}" if unread else ""
    odd = tree.notices[len(tree.decoded.notices) :]
    return copy.document(tree.decoded, fields, (*odd, *notices, Notice("unknown_xml", told + more)))


def _is_prose(blocks: list[Block]) -> bool:
    lines = (line for block in blocks for line in block.text.split("\n"))
    return any(len(line) >= _SHORTEST_SENTENCE and _SENTENCE.search(line) for line in lines)


def _joined(bodies: list[list[Block]]) -> list[Block]:
    """One behind the other, as <leadParagraph> and <tailParagraphs> go on; of two that say the same the fuller one."""
    joined: list[Block] = []
    told = ""
    for blocks in bodies:
        more = _folded(blocks)
        if told in more:
            joined, told = blocks, more
        elif more not in told:
            joined, told = [*joined, *blocks], told + more
    return joined


def _folded(blocks: list[Block]) -> str:
    return fold(" ".join(block.text for block in blocks))


def _blocks(body: Element) -> list[Block]:
    """The body's paragraphs: elements of its own, escaped markup, or lines."""
    if len(body):
        return of_tree(body, _manner(body))
    text = "" if body.text is None else str(body.text)
    return of_markup(text, line=line_of(body)) if is_markup(text) else of_lines(text, line_of(body))


def _fields(parts: Parts, around: Element, tree: Tree) -> tuple[Fields, tuple[Notice, ...]]:
    published, odd = parts.time(names.PUBLISHED)
    updated, odd_too = parts.time(names.UPDATED)
    keywords = (word.strip() for text in parts.texts(names.KEYWORDS) for word in re.split(r"[,;]", text))
    fields = Fields(
        headline=parts.text(names.HEADLINES),
        section=parts.text(names.SECTIONS),
        slug=parts.text(names.SLUGS),
        language=attribute(around, XML_LANG, "lang") or attribute(tree.root, XML_LANG, "lang") or parts.text(names.LANGUAGES),
        agency=parts.text(names.AGENCIES),
        copyright=parts.text(names.COPYRIGHTS),
        usage_terms=parts.text(names.TERMS),
        story_id=parts.text(names.IDS) or attribute(around, "id", "ID", "guid", "uuid", "Id"),
        status=status_of(attribute(around, "status", "Status", "state") or parts.text(names.STATUSES)),
        images=tuple(images_of(around)),
        version=parts.text(names.VERSIONS),
        replaces=tuple(parts.texts(names.REPLACED)),
        published_at=published,
        updated_at=updated,
        keywords=tuple(dict.fromkeys(word for word in keywords if word))[:100],
        places=tuple(dict.fromkeys(parts.texts(names.PLACES)))[:100],
    )
    return fields, tuple(notice for notice in (odd, odd_too) if notice)


def _manner(body: Element) -> Manner:
    """Unknown XML has unknown blocks: a name is a block's where words never stand right before or behind it."""
    inline = {name_of(one) for one in body.iterdescendants("*") if _is_among_words(one)}
    return Manner(blocks=frozenset(name_of(one) for one in body.iterdescendants("*")) - inline)


def _is_among_words(one: Element) -> bool:
    previous, around = one.getprevious(), one.getparent()
    before = previous.tail if previous is not None else around.text if around is not None else None
    return bool(str(one.tail or "").strip() or str(before or "").strip())
