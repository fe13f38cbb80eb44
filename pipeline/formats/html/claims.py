"""What a page's elements claim to be, as far as it is plausible wherever the story may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.formats.html.blocks import Area, Block, Page
from pipeline.formats.html.evidence import furniture_rule
from pipeline.formats.html.prose import Prose, is_prose

_MOST: Final = 0.5  # an element with more of the page's prose than this is a wrapper, whatever it says
_MOST_COMMENTS: Final = 0.9  # readers write more than reporters,
_ABOVE_COMMENTS: Final = 3  # below a story of so many paragraphs
_LOOKED_AT: Final = 50  # blocks of a header or a paywall that are looked at
_ASKS: Final = re.compile(r"subscri|log.?in|sign.?in|register|account|member|abonn|suscri|unlimited|trial", re.I)
_FRAME: Final = frozenset({"html.navigation", "html.cookie", "html.comments", "html.noscript"})  # no flash of one line is there
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
    claims = [Claim(area, rule) for area in page.areas if (rule := furniture_rule(area.tag) or _rule_of_words(area, prose))]
    return [
        claim
        for claim in claims
        if not _is_wrapper(claim, prose, headline)
        and not (claim.area.tag.name == "p" and prose.chars(claim.area))
        and not (claim.rule == "html.author_box" and _is_a_byline(claim.area, prose))
        and not _is_of_a_story(claim, page.blocks[claim.area.first : min(claim.area.last, claim.area.first + _LOOKED_AT)])
    ]


def _rule_of_words(area: Area, prose: Prose) -> str | None:
    return "html.teasers" if prose.is_of_teasers(area) else None


def _is_wrapper(claim: Claim, prose: Prose, headline: int | None) -> bool:
    area = claim.area
    if headline is not None and area.first <= headline < area.last:
        return True
    if prose.is_assumed and claim.rule in _FRAME:
        return False
    below_a_story = claim.rule == "html.comments" and prose.paragraphs_above(area) >= _ABOVE_COMMENTS
    return prose.chars(area) > (_MOST_COMMENTS if below_a_story else _MOST) * prose.total


def _is_a_byline(area: Area, prose: Prose) -> bool:
    """A box with the author's name above the story, and nothing told of them, is the story's byline."""
    return not prose.chars(area) and prose.paragraphs_above(area) == 0


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
