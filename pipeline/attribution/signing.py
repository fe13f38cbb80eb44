"""The signed part of a byline, without its "By": names, houses, roles, places, in any order that wires write them.

The text falls into pieces at commas, bars, dashes, brackets and line ends. Each piece must be understood, as names or as
what stands beside names; one that is neither makes the whole no signature. So no sentence passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.attribution import places
from pipeline.attribution.moments import is_time, without_time
from pipeline.attribution.names import LONGEST_LIST, people
from pipeline.attribution.pieces import OTHERS, take
from pipeline.attribution.signature import Signature

_EMAIL = re.compile(r"(?:e-?mail:? ?)?\b([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", re.IGNORECASE)
_HANDLE = re.compile(r"(?:(?:on )?(?:twitter|x|follow(?: \w+ on twitter)?):? )?(?<![\w.])@\w{1,40}", re.IGNORECASE)
_NOTICE = re.compile(r"(?:©|\(c\)|\bc\.|\bcopyright)\s*(?:19|20)\d\d", re.IGNORECASE)
_APART = re.compile(r"\s*(?:[\n|•·●▪;=()\[\]<>*,/]|—|–|--+|(?<=\s)-(?=\s|$))\s*")
_EDGE_AND = re.compile(r"\A(?:and|&|und|et|y|en|och|og|AND)(?:\s+|\Z)|\s(?:and|&|und|et|y|och|og|AND)\Z")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{6})\.\Z")  # behind a whole word: "The Daily Gazette.", not "Calif." and "Jr."
_MOST_PIECES = 24


def read(text: str, loose: bool) -> Signature | None:
    """What the whole text signs, or None where some piece of it is not understood.

    `loose` where a "By" vouches for the line: then words in title case beside a name are taken for a house.
    """
    if len(text) > LONGEST_LIST:
        return None
    signature = Signature(loose)
    lines = enumerate(_place_apart(text).split("\n"))
    pieces = [(piece, number > 0) for number, line in lines for piece in _pieces(line)]
    if len(pieces) > _MOST_PIECES or not all(take(signature, piece, below=below) for piece, below in pieces):
        return None
    return signature if signature.names or signature.houses else None


def emails_of(text: str) -> tuple[str, list[str]]:
    """The text without its e-mail addresses and handles, and the addresses."""
    if "@" not in text:
        return text, []
    return _HANDLE.sub(" | ", _EMAIL.sub(" | ", text)), _EMAIL.findall(text)


def _place_apart(text: str) -> str:
    """A city between name and bar is no surname: "Ada Quill Paris | Monday"."""
    head, bar, rest = text.partition(" |")
    name, _, city = head.rpartition(" ")
    return f"{name} | {city} |{rest}" if bar and " " in name and places.is_city(city) and people(name) else text


def _pieces(text: str) -> Iterator[str]:
    """What stands between commas and the like, without times, "and" and "others"."""
    for part in _APART.split(without_time(_NOTICE.sub(" | ", text))):
        piece = part.strip(" \t.:" if part.endswith(":") else " \t:")
        piece = _FULL_STOP.sub("", _EDGE_AND.sub("", piece))
        if piece and not is_time(piece) and not OTHERS.fullmatch(piece):
            yield without_time(piece)
