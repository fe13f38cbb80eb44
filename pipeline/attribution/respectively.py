"""As many places as people, in their order: "A and B contributed to this report from Oslo and Bergen, respectively"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pipeline.record import Credit

WORD: Final = re.compile(r",? respectively\b,?")
_AND: Final = re.compile(r",? and |, ")


def placed(credits: Iterable[Credit]) -> tuple[Credit, ...]:
    """The credits of a line that has the word: where people share a list of places, each has the one that is his."""
    found: list[Credit] = []
    for where, group in groupby(credits, key=lambda credit: credit.location):
        people, places = list(group), _AND.split(where or "")
        if len(people) == len(places) > 1:
            people = [one.model_copy(update={"location": place}) for one, place in zip(people, places, strict=True)]
        found += people
    return tuple(found)
