r"""Read a rule's pattern (RE2 syntax) as a tree, so that it can be told beforehand which lines it cannot take.

The tree takes whatever the pattern takes, and may take more: case is folded, anchors are left out, and a class that this page
does not know is any character. The matching itself is RE2's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple, TypeAlias

MOST_TIMES: Final = 1_000  # RE2 counts no further; "*" and "+" are read as so many times
_MARKS: Final = frozenset(" \t\n!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~")  # what \W takes, but for letters that are not ASCII
_KNOWN: Final = {
    "W": _MARKS,
    "d": frozenset("0123456789"),
    "s": frozenset("\t\n\f\r "),
    **{name: frozenset(char) for name, char in zip("tnrfv", "\t\n\r\f\v", strict=True)},
}
_ZERO_WIDTH: Final = frozenset("bBAz")
_ESCAPE: Final = re.compile(r"\\(?:[pP](?:\{[^}]*\}|.)|x\{(?P<code>[0-9A-Fa-f]+)\}|x(?P<short>[0-9A-Fa-f]{2})|(?P<char>.))", re.S)
_GROUP: Final = re.compile(r"\((?:\?(?:P?<\w+>|[imsU-]*(?P<end>[:)])))?")
_TIMES: Final = re.compile(r"(?:(?P<mark>[*+?])|\{(?P<least>\d+)(?P<open>,?)(?P<most>\d*)\})\??")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\[pPx]\{[^}]*\}|\\.|[^\]\\])*\]", re.S)
_MEMBER: Final = re.compile(r"\[:\^?\w+:\]|(?:\\[pPx]\{[^}]*\}|\\.|[^\\])(?:-(?:\\x\{[^}]*\}|\\.|[^\\]))?", re.S)
_WIDEST: Final = 64  # characters of a class; a wider one is any character


class Char(NamedTuple):
    """One character: one of these, in lower case; None is any."""

    among: frozenset[str] | None


class Row(NamedTuple):
    """One after the other."""

    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One of several."""

    among: tuple[Node, ...]


class Times(NamedTuple):
    """Something so many times."""

    part: Node
    least: int
    most: int


Node: TypeAlias = Char | Row | Choice | Times
_ANY: Final = Char(None)
_NOTHING: Final = Row(())


def read(pattern: str) -> Node:
    """The tree of a pattern that RE2 compiles."""
    return _choice(pattern, 0)[0]


def _choice(pattern: str, at: int) -> tuple[Node, int]:
    rows: list[Node] = []
    while True:
        row, at = _row(pattern, at)
        rows.append(row)
        if pattern[at : at + 1] != "|":
            return (rows[0] if len(rows) == 1 else Choice(tuple(rows))), at
        at += 1


def _row(pattern: str, at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(pattern) and pattern[at] not in "|)":
        part, at = _atom(pattern, at)
        if pattern[at : at + 1] in ("*", "+", "?", "{") and (times := _TIMES.match(pattern, at)):
            part, at = _repeated(part, times), times.end()
        parts.append(part)
    return Row(tuple(parts)), at


def _repeated(part: Node, times: re.Match[str]) -> Node:
    if mark := times["mark"]:
        return Times(part, int(mark == "+"), 1 if mark == "?" else MOST_TIMES)
    least = int(times["least"])
    return Times(part, least, int(times["most"] or MOST_TIMES) if times["open"] else least)


def _atom(pattern: str, at: int) -> tuple[Node, int]:
    char = pattern[at]
    if char == "(":
        return _group(pattern, at)
    if char == "[" and (found := _CLASS.match(pattern, at)):
        return _class(found.group()), found.end()
    if char == "\\" and (escape := _ESCAPE.match(pattern, at)):
        return _NOTHING if escape["char"] in _ZERO_WIDTH else Char(_escaped(escape)), escape.end()
    return _NOTHING if char in "^$" else _ANY if char == "." else _literal(char), at + 1


@cache
def _literal(char: str) -> Char:
    return Char(frozenset({_low(char)}))


def _low(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 else char  # "İ" would become two


def _group(pattern: str, at: int) -> tuple[Node, int]:
    """A group of whatever kind; "(?i)" is none."""
    opened = _GROUP.match(pattern, at)
    end = opened.end() if opened else at + 1
    if opened and opened["end"] == ")":
        return _NOTHING, end
    inner, closed = _choice(pattern, end)
    return inner, closed + 1


def _escaped(escape: re.Match[str]) -> frozenset[str] | None:
    """The characters of an escape."""
    if code := escape["code"] or escape["short"]:
        return frozenset({_low(chr(int(code, 16)))})
    char = escape["char"]
    if char is None or (char.isalnum() and char not in _KNOWN):
        return None
    return _KNOWN.get(char, frozenset({char}))


@cache
def _class(text: str) -> Char:
    r"""One character of a class: "[*(\s-]"."""
    if text.startswith("[^"):
        return _ANY
    among: set[str] = set()
    for member in _MEMBER.findall(text[1:-1]):
        found = _members(member)
        if found is None:
            return _ANY
        among |= found
    return Char(frozenset(among)) if len(among) <= _WIDEST else _ANY


def _members(member: str) -> frozenset[str] | None:
    r"""What one member of a class stands for: "x", "\d", "a-z"."""
    if member.startswith("[:"):
        return None
    escape = _ESCAPE.match(member)
    first = _escaped(escape) if escape else frozenset({_low(member[0])})
    rest = member[escape.end() if escape else 1 :]
    if not rest or first is None:
        return first
    if escape or len(rest) != 2:  # a range that begins or ends with an escape
        return None
    return frozenset(_low(chr(code)) for code in range(ord(member[0]), ord(rest[1]) + 1))
