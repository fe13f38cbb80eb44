"""Which rules are in a line? Found without asking them all.

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

EDGE: Final = 1_500  # characters; rules for an end of a line see no more of a line than this
Side: TypeAlias = Literal["head", "tail", "any"]  # of the story; "any" is for whole lines alone
_PLACES: Final[Mapping[Side, frozenset[Where]]] = {
    "head": frozenset({"head", "anywhere", "line-start", "edge-end"}),
    "tail": frozenset({"tail", "anywhere", "line-end", "edge-end"}),
    "any": frozenset({"head", "tail", "anywhere"}),
}
_NEAR: Final = 4  # paragraphs; most rules reach no farther
_SHORT: Final = 200  # characters; most lines at the edges of a story have fewer, and many come again in the next one
_TINY: Final = 60  # characters; marks and initials have fewer
_TOGETHER: Final = 8  # rules that one automaton asks; more of them, and it has too many states
_REMEMBERED: Final = 4_000  # lines, and openings of lines
Match: TypeAlias = Callable[[bytes], Sequence[int] | None]  # of an automaton: which of its patterns are in a text


class Asked(NamedTuple):
    """A rule as a line asks it: how far it reaches, in paragraphs, how long a line may be, and how it must end."""

    number: int
    reach: int
    longest: int
    closings: frozenset[str] | None
    where: Where
    match: Match


class _Files(NamedTuple):
    """Where a line is looked up: the rules to ask whatever it says, some at a time, by a mark in it, and by needles."""

    anyhow: Sequence[tuple[Sequence[int], Match]]
    by_mark: Sequence[tuple[str, Sequence[int]]]
    seek: Match
    sought: Sequence[int]


class Lookup:
    """Rules, filed."""

    def __init__(self, rules: Sequence[Rule], options: re2.Options) -> None:
        self._rules = rules
        self._options = options
        self._guards = [Guard(rule.match.strip(), rule.where not in ENDS, rule.where != "line-start") for rule in rules]
        self._asked = [self._asking(number, rule) for number, rule in enumerate(rules)]
        self._by_opening: dict[str, list[int]] = defaultdict(list)
        for number, guard in enumerate(self._guards):
            for key in guard.openings:
                self._by_opening[key].append(number)
        self._opened = lru_cache(maxsize=_REMEMBERED)(self._opened_so)
        self._known = lru_cache(maxsize=_REMEMBERED)(self._find)
        self._files = cache(self._filed)

    def find(self, text: str, side: Side, passed: int) -> Sequence[Asked]:
        """The rules, in order, for this side of the story whose pattern is in the text: all that reach so far, and others."""
        return (self._known if len(text) <= _SHORT else self._find)(text, side, passed > _NEAR)

    def _find(self, text: str, side: Side, is_far: bool) -> Sequence[Asked]:
        size = len(text)
        files = self._files(side, is_far, _SHORT if size > _SHORT else _TINY if size > _TINY else 0)
        raw = _encoded(text)
        numbers = self._looked_up(text, raw, side, is_far, files)
        if size > EDGE:
            rules = map(self._asked.__getitem__, sorted({*numbers, *chain.from_iterable(some for some, _ in files.anyhow)}))
            return [rule for rule in rules if size <= rule.longest and rule.match(_encoded(seen(text, rule.where)))]
        ends = {text[-1:].lower(), text[-2:].lower()}
        asked = map(self._asked.__getitem__, numbers)
        fitting = [rule for rule in asked if size <= rule.longest and not (rule.closings and rule.closings.isdisjoint(ends))]
        found = [rule for rule in fitting if rule.match(raw)]
        for some, ask in files.anyhow:
            if hits := ask(raw):
                found += [rule for hit in hits if size <= (rule := self._asked[some[hit]]).longest]
        return sorted(found) if len(found) > 1 else found

    def _looked_up(self, text: str, raw: bytes, side: Side, is_far: bool, files: _Files) -> Sequence[int]:
        """The rules, in order, that the line could have in it."""
        opened = opening(text)
        numbers = [*self._opened(opened, side, is_far)]
        for mark, marked in files.by_mark:
            if mark in text or (mark == BEHIND_MARKS and opened.startswith(mark)):
                numbers += marked
        if hits := files.seek(raw):
            numbers += [files.sought[hit] for hit in hits]
        return sorted({*numbers}) if len(numbers) > 1 else numbers

    def _opened_so(self, opened: str, side: Side, is_far: bool) -> Sequence[int]:
        filed = (self._by_opening.get(opened[:end], ()) for end in range(1, len(opened) + 1))
        return self._fit(chain.from_iterable(filed), side, is_far)

    def _filed(self, side: Side, is_far: bool, longer_than: int) -> _Files:
        by_mark: dict[str, list[int]] = defaultdict(list)
        for number in self._fit(range(len(self._rules)), side, is_far, longer_than):
            for mark in self._guards[number].marks:
                by_mark[mark].append(number)
        anyhow = by_mark.pop("", [])
        files = ((mark, [number for number in marked if number not in anyhow]) for mark, marked in by_mark.items())
        sought = self._fit((number for number, guard in enumerate(self._guards) if guard.needles), side, is_far, longer_than)
        needles = ("(?i)" + "|".join(map(re2.escape, sorted(self._guards[number].needles))) for number in sought)
        together = [self._together(anyhow[at : at + _TOGETHER]) for at in range(0, len(anyhow), _TOGETHER)]
        return _Files(together, tuple(files), self._automaton(re2.Set.SearchSet, needles), sought)

    def _together(self, numbers: Sequence[int]) -> tuple[Sequence[int], Match]:
        return numbers, self._automaton(re2.Set.SearchSet, (self._rules[number].pattern for number in numbers))

    def _fit(self, numbers: Iterable[int], side: Side, is_far: bool, longer_than: int = 0) -> Sequence[int]:
        """Those of these rules that may take a line there."""
        reach = _NEAR + 1 if is_far else 0
        rules = (self._asked[number] for number in numbers)
        return [
            rule.number for rule in rules if rule.where in _PLACES[side] and rule.reach >= reach and rule.longest > longer_than
        ]

    def _asking(self, number: int, rule: Rule) -> Asked:
        # From a line's start on most rules are out of the race within a word; a search would carry them to its end.
        match = self._automaton(re2.Set.SearchSet if rule.where in ENDS else re2.Set.MatchSet, [rule.pattern])
        reach = sys.maxsize if rule.where == "anywhere" else rule.reach
        longest = rule.longest if rule.is_whole_line else sys.maxsize
        return Asked(number, reach, longest, self._guards[number].closings, rule.where, match)

    def _automaton(self, kind: Callable[[re2.Options], re2.Set], patterns: Iterable[str]) -> Match:
        automaton = kind(self._options)
        for pattern in patterns:
            automaton.Add(pattern)
        automaton.Compile()
        match: Match = automaton.Match
        return match


def seen(text: str, where: Where) -> str:
    """As much of a line as a rule for this place sees."""
    return text[:EDGE] if where == "line-start" else text[-EDGE:] if where in ENDS else text


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
