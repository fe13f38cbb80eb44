"""A byline of one name: "By Suryani", "By SURYANI, The Halden Courier", "Oleh Suryani".

Many people in the world have one name. In a line that says no more than "By" and a word, that word is a name unless it is a
place, a house or an ordinary word ("By Candlelight"), which words.toml knows.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.attribution import affiliation, places
from pipeline.attribution.moments import without_time
from pipeline.attribution.names import person
from pipeline.record import Author

_CUE: Final = re.compile(r"\W{0,4}(?:(?:written|story|words|report|text) )?(?:by|oleh)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"(?P<name>[^\W\d_]+(?:['’-][^\W\d_]+)*)(?:(?:\s*[,|/\n]|\s(?=in\s))\s*(?P<beside>[^\n]+))?")
_MARKS: Final = " \t\r\n^<>=*_|•"
_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 3  # characters; fewer are initials


def read(text: str, rest: str) -> tuple[Author, ...]:
    """The author of a byline `text` whose names stand in `rest`; () where that is not one name, alone or beside a house."""
    if not _CUE.match(text) or (found := _NAME.fullmatch(without_time(rest).strip(_MARKS))) is None:
        return ()
    name = person(found["name"], mononym=True)
    if name is None or len(name) < _SHORTEST or places.is_place(name) or is_initials(name):
        return ()
    if found["beside"] is None:
        return (Author(name=name),)
    told = affiliation.read(found["beside"], loose=True)
    return (Author(name=name, organization=told.organization, role=told.role, location=told.location),) if told else ()


def is_initials(word: str) -> bool:
    """No vowel, no name: "LWN" is a house that no list knows."""
    return word.isascii() and word.isalpha() and _VOWELS.isdisjoint(word.lower())
