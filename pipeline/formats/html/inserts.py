"""Lines between a story's paragraphs that are no words of it: links to other stories, the frame of a post of another site."""

from __future__ import annotations

import re
from typing import Final

from pipeline.formats.html.blocks import Block, Page
from pipeline.formats.html.evidence import is_embed
from pipeline.formats.html.story import Layout

_FEW_LINKS: Final = 3
_PARAGRAPHS_A_LINK: Final = 6
_FEWEST_BLANKS: Final = 3
_STOP: Final = re.compile(r"[.!…。][\"'”’»)\]]*\Z")  # a title may ask
# What the scripts of other sites set around a post: whose it is, and when; the post's own words are a quote of the story.
_AROUND_A_POST: Final = re.compile(
    r"(?:—|--|–) ?\S.{0,80}\(@[\w.]{1,40}\)|view this post on|a post shared by|♬|post(?:ed)? by |see (?:new )?posts?\b"
    r"|@[\w.]{2,40}\Z",
    re.I,
)


def inserts_of(page: Page, layout: Layout) -> dict[int, str]:
    """The rule of each block that is such a line, by its number."""
    posts = {number: "html.embed" for number in _embedded(page) if _AROUND_A_POST.match(page.blocks[number].text)}
    return posts | dict.fromkeys(_links(page, layout), "html.links")


def _embedded(page: Page) -> frozenset[int]:
    """Numbers of the blocks in posts of other sites."""
    return frozenset(number for area in page.areas if is_embed(area.tag) for number in range(area.first, area.last))


def _links(page: Page, layout: Layout) -> frozenset[int]:
    """Numbers of lines that are nothing but a link to another story; where there are many they are headings of a roundup.

    Of a list all the items are.
    """
    found = [number for number, block in enumerate(page.blocks) if _is_link(block) and layout.is_amid(number)]
    lists = {number for number in found if page.blocks[number].kind == "list_item"}
    for number in sorted(lists):
        if any(beside not in lists and _is_item(page, beside) for beside in (number - 1, number + 1)):
            lists.discard(number)
    found = [number for number in found if number in lists or page.blocks[number].kind == "paragraph"]
    boxes = sum(number - 1 not in lists or number not in lists for number in found)
    return frozenset(found) if boxes <= max(_FEW_LINKS, layout.length // _PARAGRAPHS_A_LINK) else frozenset()


def _is_link(block: Block) -> bool:
    return block.linked >= len(block.text) and block.kind in ("paragraph", "list_item") and _is_title(block.text)


def _is_item(page: Page, number: int) -> bool:
    return 0 <= number < len(page.blocks) and page.blocks[number].kind == "list_item"


def _is_title(text: str) -> bool:
    """Several words that end without a full stop."""
    return text.count(" ") >= _FEWEST_BLANKS and not _STOP.search(text)
