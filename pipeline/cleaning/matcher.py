"""Try many patterns on one text in one pass.

RE2 because a bad line can be a megabyte long: it never backtracks, and its sets try every pattern at once
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import re2

from pipeline.cleaning.rule import Rule
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class Matcher:
    """All rules of one kind of place."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        options.dot_nl = True  # copy wrapped over several lines is one passage
        options.log_errors = False
        self.rules = tuple(rules)
        self._patterns = {rule.id: _compiled(rule, options) for rule in self.rules}
        self._set = re2.Set.SearchSet(options)
        for rule in self.rules:
            self._set.Add(rule.pattern)
        if self.rules:
            self._set.Compile()

    def rules_in(self, text: str) -> list[Rule]:
        """The rules whose pattern is in the text, in the order of the rule set: one pass over it."""
        if not self.rules:
            return []
        return [self.rules[number] for number in sorted(self._set.Match(text) or ())]

    def capture(self, rule: Rule, text: str) -> Capture | None:
        """What the pattern of one rule catches in the text; None where it does not match."""
        match = self._patterns[rule.id].search(text)
        if match is None:
            return None
        groups = {key: caught for key, caught in match.groupdict().items() if caught is not None}
        start, end = match.span()
        return Capture(start, end, groups | {"kind": rule.kind} if rule.kind else groups)


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
