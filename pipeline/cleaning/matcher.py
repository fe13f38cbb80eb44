"""Try many patterns on one text in one pass.

RE2 because a bad line can be a megabyte long: it never backtracks, and its sets try every pattern at once
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, get_args

import re2

from pipeline.cleaning.rule import ENDS, Places, Rule, Where
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
EVERYWHERE: Final[Places] = get_args(Where)
# An automaton has states for what any of its rules may still become, and on new copy it is built more than it is run. Most rules
# are out of the race within a word of the line's start: they share one, for the lines near an edge or far from it, short or
# long. Those that roam are in it to the end, and many of them together have a state for nearly every line.
_NEAR: Final = 4  # paragraphs
_SHORT: Final = 200  # characters: most paragraphs of a story are longer
_BEFORE: Final = ("The council met again on Monday. ", "Did the council meet again? ", "The council met again ")
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class _Entry(NamedTuple):
    """A rule, its number in the rule set, and how far it goes: paragraphs from its edge, characters of a whole line."""

    number: int
    rule: Rule
    reach: int
    longest: int


class _Part(NamedTuple):
    """Some rules in one automaton, which tells the places of those that match."""

    match: Callable[[bytes], Sequence[int] | None]
    entries: tuple[_Entry, ...]


class Matcher:
    """All rules of one kind of place."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        options.dot_nl = True  # copy wrapped over several lines is one passage
        options.log_errors = False
        self.rules = tuple(rules)
        self._options = options
        self._patterns = {rule.id: _compiled(rule, options) for rule in self.rules}
        self._with_groups = frozenset(rule_id for rule_id, pattern in self._patterns.items() if pattern.groupindex)
        entries = tuple(_Entry(number, rule, _reach(rule), _longest(rule)) for number, rule in enumerate(self.rules))
        self._roaming = tuple(entry for entry in entries if _roams(self._patterns[entry.rule.id], entry.rule))
        self._steady = tuple(entry for entry in entries if entry not in self._roaming)
        self._parts: dict[tuple[Places, bool, bool], tuple[_Part, ...]] = {}
        self._compiled: dict[tuple[int, ...], _Part] = {}

    def rules_in(self, text: str, places: Places = EVERYWHERE, passed: int = 0) -> list[Rule]:
        """The rules whose pattern is in the text, in the order of the rule set: those for these places, within their reach.

        `passed` counts the paragraphs of the story between the text and its edge; rules for anywhere reach every line. No
        rule takes a whole line that is longer than its `longest`.
        """
        size = len(text)
        raw = text.encode("utf-8", "surrogatepass")
        found: list[_Entry] = []
        for match, entries in self._asked(places, passed > _NEAR, size > _SHORT):
            if places_found := match(raw):
                found += [entries[place] for place in places_found]
        if not found:
            return []
        found.sort()
        return [rule for _, rule, reach, longest in found if size <= longest and passed <= reach]

    def reaches(self, places: Places, passed: int) -> bool:
        """Is there a rule for one of these places that reaches so far?"""
        return bool(self._asked(places, passed > _NEAR, False))

    def _asked(self, places: Places, is_far: bool, is_long: bool) -> tuple[_Part, ...]:
        """The automata for such a line; made when the first one asks, and remembered, for every line does."""
        key = (places, is_far, is_long)
        if key not in self._parts:
            roaming = [
                [entry for entry in self._roaming if entry.rule.where == place and (entry.longest <= _SHORT) is short]
                for place in places
                for short in (False, True)
            ]
            reach, longest = _NEAR + 1 if is_far else 0, _SHORT + 1 if is_long else 0
            steady = [entry for entry in self._steady if entry.rule.where in places]
            asked = [steady, *roaming]
            fit = ([entry for entry in each if entry.reach >= reach and entry.longest >= longest] for each in asked)
            self._parts[key] = tuple(self._part(entries) for entries in fit if entries)
        return self._parts[key]

    def _part(self, entries: Sequence[_Entry]) -> _Part:
        """One automaton a selection of rules, whoever asks for it."""
        key = tuple(entry.number for entry in entries)
        if key not in self._compiled:
            # From a line's start on most rules are out of the race within a word; a search would carry them all to its end.
            is_end = entries[0].rule.where in ENDS
            automaton = (re2.Set.SearchSet if is_end else re2.Set.MatchSet)(self._options)
            for entry in entries:
                automaton.Add(entry.rule.pattern)
            automaton.Compile()
            self._compiled[key] = _Part(automaton.Match, tuple(entries))
        return self._compiled[key]

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


def _roams(pattern: re2._Regexp, rule: Rule) -> bool:
    """Does it take its own example behind any words as well? Then it is in the race to the end of every line."""
    return any(pattern.search(before + example.text) for before in _BEFORE for example in rule.examples)


def _reach(rule: Rule) -> int:
    return sys.maxsize if rule.where == "anywhere" else rule.reach


def _longest(rule: Rule) -> int:
    return rule.longest if rule.is_whole_line else sys.maxsize


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
