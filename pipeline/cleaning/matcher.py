"""Try many patterns on one text in one pass.

RE2 because a bad line can be a megabyte long: it never backtracks, and its sets try every pattern at once
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, get_args

import re2

from pipeline.cleaning.rule import Rule, Where
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
EVERYWHERE: Final[tuple[Where, ...]] = get_args(Where)
# One automaton of all rules has states for what any of them may still become: on new copy it is built more than it is run.
_MOST_IN_A_SET: Final = 64
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class _Part(NamedTuple):
    """Some rules of one place in one automaton; `reach` is the farthest of theirs, `rules` are numbered as in the rule set."""

    where: Where
    reach: int
    set: re2.Set
    rules: tuple[tuple[int, Rule], ...]


_number = itemgetter(0)


class Matcher:
    """All rules of one kind of place."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        options.dot_nl = True  # copy wrapped over several lines is one passage
        options.log_errors = False
        self.rules = tuple(rules)
        self._patterns = {rule.id: _compiled(rule, options) for rule in self.rules}
        self._parts = tuple(_parts(self.rules, options))
        self._farthest = max((rule.reach for rule in self.rules), default=0)
        self._by_place: dict[tuple[tuple[Where, ...], int], tuple[_Part, ...]] = {}

    def rules_in(self, text: str, places: Sequence[Where] = EVERYWHERE, passed: int = 0) -> list[Rule]:
        """The rules whose pattern is in the text, in the order of the rule set: those for these places, within their reach.

        `passed` counts the paragraphs of the story between the text and its edge; rules for anywhere reach every line.
        """
        raw = text.encode("utf-8", "surrogatepass")
        found = [part.rules[place] for part in self._asked(tuple(places), passed) for place in part.set.Match(raw) or ()]
        if not found:
            return []
        return [rule for _, rule in sorted(found, key=_number) if rule.reach >= passed or rule.where == "anywhere"]

    def _asked(self, places: tuple[Where, ...], passed: int) -> tuple[_Part, ...]:
        """The sets that have a rule for one of these places which reaches so far; remembered, for every line asks."""
        key = (places, min(passed, self._farthest + 1))
        if key not in self._by_place:
            self._by_place[key] = tuple(part for part in self._parts if part.reach >= passed and part.where in places)
        return self._by_place[key]

    def capture(self, rule: Rule, text: str) -> Capture | None:
        """What the pattern of one rule catches in the text; None where it does not match."""
        match = self._patterns[rule.id].search(text)
        if match is None:
            return None
        groups = {key: caught for key, caught in match.groupdict().items() if caught is not None}
        start, end = match.span()
        return Capture(start, end, groups | {"kind": rule.kind} if rule.kind else groups)


def _parts(rules: Sequence[Rule], options: re2.Options) -> Iterator[_Part]:
    """Sets of rules for one place, those of one reach together, so that far from an edge few are asked."""
    for where in EVERYWHERE:
        here = sorted(((n, rule) for n, rule in enumerate(rules) if rule.where == where), key=lambda numbered: numbered[1].reach)
        for first in range(0, len(here), _MOST_IN_A_SET):
            some = tuple(here[first : first + _MOST_IN_A_SET])
            automaton = re2.Set.SearchSet(options)
            for _, rule in some:
                automaton.Add(rule.pattern)
            automaton.Compile()
            yield _Part(where, sys.maxsize if where == "anywhere" else some[-1][1].reach, automaton, some)


def _compiled(rule: Rule, options: re2.Options) -> re2._Regexp:
    try:
        pattern = re2.compile(rule.pattern, options)
    except re2.error as error:
        advice = "RE2 has no look-around and no back-references, and repeats at most 1,000 times"
        raise RuleError(rule.id, f"its pattern does not compile: {error}", advice) from None
    if pattern.programsize > LARGEST_PROGRAM:
        raise RuleError(
            rule.id, f"its pattern takes {pattern.programsize} instructions", "give the rule `longest` instead of counts"
        )
    return pattern
