r"""What a line must have for a pattern to take it, told by the pattern alone: so only the rules that could are asked.

    (?i)published in (?P<section>.+)     an opening: "publishe"
    .*\. To find out more about .+       a needle: ". to find out more about "
    [^/]+/ ?(?:TT|NTB|STT)               a mark: "/"

A guard never shuts out a line that RE2 would take, but for one that writes the letters s and k as U+017F and U+212A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from string import ascii_letters, digits
from typing import Final

from pipeline.cleaning.needles import closings, marks, needles
from pipeline.cleaning.pattern import Char, Choice, Node, Row, Times, read

BEHIND_MARKS: Final = "·"  # stands before the opening of a line that begins with anything but an ASCII letter or figure
_LONGEST: Final = 8  # characters of an opening
_END: Final = "$"  # stands behind the last character of a line that is shorter
_MARK: Final = " "  # stands for all that is no ASCII letter or figure
_COMMON: Final = 20.0  # a line opens with a given letter one time in so many, as a rule
_MOST_LET_IN: Final = 0.5  # of all lines
_MOST_OPENINGS: Final = 100  # of a part of a pattern; what has more is cut short
_FIRST: Final = re.compile(r"[0-9A-Za-z]|\Z")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_FOLDED: Final = {
    **dict.fromkeys(range(128), _MARK),
    **dict.fromkeys(map(ord, digits), "0"),
    **{ord(letter): letter.lower() for letter in ascii_letters},
}


def opening(text: str) -> str:
    """What a line opens with, folded, from its first ASCII letter or figure on: "the coun", "contact ", "·00$"."""
    found = _FIRST.search(text)
    start = found.start() if found else 0  # every text has an end
    key = text[start : start + _LONGEST]
    key = (key if key.isascii() else _NOT_ASCII.sub(_MARK, key)).translate(_FOLDED)
    if len(key) < _LONGEST:
        key += _END
    return BEHIND_MARKS + key if start else key


class Guard:
    """The `openings`, `marks` and `needles` of a pattern: a line that it takes has one of them. The mark "" is in every line.

    An opening may be the beginning of the line's. `opens`, `closes`: the pattern takes a line from its first character on, to
    its last. `closings` are the characters, in lower case, one of which must be the last; None where it may be any.
    """

    def __init__(self, pattern: str, opens: bool, closes: bool) -> None:
        self.openings: frozenset[str] = frozenset()
        self.needles: frozenset[str] = frozenset()
        self.marks: frozenset[str] = frozenset()
        tree = read(pattern)
        self.closings: frozenset[str] | None = closings(tree) if closes else None
        found = _Openings(tree, closes) if opens else None
        if found and found.are_telling:
            self.openings = found.all
            return
        for way in _ways(tree):
            self._add(way, _Openings(way, closes) if opens else None)

    def _add(self, way: Node, found: _Openings | None) -> None:
        if found and found.are_telling:
            self.openings |= found.all
        elif told := needles(way):
            self.needles |= told
        elif found and all(key.startswith(BEHIND_MARKS) for key in found.begun):
            self.marks |= {BEHIND_MARKS}
        else:
            self.marks |= marks(way) or {""}


def _ways(node: Node) -> Iterator[Node]:
    """A pattern as several, at its first choice: "a(?:b|c)d" is "abd" or "acd"."""
    if isinstance(node, Choice):
        for part in node.among:
            yield from _ways(part)
        return
    parts = node.parts if isinstance(node, Row) else ()
    at = next((number for number, part in enumerate(parts) if isinstance(part, Choice)), None)
    if at is None:
        yield node
        return
    for part in _ways(parts[at]):
        yield Row((*parts[:at], part, *parts[at + 1 :]))


class _Openings:
    """Every opening of the lines that a pattern takes: `whole` ones, and `begun` ones, behind which anything may follow."""

    def __init__(self, node: Node, closes: bool) -> None:
        self.whole: set[str] = set()
        self.begun: set[str] = set()
        left = self._behind(node, {""})
        if closes:
            self.whole.update(read + _END for read in left)
        else:
            self.begun |= left

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self.whole | self.begun)

    @property
    def are_telling(self) -> bool:
        """Do they shut out most lines? The more there are and the shorter, the fewer they shut out."""
        return sum(_COMMON ** -len(key.removeprefix(BEHIND_MARKS)) for key in self.all) < _MOST_LET_IN

    def _behind(self, node: Node, before: set[str]) -> set[str]:
        """What has been read behind `node`, of what was read before it; what is long enough is kept and left out."""
        if isinstance(node, Char):
            return self._with(node, before)
        if isinstance(node, Row):
            return reduce(lambda read, part: self._behind(part, read), node.parts, before)
        if isinstance(node, Choice):
            return set[str]().union(*(self._behind(part, before) for part in node.among))
        return self._repeated(node, before)

    def _repeated(self, times: Times, before: set[str]) -> set[str]:
        found = set(before) if times.least == 0 else set[str]()
        read = before
        for count in range(1, times.most + 1):
            read = self._behind(times.part, read)
            if count >= times.least:
                if read <= found:
                    break
                found |= read
        return found

    def _with(self, char: Char, before: set[str]) -> set[str]:
        if not before:
            return before
        if char.among is None:
            self.begun |= before
            return set()
        folded = {_FOLDED.get(ord(one), _MARK) for one in char.among}
        if len(before) * len(folded) > _MOST_OPENINGS:
            long = {read for read in before if len(read.removeprefix(BEHIND_MARKS)) > 1}
            self.begun |= long
            before = before - long
        behind = {_lengthened(read, one) for read in before for one in folded}
        done = {read for read in behind if len(read) >= _LONGEST and len(read.removeprefix(BEHIND_MARKS)) == _LONGEST}
        self.whole |= done
        return behind - done


def _lengthened(read: str, one: str) -> str:
    return BEHIND_MARKS if one == _MARK and read in ("", BEHIND_MARKS) else read + one
