"""The story that a page holds and does not show: schema.org's articleBody, where there is a paywall or a script's empty shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bs4 import BeautifulSoup

from pipeline.document import Passage
from pipeline.formats.blocks import Block, Given, of_lines, of_markup
from pipeline.formats.feeds.parts import is_markup
from pipeline.formats.html.head import Head
from pipeline.formats.html.jsonld import Thing, article
from pipeline.formats.story_copy import fold

_SHORTEST: Final = 200  # characters of a body; descriptions are shorter
_TIMES: Final = 1.5  # as much as the page shows, at least: a summary of a story that is shown is no better
_MOST_TEASERS: Final = 200
_HEAD: Final = ("headline", "subheadline", "byline", "published")
_TEASER: Final = "html.teaser"


class Unseen(NamedTuple):
    """The blocks of the body, what stands on the page labelled anew, and the block behind which the body belongs."""

    blocks: list[Block]
    labels: list[Given | None]
    behind: int


def unseen_body(soup: BeautifulSoup, source: str, texts: Sequence[str], labels: Sequence[Given | None]) -> Unseen | None:
    """The body from the metadata, where the page shows much less of it; None where it shows the story.

    `texts` and `labels` are those of the page's blocks, `source` its markup. What the page shows of the same words (a
    teaser above the paywall) is labelled furniture, so that it stands in the story once.
    """
    if '"articleBody"' not in source and '"text"' not in source:  # metadata are not parsed again for nothing
        return None
    story = article(Head(soup))
    said = story.get("articleBody") or story.get("text") or _entries(story)
    if not isinstance(said, str) or len(said) < _SHORTEST:
        return None
    told = fold(said)
    shown = [number for number, label in enumerate(labels) if label is None]
    if len(told) < _TIMES * sum(len(fold(texts[number])) for number in shown):
        return None
    line = source.count("\n", 0, max(source.find('"articleBody"'), 0)) + 1
    blocks = _blocks(said, line)
    teasers = [number for number in shown[:_MOST_TEASERS] if fold(texts[number]).removesuffix("…") in told]
    again: list[Given | None] = list(labels)
    for number in teasers:
        again[number] = ("furniture", _TEASER)
    heads = [number for number, label in enumerate(labels) if label and label[0] in _HEAD]
    return Unseen(blocks, again, max(teasers or heads or [-1]))


def _entries(story: Thing) -> str | None:
    """The entries of a LiveBlogPosting, each below its headline."""
    updates = story.get("liveBlogUpdate")
    things = [one for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
    said = (
        text for one in things for key in ("headline", "articleBody") if isinstance(text := one.get(key), str) and text.strip()
    )
    return "\n\n".join(said) or None


def with_blocks(passages: Sequence[Passage], place: int, blocks: Sequence[Block]) -> tuple[str, tuple[Passage, ...]]:
    """Text and passages with these blocks set in behind what begins before `place`, a passage a line."""
    behind = sum(passage.start < place for passage in passages)
    shown = [Block(passage.text, passage.kind, passage.line, passage.given) for passage in passages]
    found: list[Passage] = []
    start = 0
    for block in (*shown[:behind], *blocks, *shown[behind:]):
        end = start + len(block.text)
        found.append(Passage(start, end, block.line, block.text, block.kind, block.given))
        start = end + 1
    return "\n".join(passage.text for passage in found), tuple(found)


def _blocks(said: str, line: int) -> list[Block]:
    blocks = of_markup(said) if is_markup(said) else of_lines(said)
    return [Block(block.text, block.kind, line, block.given) for block in blocks]
