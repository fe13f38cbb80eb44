"""Try many patterns on one text in one pass.

RE2 because a bad line can be a megabyte long: it never backtracks, and its sets try every pattern at once
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, get_args

import re2

from pipeline.cleaning.rule import ENDS, Places, Rule, Where
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
EVERYWHERE: Final[Places] = get_args(Where)
# An automaton has states for what any of its rules may still become, and on new copy it is built more than it is run: so a
# line is shown to those only that may take it. Rules up to these bounds, and those beyond, have automata of their own.
_REACHES: Final = (3, 4)  # paragraphs
_LENGTHS: Final = (200,)  # characters: most paragraphs of a story are longer
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class _Part(NamedTuple):
    """Some rules of one place in one automaton, numbered as in the rule set; `reach` and `longest` are the most of theirs."""

    where: Where
    reach: int
    longest: int
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
        self._with_groups = frozenset(rule_id for rule_id, pattern in self._patterns.items() if pattern.groupindex)
        self._parts = tuple(_parts(self.rules, options))
        self._farthest = max((rule.reach for rule in self.rules), default=0)
        self._by_place: dict[tuple[Places, int], tuple[_Part, ...]] = {}

    def rules_in(self, text: str, places: Places = EVERYWHERE, passed: int = 0) -> list[Rule]:
        """The rules whose pattern is in the text, in the order of the rule set: those for these places, within their reach.

        `passed` counts the paragraphs of the story between the text and its edge; rules for anywhere reach every line. No
        rule takes a whole line that is longer than its `longest`.
        """
        size = len(text)
        raw = text.encode("utf-8", "surrogatepass")
        parts = (part for part in self._in_reach(places, passed) if size <= part.longest)
        found = [part.rules[place] for part in parts for place in part.set.Match(raw) or ()]
        if not found:
            return []
        return [rule for _, rule in sorted(found, key=_number) if size <= _longest(rule) and passed <= _reach(rule)]

    def reaches(self, places: Places, passed: int) -> bool:
        """Is there a rule for one of these places that reaches so far?"""
        return bool(self._in_reach(places, passed))

    def _in_reach(self, places: Places, passed: int) -> tuple[_Part, ...]:
        """The sets that have a rule for one of these places which reaches so far; remembered, for every line asks."""
        key = (places, min(passed, self._farthest + 1))
        if key not in self._by_place:
            self._by_place[key] = tuple(part for part in self._parts if part.reach >= passed and part.where in places)
        return self._by_place[key]

    def groups(self, rule: Rule, text: str) -> Mapping[str, str]:
        """What the named groups of a rule that `rules_in` found catch in the text; most have none, and need no second look."""
        caught = self.capture(rule, text) if rule.id in self._with_groups else None
        return caught.groups if caught else {"kind": rule.kind} if rule.kind else {}

    def capture(self, rule: Rule, text: str) -> Capture | None:
        """What the pattern of one rule catches in the text; None where it does not match."""
        match = self._patterns[rule.id].search(text)
        if match is None:
            return None
        groups = {key: caught for key, caught in match.groupdict().items() if caught is not None}
        start, end = match.span()
        return Capture(start, end, groups | {"kind": rule.kind} if rule.kind else groups)


def _parts(rules: Sequence[Rule], options: re2.Options) -> Iterator[_Part]:
    """Sets of rules for the same lines: of one place, reach and length, so that far inside a story few are asked."""
    kinds: dict[tuple[Where, int, int], list[tuple[int, Rule]]] = {}
    for number, rule in enumerate(rules):
        kind = rule.where, _tier(_reach(rule), _REACHES), _tier(_longest(rule), _LENGTHS)
        kinds.setdefault(kind, []).append((number, rule))
    for (where, _, _), alike in sorted(kinds.items()):
        # From a line's start on most rules are out of the race within a word; a search would carry them all to its end.
        automaton = re2.Set.SearchSet(options) if where in ENDS else re2.Set.MatchSet(options)
        for _, rule in alike:
            automaton.Add(rule.pattern)
        automaton.Compile()
        reach, longest = max(_reach(rule) for _, rule in alike), max(_longest(rule) for _, rule in alike)
        yield _Part(where, reach, longest, automaton, tuple(alike))


def _reach(rule: Rule) -> int:
    return sys.maxsize if rule.where == "anywhere" else rule.reach


def _longest(rule: Rule) -> int:
    return rule.longest if rule.is_whole_line else sys.maxsize


def _tier(value: int, tiers: Sequence[int]) -> int:
    return next((tier for tier in tiers if value <= tier), sys.maxsize)


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
