"""Where on the page is the story? Weighs what elements claim to be against where the prose lies.

The worst fault is a paragraph of the story called furniture. So an element's word is not taken where it holds the
headline or most of the prose, nor in the middle of the story where it holds more than a few sentences of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from pipeline.formats.html.blocks import Area, Page
from pipeline.formats.html.claims import Claim, claims_of, rules_of
from pipeline.formats.html.prose import Prose

_CORE: Final = 0.6  # share of the prose that makes an element the story's own
_INSERT: Final = 0.25  # share of the story's prose that all inserts of one kind may have
_FEW: Final = 300  # characters that they may have in a short story
_SEVERAL: Final = 3  # paragraphs; an insert with more is not believed
_EDGE: Final = 15  # blocks above and below the story in which a byline or a date is the story's own
# Words that pages also use for parts of their story.
_DOUBTFUL: Final = frozenset(
    {
        "html.hidden", "html.aside", "html.promo", "html.embed", "html.advert", "html.share", "html.tags", "html.author_box",
        "html.boilerplate",
    }
)  # fmt: skip


class Layout:
    """The story's place on a page.

    `core` is the smallest area with most of the prose, `hull` the smallest with core and headline; None where there is none.
    `rules` holds for each block the rule of the innermost believed claim around it, or None.
    """

    def __init__(self, page: Page, headline: int | None) -> None:
        self.page = page
        self.prose = Prose(page.blocks)
        claims = claims_of(page, self.prose, headline)
        self.core = self._core(claims)
        self.hull = self._hull(headline)
        self.rules = rules_of(self._believed(claims), len(page.blocks))
        inside = range(self.core.first, self.core.last) if self.core else range(0)
        self._paragraphs = [number for number in inside if number in self.prose]
        self._outside = self._frame()

    def is_inside(self, number: int) -> bool:
        """Does a block stand inside of the core?"""
        return self.core is not None and self.core.first <= number < self.core.last

    def is_outside(self, number: int) -> bool:
        """Does a block stand outside of the hull, and not in running text there?"""
        return self._outside[number]

    def is_apart(self, number: int) -> bool:
        """Does a block stand outside of the core?"""
        return self.core is not None and not self.core.first <= number < self.core.last

    def is_above(self, number: int) -> bool:
        """Does a block stand above the story's second paragraph?"""
        return bool(self._paragraphs) and number < self._paragraphs[:2][-1] and number not in self.prose

    def is_below(self, number: int) -> bool:
        """Does a block stand below the story's last paragraph?"""
        return bool(self._paragraphs) and number > self._paragraphs[-1]

    def is_amid(self, number: int) -> bool:
        """Does a block stand between the story's paragraphs?"""
        return bool(self._paragraphs) and self._paragraphs[0] < number < self._paragraphs[-1]

    @property
    def length(self) -> int:
        """Paragraphs of the story."""
        return len(self._paragraphs)

    def is_at_the_edge(self, number: int) -> bool:
        """Is a block no prose, and above the story's second paragraph or below its last, not far from it?"""
        if number in self.prose or not self._paragraphs:
            return not self._paragraphs
        above, below = self._paragraphs[:2][-1], self._paragraphs[-1]
        return above - _EDGE <= number < above or below < number <= below + _EDGE

    def _core(self, claims: Sequence[Claim]) -> Area | None:
        """The smallest area that holds most of the prose which nobody claims to be furniture."""
        claimed = rules_of(claims, len(self.page.blocks))
        own = [0 if rule else weight for weight, rule in zip(self.prose.weights, claimed, strict=True)]
        sums = [0, *accumulate(own)]
        return _smallest([area for area in self.page.areas if sums[area.last] - sums[area.first] >= _CORE * sums[-1] > 0])

    def _hull(self, headline: int | None) -> Area | None:
        core = self.core
        if core is None or headline is None or self.prose.paragraphs(core) < _SEVERAL:
            return None
        first, last = min(core.first, headline), max(core.last, headline + 1)
        return _smallest([area for area in self.page.areas if area.first <= first and area.last >= last])

    def _believed(self, claims: Sequence[Claim]) -> list[Claim]:
        """Claims outside of the core, and of inserts in it; not those of what holds the core."""
        core = self.core
        if core is None:
            return list(claims)
        apart = [claim for claim in claims if claim.area.last <= core.first or claim.area.first >= core.last]
        inside = [claim for claim in claims if claim.area.first >= core.first and claim.area.last <= core.last]
        inserts = [claim for claim in inside if claim.area.last - claim.area.first < core.last - core.first]
        return [claim for claim in apart if not self._may_be_story(claim)] + self._small_inserts(inserts, core)

    def _may_be_story(self, claim: Claim) -> bool:
        """Several paragraphs of running text, under a word that pages also use for parts of their story."""
        several = self.prose.paragraphs(claim.area) > _SEVERAL
        return several and claim.rule in _DOUBTFUL and self.prose.is_running(claim.area)

    def _small_inserts(self, inserts: Sequence[Claim], core: Area) -> list[Claim]:
        """Inserts in the middle of the story: each short, and all of one kind together a small part of it."""
        together: Counter[str] = Counter()
        for claim in inserts:
            together[claim.rule] += self.prose.chars(claim.area)
        most = max(_INSERT * self.prose.chars(core), _FEW)
        return [
            claim
            for claim in inserts
            if claim.rule == "html.comments" or (self.prose.paragraphs(claim.area) <= _SEVERAL and together[claim.rule] <= most)
        ]

    def _frame(self) -> list[bool]:
        """For each block: is it the page's frame? Outside of the hull, in no area there that is mostly prose."""
        hull = self.hull
        if hull is None:
            return [False] * len(self.page.blocks)
        outside = [not hull.first <= number < hull.last for number in range(len(self.page.blocks))]
        seen = 0
        for area in sorted(self.page.areas, key=lambda area: (area.first, -area.last)):
            apart = area.last <= hull.first or area.first >= hull.last
            if apart and area.first >= seen:
                seen = area.last
                if self.prose.is_running(area):
                    outside[area.first : area.last] = [number not in self.prose for number in range(area.first, area.last)]
        return outside


def _smallest(areas: Sequence[Area]) -> Area | None:
    return min(areas, key=lambda area: area.last - area.first, default=None)
