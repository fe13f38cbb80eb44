"""NewsML-G2 2.x (IPTC, namespace http://iptc.org/std/nar/2006-10-01/), core and power conformance.

newsItem, packageItem, and newsMessage with an itemSet of several. Texts, pictures, graphics, videos and audio give a Document
each; a package gives one where it stands alone. Concepts, knowledge, catalogues and planning are no stories.
"""

from __future__ import annotations

from typing import Final

from pipeline.document import Document, Notice
from pipeline.errors import NotAStory
from pipeline.formats import markup
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.newsml_g2.meta import sender_of
from pipeline.formats.newsml_g2.parts import item_of
from pipeline.formats.newsml_g2.story import Story, story_of
from pipeline.formats.xml.tree import Element, find, find_all, name_of, parse

_NO_STORIES: Final = {
    "planningItem": "a plan of coverage",
    "conceptItem": "a concept or an event",
    "knowledgeItem": "a list of concepts",
    "catalogItem": "a catalogue of codes",
}
# Roots of inlineXML that hold figures and no prose.
_NO_PROSE: Final = {
    "sports-content": "sports results",
    "sports-statistics": "sports results",
    "EventsML": "an event",
    "events": "an event",
    "weather": "weather data",
}
_ROOTS: Final = frozenset({"newsMessage", "newsItem", "packageItem", *_NO_STORIES})


def recognises(head: bytes) -> bool:
    """By the root element, with or without a prefix; NewsML 1 writes its own with capitals."""
    return markup.root_of(head) in _ROOTS


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories of a file, numbered where there are several; a Notice on the first for each item that is none.

    Raises NotAStory where it holds none, and what xml_tree.parse raises.
    """
    tree = parse(raw, filename)
    sender = sender_of(tree.root)
    elements, left_out = _items(tree.root)
    stories = [story for at in elements if (story := story_of(item_of(at), sender))]
    left_out += ["an item without headline and text"] * (len(elements) - len(stories))
    if not stories:
        what = left_out[0] if left_out else "a message without items"
        raise NotAStory(filename, f"it holds {what}, and no story", "send it to the system that plans, or drop it")
    odd = tuple(Notice("item_left_out", f"the file holds {what} besides, which is no story") for what in left_out)
    decoded = Decoded(tree.decoded.text, tree.decoded.encoding, tree.notices)
    several = len(stories) > 1
    return [
        _document(story, decoded, () if number > 1 else odd, number if several else None)
        for number, story in enumerate(stories, 1)
    ]


def _document(story: Story, decoded: Decoded, odd: tuple[Notice, ...], number: int | None) -> Document:
    return story.copy.document(decoded, story.fields, (*story.notices, *odd), number)


def _items(root: Element) -> tuple[list[Element], list[str]]:
    """The items that may be stories, and what the others are. A package counts only where its items do not stand beside it."""
    if name_of(root) == "newsMessage":
        found = [at for child in root for at in (child if name_of(child) == "itemSet" else (child,))]
    else:
        found = [root]
    figures = [what for at in found if (what := _figures(at))]
    stories = [at for at in found if name_of(at) == "newsItem" and not _figures(at)]
    stories = stories or [at for at in found if name_of(at) == "packageItem"]
    return stories, [*figures, *(_NO_STORIES[name] for at in found if (name := name_of(at)) in _NO_STORIES)]


def _figures(item: Element) -> str | None:
    """What an item holds that is made of figures, and no text beside them: SportsML's results."""
    roots = [name_of(at) for at in find_all(item, "contentSet/inlineXML/*")]
    has_text = find(item, "contentSet/inlineData") is not None or any(name not in _NO_PROSE for name in roots)
    return None if has_text or not roots or find(item, ".//p") is not None else _NO_PROSE[roots[0]]
