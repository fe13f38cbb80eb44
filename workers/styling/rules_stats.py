"""How often each rule fired over a desk's records, and what it took: counted from `removed`, a record at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.cleaning.labels import leaves_the_story
from pipeline.cleaning.rule import Rule
from pipeline.document import Label
from pipeline.record import Record

EXAMPLES: Final = 2
LONGEST_EXAMPLE: Final = 200  # characters


@dataclass(slots=True)
class Fired:
    """One rule in one group of stories: how often it took something, in how many stories, and some of what it took."""

    group: str
    rule: str
    label: Label
    fired: int = 0
    stories: int = 0
    examples: tuple[str, ...] = ()

    def take(self, text: str) -> None:
        """It took this. Of all that it took the first in the alphabet are kept: the same ones whatever the order."""
        self.fired += 1
        if text not in self.examples:
            self.examples = tuple(sorted({*self.examples, text}))[:EXAMPLES]


class RuleCounts:
    """Counts, in memory bounded by the number of rules and groups."""

    def __init__(self) -> None:
        self.stories = 0
        self._found: dict[tuple[str, str], Fired] = {}

    def add(self, record: Record, group: str = "") -> None:
        """One more story, of this group."""
        self.stories += 1
        for rule, label in {removed.rule: removed.label for removed in record.removed}.items():
            self._found.setdefault((group, rule), Fired(group, rule, label)).stories += 1
        for removed in record.removed:
            self._found[group, removed.rule].take(" ".join(removed.text.split())[:LONGEST_EXAMPLE])

    def fired(self) -> list[Fired]:
        """Group by group, the busiest rule first."""
        return sorted(self._found.values(), key=lambda each: (each.group, -each.fired, each.rule))

    def idle(self, rules: Iterable[Rule]) -> list[Rule]:
        """Those of these rules that never fired. One that gives its text to the story or its titles leaves no trace here."""
        busy = {rule for _, rule in self._found}
        return [rule for rule in rules if rule.id not in busy and leaves_the_story(rule.label)]
