"""Find the rules that are in a line, without asking them all.

Each rule is filed under what a line must have for it (guard.py): an opening, a mark, or words that are rare. A line is looked
up there, and the few rules that it leads to are asked, by RE2: a bad line can be a megabyte long, and RE2 never backtracks
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Final, Literal, NamedTuple, TypeAlias

import re2

from pipeline.cleaning.guard import BEHIND_MARKS, Guard, opening
from pipeline.cleaning.rule import ENDS, Rule, Where
from pipeline.errors import RuleError

LARGEST_PROGRAM: Final = 15_000  # RE2 instructions; a counted class ([\p{L} ]{2,40}) costs thousands, `longest` costs none
EDGE: Final = 1_500  # characters; rules for an end of a line see no more of a line than this
Side: TypeAlias = Literal["head", "tail", "any"]  # of the story; "any" is for whole lines alone
_PLACES: Final[Mapping[Side, frozenset[Where]]] = {
    "head": frozenset({"head", "anywhere", "line-start", "edge-end"}),
    "tail": frozenset({"tail", "anywhere", "line-end", "edge-end"}),
    "any": frozenset({"head", "tail", "anywhere"}),
}
_NEAR: Final = 4  # paragraphs; most rules reach no farther
_SHORT: Final = 200  # characters; most lines at the edges of a story have fewer, and many come again in the next one
_REMEMBERED: Final = 4_000  # lines, and openings of lines
_MEMORY: Final = 64 << 20  # bytes an automaton may take; RE2 falls back to a slower linear search beyond it
Match: TypeAlias = Callable[[bytes], Sequence[int] | None]  # of an automaton: which of its patterns are in a text


class Capture(NamedTuple):
    """Where a pattern matched, and what its named groups caught; under "kind" the kind that the rule gives its notes."""

    start: int
    end: int
    groups: dict[str, str]


class Found(NamedTuple):
    """The rules that are in a line, in the order in which they are tried: those that take all of it, those that take a part."""

    whole: Sequence[Rule]
    parts: Sequence[Rule]


class _Asked(NamedTuple):
    """A rule as a line asks it: how far it reaches, in paragraphs, and how long a line may be."""

    number: int
    reach: int
    longest: int
    where: Where
    match: Match


class _Files(NamedTuple):
    """Where a line is looked up: the numbers of the rules to ask whatever it says, by a mark in it, and by needles."""

    anyhow: Sequence[int]
    by_mark: Sequence[tuple[str, Sequence[int]]]
    seek: Match
    sought: Sequence[int]


class Matcher:
    """Rules, ready to be asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._options = re2.Options()
        self._options.max_mem = _MEMORY
        self._options.dot_nl = True  # copy wrapped over several lines is one passage
        self._options.log_errors = False
        self._patterns = {rule.id: _compiled(rule, self._options) for rule in rules}
        self._with_groups = frozenset(rule_id for rule_id, pattern in self._patterns.items() if pattern.groupindex)
        self._asked = [self._asking(number, rule) for number, rule in enumerate(rules)]
        self._guards = [Guard(rule.match.strip(), rule.where not in ENDS, rule.is_whole_line) for rule in rules]
        self._by_opening: dict[str, list[int]] = defaultdict(list)
        for number, guard in enumerate(self._guards):
            for key in guard.openings:
                self._by_opening[key].append(number)
        self._opened = lru_cache(maxsize=_REMEMBERED)(self._opened_so)
        self._known = lru_cache(maxsize=_REMEMBERED)(self._find)
        self._files = cache(self._filed)

    def found(self, text: str, side: Side, passed: int) -> Found | None:
        """The rules for this side of the story whose pattern is in the text, within their reach; None where there is none.

        `passed` counts the paragraphs of the story between the text and its edge; rules for anywhere reach every line. No
        rule takes a whole line that is longer than its `longest`.
        """
        found = (self._known if len(text) <= _SHORT else self._find)(text, side, passed > _NEAR)
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

    def _find(self, text: str, side: Side, is_far: bool) -> Sequence[_Asked]:
        anyhow, by_mark, seek, sought = self._files(side, is_far, len(text) > _SHORT)
        opened = opening(text)
        numbers = [*anyhow, *self._opened(opened, side, is_far)]
        for mark, marked in by_mark:
            if mark in text or (mark == BEHIND_MARKS and opened.startswith(mark)):
                numbers += marked
        raw = _encoded(text)
        if hits := seek(raw):
            numbers += [sought[hit] for hit in hits]
        if not numbers:
            return ()
        size = len(text)
        rules = [rule for number in sorted({*numbers}) if size <= (rule := self._asked[number]).longest]
        if size <= EDGE:
            return [rule for rule in rules if rule.match(raw)]
        return [rule for rule in rules if rule.match(_encoded(seen(text, rule.where)))]

    def _opened_so(self, opened: str, side: Side, is_far: bool) -> Sequence[int]:
        filed = (self._by_opening.get(opened[:end], ()) for end in range(1, len(opened) + 1))
        return self._fit(chain.from_iterable(filed), side, is_far, is_long=False)

    def _filed(self, side: Side, is_far: bool, is_long: bool) -> _Files:
        by_mark: dict[str, list[int]] = defaultdict(list)
        for number in self._fit(range(len(self._rules)), side, is_far, is_long):
            for mark in self._guards[number].marks:
                by_mark[mark].append(number)
        anyhow = by_mark.pop("", [])
        sought = self._fit((number for number, guard in enumerate(self._guards) if guard.needles), side, is_far, is_long)
        needles = ("(?i)" + "|".join(map(re2.escape, sorted(self._guards[number].needles))) for number in sought)
        return _Files(anyhow, tuple(by_mark.items()), self._automaton(re2.Set.SearchSet, needles), sought)

    def _fit(self, numbers: Iterable[int], side: Side, is_far: bool, is_long: bool) -> Sequence[int]:
        """Those of these rules that may take a line there."""
        reach, longest = _NEAR + 1 if is_far else 0, _SHORT + 1 if is_long else 0
        rules = (self._asked[number] for number in numbers)
        return [rule.number for rule in rules if rule.where in _PLACES[side] and rule.reach >= reach and rule.longest >= longest]

    def _asking(self, number: int, rule: Rule) -> _Asked:
        # From a line's start on most rules are out of the race within a word; a search would carry them to its end.
        match = self._automaton(re2.Set.SearchSet if rule.where in ENDS else re2.Set.MatchSet, [rule.pattern])
        reach = sys.maxsize if rule.where == "anywhere" else rule.reach
        return _Asked(number, reach, rule.longest if rule.is_whole_line else sys.maxsize, rule.where, match)

    def _automaton(self, kind: Callable[[re2.Options], re2.Set], patterns: Iterable[str]) -> Match:
        automaton = kind(self._options)
        for pattern in patterns:
            automaton.Add(pattern)
        automaton.Compile()
        match: Match = automaton.Match
        return match

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


def seen(text: str, where: Where) -> str:
    """As much of a line as a rule for this place sees."""
    return text[:EDGE] if where == "line-start" else text[-EDGE:] if where in ENDS else text


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


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
