"""Invented streams of stories of one house: sentences that differ from story to story, and whatever lines a test adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

WHO = ("the harbor office", "the council", "a ferry captain", "the night watch", "the school board", "a baker", "the bridge crew")
DID = ("closed", "opened", "painted", "measured", "sold", "repaired", "counted", "moved", "praised", "inspected")
WHAT = (
    "the north pier",
    "a row of lamps",
    "the tide gauge",
    "nine rowing boats",
    "the old sluice",
    "a crate of eels",
    "the quay",
)
WHEN = ("before dawn", "after the storm", "at low water", "in the rain", "without a word", "for the third time", "by mistake")

Lines = Callable[[int], Sequence[str]]


def nothing(number: int) -> Sequence[str]:
    """No lines of the house."""
    return ()


def sentence(chance: Random) -> str:
    """Not the same twice, or hardly ever."""
    who, did, what, when = (chance.choice(part) for part in (WHO, DID, WHAT, WHEN))
    return f"{who.capitalize()} {did} {what} {when}, as case {chance.randrange(10**9)} of the port's own long book shows."


def stories(many: int, above: Lines = nothing, below: Lines = nothing, inside: Lines = nothing) -> Iterator[str]:
    """So many stories: a headline, lines `above` and `below` the story, and `inside` its very middle."""
    for number in range(many):
        chance = Random(number)
        story = [sentence(chance) for _ in range(14)]
        headline = f"{chance.choice(WHO).capitalize()} has {chance.choice(WHAT)} looked at again in matter {number}"
        yield "\n\n".join([headline, *above(number), *story[:7], *inside(number), *story[7:], *below(number)])


def every(step: int, *lines: str) -> Lines:
    """The lines in each `step`th story."""
    return lambda number: lines if number % step == 0 else ()
