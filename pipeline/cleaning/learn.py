"""Learn which lines are a source's furniture: those that recur at the edges of many different stories.

Two looks at the stories, in bounded memory however many there are: the first finds what is frequent at the edges, the second
counts that exactly, and whatever of it stands in the middle of a story too. What it comes to is propose.py's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pipeline.cleaning.counting import LossyCounter
from pipeline.cleaning.edges import DEPTH, EdgeLine, Edges
from pipeline.cleaning.shape import LONGEST, shape

FEWEST_STORIES: Final = 5
_WIDTH: Final = 10_000  # edge lines, of about a thousand stories
_MOST_SHAPES: Final = 1_000
_MOST_VARIANTS: Final = 4
_ALIKE: Final = 0.25  # the share of telling words in common, at least, that makes a look-alike
_TELLING: Final = 5  # letters of a word by which look-alikes are found

Read = Callable[[], Iterable[Edges]]  # the same stories each time it is called, each different story once


@dataclass(slots=True)
class Tally:
    """One shape of line. `above[n]`, `below[n]`: in how many stories n paragraphs stood between it and that edge."""

    shape: str
    above: list[int] = field(default_factory=lambda: [0] * (DEPTH + 3))  # two titles and the line itself
    below: list[int] = field(default_factory=lambda: [0] * (DEPTH + 3))
    stories: int = 0
    inside: int = 0
    as_title: int = 0
    variants: list[str] = field(default_factory=list)
    lookalike: str = ""
    _likeness: float = _ALIKE

    def see(self, line: EdgeLine) -> None:
        """It stands at an edge of one more story."""
        self.stories += 1
        self.as_title += line.title
        if line.above is not None:
            self.above[line.above] += 1
        if line.below is not None:
            self.below[line.below] += 1
        text = " ".join(line.text.split())
        if text not in self.variants and len(self.variants) < _MOST_VARIANTS:
            self.variants.append(text)

    def compare(self, text: str, likeness: float) -> None:
        """A line from the middle of a story, and how much of it is in this line too (0 to 1)."""
        if likeness > self._likeness:
            self._likeness, self.lookalike = likeness, text


@dataclass(frozen=True, slots=True)
class Tallies:
    """What the second look counted, over so many stories."""

    stories: int
    lines: tuple[Tally, ...]


def learn(read: Read) -> Tallies:
    """Count the lines that recur at the edges of the stories. Calls `read` twice."""
    counter = LossyCounter(_WIDTH)
    for edges in read():
        for pattern in {pattern for line in edges.lines if (pattern := shape(line.text))}:
            counter.add(pattern)
    second = _SecondLook(islice(counter.at_least(FEWEST_STORIES), _MOST_SHAPES))
    for edges in read():
        second.look(edges)
    return Tallies(second.stories, tuple(second.tallies.values()))


class _SecondLook:
    """Counts these shapes, and finds for each the line inside a story that is most like it."""

    def __init__(self, shapes: Iterable[str]) -> None:
        self.tallies = {pattern: Tally(pattern) for pattern in shapes}
        self.stories = 0
        self._by_word: dict[str, list[Tally]] = {}

    def look(self, edges: Edges) -> None:
        self.stories += 1
        for pattern, line in {shape(line.text): line for line in edges.lines}.items():
            tally = self.tallies.get(pattern or "")
            if tally is None:
                continue
            if not tally.stories:
                for word in _telling(line.text):
                    self._by_word.setdefault(word, []).append(tally)
            tally.see(line)
        for text in edges.middle:
            if len(text) <= LONGEST:
                self._look_inside(text)

    def _look_inside(self, text: str) -> None:
        tally = self.tallies.get(shape(text) or "")
        if tally is not None:
            tally.inside += 1
            return
        words = _telling(text)
        shared = Counter(tally.shape for word in words for tally in self._by_word.get(word, ()))
        for pattern, times in shared.items():
            self.tallies[pattern].compare(text, times / (len(words) + 1))


def _telling(text: str) -> set[str]:
    return {word for word in text.casefold().split() if len(word) >= _TELLING}
