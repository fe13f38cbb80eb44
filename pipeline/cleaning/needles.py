"""What is in everything that a pattern takes: one of a few texts, the rarer the better; and what it closes with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from math import log2
from typing import Final, TypeAlias

from pipeline.cleaning.pattern import Char, Choice, Node, Row, Times

Needles: TypeAlias = frozenset[str]
Worth: TypeAlias = Callable[[Needles], float]

_MARKS: Final = "【〔（）〕】|{}<>·»©\\@#*=+[]/%$&;:)("  # characters that most paragraphs of a story have not, the rarest first
_MOST: Final = 40
_WIDEST: Final = 4  # characters of a class that is spelled out
# How rare a text is, in bits, about as a character of running text is: a line of 250 characters holds one of 11 bits by chance
# one time in eight.
_FEWEST_BITS: Final = 11.0
_RAREST: Final = 20.0
_BITS: Final = {" ": 2.0, ".": 5.0, ",": 5.0, "-": 5.0, "'": 5.0, '"': 5.0, "’": 6.0}
_LETTER, _FIGURE, _ASCII, _OTHER = 3.0, 4.0, 7.0, 11.0
_FIRST_IDEOGRAPH: Final = "\u2e80"  # of these and of syllables (Hangul, Kana) there are so many that each is rare


def needles(node: Node) -> Needles:
    """Texts, in lower case, one of which is in every text that the pattern takes; none where those are common ones."""
    found = _best(node, _rarity)
    if _rarity(found) < _FEWEST_BITS:
        return frozenset()
    return frozenset(one for one in found if not any(other in one for other in found - {one}))


def marks(node: Node) -> frozenset[str]:
    """Marks, one of which is in every text that the pattern takes; none where there are none."""
    found = _best(node, _marked)
    return frozenset(map(_rarest, found)) if _marked(found) else frozenset()


def closings(node: Node) -> frozenset[str] | None:
    """What every text closes with that the pattern takes, in lower case: one of these characters, or of these pairs of two.

    None where it may be any. Pairs tell more where a full stop may follow: ")", ").".
    """
    if isinstance(node, Row) and node.parts and _is_stop(node.parts[-1]):
        before, may_be_nothing = _last(Row(node.parts[:-1]))
        stops = _spelled(node.parts[-1], _rarity)[0] or ()
        return None if before is None or may_be_nothing else frozenset(char + stop for char in before for stop in stops)
    return _last(node)[0]


def _is_stop(node: Node) -> bool:
    r"""As in "\.?": a mark, or none."""
    return (
        isinstance(node, Times)
        and (node.least, node.most) == (0, 1)
        and isinstance(node.part, Char)
        and bool(_spelled(node, _rarity)[0])
    )


def _rarity(found: Needles) -> float:
    """That of the commonest, less a little for their number."""
    rare = [min(_RAREST, sum(map(_bits, needle))) for needle in found]
    return min(rare) - log2(len(rare)) / 4 if rare else 0.0


def _bits(char: str) -> float:
    usual = (
        _LETTER
        if char.isalpha() and char < _FIRST_IDEOGRAPH
        else _FIGURE
        if char.isdigit()
        else _ASCII
        if char.isascii()
        else _OTHER
    )
    return _BITS.get(char, usual)


def _marked(found: Needles) -> float:
    """The fewer and the rarer the better, and each must have a mark."""
    if not found or any(not any(char in _MARKS for char in needle) for needle in found):
        return 0.0
    return 1 / sum(1 + _MARKS.index(_rarest(needle)) for needle in found)


def _rarest(needle: str) -> str:
    return min(filter(_MARKS.__contains__, needle), key=_MARKS.index)


def _best(node: Node, worth: Worth) -> Needles:
    spelled, best = _spelled(node, worth)
    return max(best, spelled or frozenset(), key=worth)


def _spelled(node: Node, worth: Worth) -> tuple[Needles | None, Needles]:
    """Every text that the node may be, None where they are many; and the best needles in it."""
    if isinstance(node, Char):
        return (node.among if node.among and len(node.among) <= _WIDEST else None), frozenset()
    if isinstance(node, Row):
        return _in_row(node, worth)
    if isinstance(node, Choice):
        return _in_choice(node, worth)
    once, best = _spelled(node.part, worth)
    if node.most > 1:
        best = max(best, once or frozenset(), key=worth)
        once = None
    if node.least == 0:
        return (once | {""} if once is not None else None), frozenset()
    return once, best


def _in_row(row: Row, worth: Worth) -> tuple[Needles | None, Needles]:
    """What stands side by side is one text, as far as it can be spelled out."""
    run, best, is_spelled = frozenset({""}), frozenset[str](), True
    for part in row.parts:
        spelled, inner = _spelled(part, worth)
        best = max(best, inner, key=worth)
        if spelled is not None and len(run) * len(spelled) <= _MOST:
            run = frozenset(map("".join, product(run, spelled)))
        else:
            best, run, is_spelled = max(best, run, key=worth), spelled or frozenset({""}), False
    return (run if is_spelled else None), max(best, run, key=worth)


def _in_choice(choice: Choice, worth: Worth) -> tuple[Needles | None, Needles]:
    """One of each of the ways; none where one way has none."""
    ways = [_spelled(part, worth) for part in choice.among]
    best = [max(inner, spelled or frozenset(), key=worth) for spelled, inner in ways]
    every = frozenset[str]().union(*(spelled or () for spelled, _ in ways))
    is_spelled = len(every) <= _MOST and all(spelled is not None for spelled, _ in ways)
    return (every if is_spelled else None), (frozenset[str]().union(*best) if all(best) else frozenset())


def _last(node: Node) -> tuple[frozenset[str] | None, bool]:
    """The last characters of what the node takes, None for any; and whether it may take nothing."""
    if isinstance(node, Char):
        return node.among, False
    if isinstance(node, Times):
        last, may_be_nothing = _last(node.part)
        return last, may_be_nothing or node.least == 0
    if isinstance(node, Choice):
        ways = [_last(part) for part in node.among]
        return _any_of(last for last, _ in ways), any(may_be_nothing for _, may_be_nothing in ways)
    lasts: list[frozenset[str] | None] = []
    for part in reversed(node.parts):
        last, may_be_nothing = _last(part)
        lasts.append(last)
        if not may_be_nothing:
            return _any_of(lasts), False
    return _any_of(lasts), True


def _any_of(lasts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for last in lasts:
        if last is None:
            return None
        found |= last
    return found
