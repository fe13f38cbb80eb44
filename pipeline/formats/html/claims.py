"""What a page's elements claim to be, as far as it is plausible wherever the story may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.formats.html.blocks import Area, Block, Page
from pipeline.formats.html.evidence import furniture_rule, is_pull_quote, names_an_author
from pipeline.formats.html.prose import Prose, is_prose
from pipeline.formats.story_copy import fold

_MOST: Final = 0.5  # an element with more of the page's prose than this is a wrapper, whatever it says
_MOST_COMMENTS: Final = 0.9  # readers write more than reporters,
_ABOVE_COMMENTS: Final = 3  # below a story of so many paragraphs
_LARGEST_PULL: Final = 4  # blocks: the quote, and who says it
_LOOKED_AT: Final = 50  # blocks of a header or a paywall that are looked at
_FEW_BELOW: Final = 2  # paragraphs behind the comments
# What stands above readers' comments: "12 Comments", "3 responses to “Ferry sails”".
_COMMENTS: Final = re.compile(
    r"(?:\d[\d,.]{0,8} )?(?:comments?|responses?|replies|thoughts?|kommentare?|kommentarer|commentaires?|coment[aá]rios|reacties)"
    r"(?: (?:to|on) .{1,200})?(?: ?\(?\d{1,6}\)?)?:?",
    re.I,
)
_ASKS: Final = re.compile(r"subscri|log.?in|sign.?in|register|account|member|abonn|suscri|unlimited|trial", re.I)
_FRAME: Final = frozenset({"html.navigation", "html.cookie", "html.comments", "html.noscript"})  # no flash of one line is there
_MAY_SIGN: Final = frozenset({"html.author_box", "html.aside"})
_SAYS_LITTLE: Final = frozenset({"html.form", "html.embed", "html.hidden"})


@dataclass(frozen=True, slots=True)
class Claim:
    """An area that says of itself that it is furniture, by a rule."""

    area: Area
    rule: str


def claims_of(page: Page, prose: Prose, headline: int | None) -> list[Claim]:
    """The plausible claims, inner before outer.

    Not plausible: a wrapper's (it holds the headline, or most of the prose), a paragraph's (<p class="ad-follows">), that
    of a header with a title in it, that of a paywall with a story behind it, that of an author's box which is the byline.
    """
    pulled = [Claim(area, "html.pull_quote") for area in _pulled(page)]
    said = [Claim(area, rule) for area in page.areas if (rule := furniture_rule(area.tag) or _rule_of_words(page, area, prose))]
    return [
        claim
        for claim in pulled + said
        if not _is_wrapper(claim, prose, headline)
        and not (claim.area.tag.name == "p" and prose.chars(claim.area))
        and not (claim.rule in _MAY_SIGN and _is_a_byline(claim, prose))
        and not _is_of_a_story(claim, page.blocks[claim.area.first : min(claim.area.last, claim.area.first + _LOOKED_AT)])
    ]


def _rule_of_words(page: Page, area: Area, prose: Prose) -> str | None:
    if prose.is_of_teasers(area):
        return "html.teasers"
    return "html.comments" if area.last - area.first > 1 and _is_of_comments(page, area, prose) else None


def _is_of_comments(page: Page, area: Area, prose: Prose) -> bool:
    """An area below the story that opens with "12 Comments"."""
    below = prose.paragraphs_above(area) >= _ABOVE_COMMENTS and prose.paragraphs_below(area) <= _FEW_BELOW
    return below and heads_comments(page.blocks[area.first])


def heads_comments(block: Block) -> bool:
    """Does a line announce the comments of readers?"""
    return len(block.text) < 250 and _COMMENTS.fullmatch(block.text) is not None


def _pulled(page: Page) -> Iterator[Area]:
    """Pull quotes, which say again what the story says; others are the story's own."""
    areas = [area for area in page.areas if area.last - area.first <= _LARGEST_PULL and is_pull_quote(area.tag)]
    pulled = {number for area in areas for number in range(area.first, area.last)}
    told = fold(" ".join(block.text for number, block in enumerate(page.blocks) if number not in pulled)) if areas else ""
    return (area for area in areas if fold(page.blocks[area.first].text) in told)


def _is_wrapper(claim: Claim, prose: Prose, headline: int | None) -> bool:
    area = claim.area
    if headline is not None and area.first <= headline < area.last:
        return True
    if prose.is_assumed and claim.rule in _FRAME:
        return False
    below_a_story = claim.rule == "html.comments" and prose.paragraphs_above(area) >= _ABOVE_COMMENTS
    return prose.chars(area) > (_MOST_COMMENTS if below_a_story else _MOST) * prose.total


def _is_a_byline(claim: Claim, prose: Prose) -> bool:
    """A box with the author's name above the story, and nothing told of them, is the story's byline."""
    area = claim.area
    if prose.chars(area) or prose.paragraphs_above(area) > (claim.rule == "html.aside"):  # the line below the headline
        return False
    return claim.rule == "html.author_box" or names_an_author(area.tag)


def _is_of_a_story(claim: Claim, blocks: Sequence[Block]) -> bool:
    if claim.rule == "html.paywall":
        return any(is_prose(block) and not _ASKS.search(block.text) for block in blocks)
    return claim.area.tag.name == "header" and any(block.kind == "heading" and not block.linked for block in blocks)


def rules_of(claims: Sequence[Claim], size: int) -> list[str | None]:
    """For each of `size` blocks the rule of the innermost claim around it; a button in a share bar is the share bar's."""
    outer_first = list(claims)
    outer_first.reverse()
    outer_first.sort(key=lambda claim: (claim.area.first, -claim.area.last))
    opening = iter([*outer_first, None])
    rules: list[str | None] = []
    around: list[tuple[int, str]] = []
    claim = next(opening)
    for number in range(size):
        while around and around[-1][0] <= number:
            around.pop()
        while claim is not None and claim.area.first <= number:
            says_little = claim.rule in _SAYS_LITTLE and around
            around.append((claim.area.last, around[-1][1] if says_little else claim.rule))
            claim = next(opening)
        rules.append(around[-1][1] if around else None)
    return rules
