"""The rules of a story's line, in the order in which they are tried, and what each catches there.

lookup.py finds them; RE2 does all matching, because a bad line can be a megabyte long, and RE2 never backtracks
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import re2

from pipeline.cleaning.lookup import Lookup, Side
from pipeline.cleaning.rule import ENDS, Rule
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class Found(NamedTuple):
    """The rules that are in a line, in the order in which they are tried: those that take all of it, those that take a part."""

    whole: Sequence[Rule]
    parts: Sequence[Rule]


class Matcher:
    """Rules, ready to be asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        options = _options()
        self._patterns = {rule.id: _compiled(rule, options) for rule in rules}
        self._with_groups = frozenset(rule_id for rule_id, pattern in self._patterns.items() if pattern.groupindex)
        self._lookup = Lookup(rules, options)

    def found(self, text: str, side: Side, passed: int) -> Found | None:
        """The rules for this side of the story whose pattern is in the text, within their reach; None where there is none.

        `passed` counts the paragraphs of the story between the text and its edge; rules for anywhere reach every line. No
        rule takes a whole line that is longer than its `longest`.
        """
        found = self._lookup.find(text, side, passed)
        if not found:
            return None
        whole: list[Rule] = []
        starts: list[Rule] = []
        ends: list[Rule] = []
        for rule in found:
            if passed <= rule.reach:
                kind = ends if rule.where in ENDS else starts if rule.where == "line-start" else whole
                kind.append(self._rules[rule.number])
        return Found(whole, starts + ends)

    def groups(self, rule: Rule, text: str) -> Mapping[str, str]:
        """What the named groups of a rule that was found in the text catch there; most have none, and need no second look."""
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


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.dot_nl = True  # copy wrapped over several lines is one passage
    options.log_errors = False
    return options


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
