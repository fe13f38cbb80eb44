"""The tree of NewsComponents of one NewsItem, sorted: which texts make a story, which go with a picture.

NewsML 1.x leaves it to the agency how it cuts a story up. What they do: one component with all; a component for the head and
one below it for the text (role Main); a component for each part of the text (Title, Lead, Body); stories side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.formats.newsml1.content import Text, medium_of, text_of
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import XML_LANG, Element, attribute, attribute_at, find, find_all, name_of

_PARTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("headline", "title", "hedline"), "headline"),
    **dict.fromkeys(("subheadline", "subtitle", "deck", "kicker"), "subheadline"),
    **dict.fromkeys(("lead", "lede", "intro", "introduction", "chapeau"), "lead"),
    **dict.fromkeys(("abstract", "summary", "teaser", "synopsis", "description"), "abstract"),
    **dict.fromkeys(("caption", "legend", "cutline", "picture caption", "caption text", "photo caption"), "caption"),
    **dict.fromkeys(("byline", "author"), "byline"),
    **dict.fromkeys(("contact", "contacts", "note", "notes"), "tail"),
    **dict.fromkeys(("main", "main text", "maintext", "body", "text", "story", "article"), "body"),
    **dict.fromkeys(("stylesheet", "tweettext", "script", "thumbnail", "logo"), "unseen"),
}
_SEEN: Final = frozenset({"picture", "graphic", "video"})
_COMPARED: Final = 20  # texts that a new one is compared with, lest a file of thousands take hours
_CAPTION_LONGEST: Final = 1000  # characters: what stands beside a picture and is longer is a story


class Content(NamedTuple):
    """A ContentItem, the NewsComponents that it lies in (outermost first), and its medium."""

    element: Element
    chain: tuple[Element, ...]
    medium: str


@dataclass(slots=True)
class Bundle:
    """The texts of one story by part, and the NewsComponents that speak of it, nearest first."""

    home: Element
    scopes: tuple[Element, ...]
    parts: dict[str, list[Text]] = field(default_factory=dict)
    folded: str = ""  # its body for comparison

    @property
    def language(self) -> str | None:
        """The language that its own component tells."""
        return attribute(self.home, XML_LANG) or attribute_at(self.home, "DescriptiveMetadata/Language", "FormalName")


def contents_of(item: Element) -> list[Content]:
    """All ContentItems of a NewsItem, in order."""
    return list(_contents(item, ()))


def _contents(element: Element, chain: tuple[Element, ...]) -> Iterator[Content]:
    for child in element:
        name = name_of(child)
        if name == "NewsComponent":
            yield from _contents(child, (*chain, child))
        elif name == "ContentItem" and chain:
            yield Content(child, chain, medium_of(child))


def bundles_of(contents: list[Content]) -> tuple[list[Bundle], list[Bundle]]:
    """The stories, and the texts that go with pictures."""
    bundles: dict[Element, Bundle] = {}
    seen = {component for content in contents if content.medium in _SEEN for component in content.chain}
    for content in contents:
        part = part_of(content.chain[-1])
        if content.medium != "text" or part == "unseen" or not (text := text_of(content.element)).blocks:
            continue
        home = _home(content.chain, part)
        bundle = bundles.setdefault(home, Bundle(home, content.chain[::-1]))
        if part == "body" or len(content.chain) > len(bundle.scopes):
            bundle.scopes = content.chain[::-1]
        _add(bundle.parts.setdefault(part or _part_beside(text, content.chain[-1] in seen), []), text)
    told: list[Bundle] = []
    shown: list[Bundle] = []
    for bundle in bundles.values():
        (told if bundle.parts.keys() & {"body", "lead"} else shown).append(bundle)
    return _stories(told), shown


def part_of(component: Element) -> str | None:
    """The part of a story that a component's role names; None for a role that names none."""
    role = (attribute_at(component, "Role", "FormalName") or "").casefold().rpartition(":")[2]
    return _PARTS.get(role)


def _home(chain: tuple[Element, ...], part: str | None) -> Element:
    """The component of the story: the one above a part, which has no headline of its own."""
    is_part = part is not None and len(chain) > 1 and find(chain[-1], "NewsLines/HeadLine") is None
    return chain[-2] if is_part else chain[-1]


def _part_beside(text: Text, is_seen: bool) -> str:
    """A short text without a role, in a component that holds a picture too, is the caption."""
    return "caption" if is_seen and sum(len(block.text) for block in text.blocks) <= _CAPTION_LONGEST else "body"


def _add(texts: list[Text], text: Text) -> None:
    """A part may be given in several formats, of which the one that says most is kept."""
    folded = folded_text(text) if texts else ""
    for number, known in enumerate(texts[-_COMPARED:], max(0, len(texts) - _COMPARED)):
        other = folded_text(known)
        if folded in other:
            return
        if other in folded:
            texts[number] = text
            return
    texts.append(text)


def folded_text(text: Text) -> str:
    """A text for comparison."""
    return fold(" ".join(block.text for block in text.blocks))


def _stories(told: list[Bundle]) -> list[Bundle]:
    """A text that says the same again is left out; one without a headline in the same language goes on with the story before."""
    stories: list[Bundle] = []
    for bundle in told:
        bundle.folded = " ".join(map(folded_text, bundle.parts.get("body", []))) if len(told) > 1 else ""
        if bundle.folded and any(bundle.folded in story.folded for story in stories[-_COMPARED:]):
            continue
        if stories and not _has_headline(bundle) and bundle.language == stories[-1].language:
            for part, texts in bundle.parts.items():
                stories[-1].parts.setdefault(part, []).extend(texts)
        else:
            stories.append(bundle)
    return stories


def _has_headline(bundle: Bundle) -> bool:
    inside = any(text.nitf and text.nitf.head.headlines for text in bundle.parts.get("body", []))
    return inside or "headline" in bundle.parts or bool(find_all(bundle.home, "NewsLines/HeadLine"))
