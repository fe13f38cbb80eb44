"""Which line of a page is its story's headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.formats.html.blocks import Page
from pipeline.formats.html.evidence import is_hidden
from pipeline.formats.html.meta import PARTS_OF_A_TITLE
from pipeline.formats.story_copy import fold

_FEWEST_BLANKS: Final = 3  # in a part of a title that may be a headline


def headline_of(page: Page, titles: Sequence[str]) -> int | None:
    """The number of the block that is the headline.

    The only <h1>; of several the one that the metadata name, and another line that they name where the <h1> is not
    like any title (it is the site's name then). None where the page does not say.
    """
    firsts = [
        area.first for area in page.areas if area.tag.name == "h1" and area.last - area.first == 1 and not is_hidden(area.tag)
    ]
    alike = [number for number in firsts if any(_is_like(page.blocks[number].text, title) for title in titles)]
    if alike and (below := _behind_the_site(page, page.blocks[alike[0]].text, titles)) is not None:
        return below
    if alike or (firsts and not titles):
        return alike[0] if alike else (firsts[0] if len(firsts) == 1 else None)
    folded = {fold(said) for title in titles for said in (title, _longest_part(title))} - {""}
    named = [number for number, block in enumerate(page.blocks) if fold(block.text) in folded]
    return next(iter(named or (firsts if len(firsts) == 1 else ())), None)


def _behind_the_site(page: Page, first: str, titles: Sequence[str]) -> int | None:
    """Where the <h1> is a blog's name, and the title "The Tide Blog: Ferry sails with goats", the line that says the rest."""
    site, rests = fold(first), set[str]()
    for title in map(fold, titles):
        rests |= {rest for rest in (title.removeprefix(site), title.removesuffix(site)) if len(site) < len(rest) < len(title)}
    return next((number for number, block in enumerate(page.blocks) if fold(block.text) in rests), None) if rests else None


def _longest_part(title: str) -> str:
    """'Fire in Corvane | The Ledger' -> 'Fire in Corvane', where it is long enough for a headline."""
    longest = max(PARTS_OF_A_TITLE.split(title), key=len)
    return longest if longest.count(" ") >= _FEWEST_BLANKS else ""


def _is_like(text: str, title: str) -> bool:
    """The same but for a site's name at either end, or with most words in common."""
    one, other = sorted((fold(text), fold(title)), key=len)
    if one and one in other and 3 * len(one) > len(other):
        return True
    words, others = set(text.casefold().split()), set(title.casefold().split())
    return 2 * len(words & others) > max(len(words), len(others))
