"""A byline on the line of its story: "By Ada Quill BRILL, March 3 (Reuters) - The ...", "김민수 기자 = ...".

Copy whose line ends were lost has byline, dateline and first sentence in one paragraph. Where the name ends and the city
begins only the case, a known place or a bar between them can tell; where none of them does, there is no such byline.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.attribution import byline, dateline, east_asia, places
from pipeline.attribution.casing import shouts
from pipeline.record import Byline

_REACH = 400  # characters of the paragraph that are looked at
_MOST_WORDS = 14  # between "By" and the city
_CUE = re.compile(r"\W{0,2}(?:by|von|par|por|di)\b:?\s", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_BEFORE_CITY = re.compile(  # Turkish wires: "Mehmet DEMİR/BURSA, (DHA)-"
    r"(?P<signed>[^\W\d_a-z][^/()\n]{4,80})/ ?(?=[^\W\d_a-z]{2,20}(?: \([^()]{2,20}\))?,? ?\((?:DHA|[Iİ]HA|AA)\))"
)


def read(paragraph: str) -> Byline | None:
    """The byline that an opening paragraph begins with, before its dateline; its `text` is the stretch that it takes up."""
    if not paragraph.isascii() and (asian := east_asia.opening(paragraph)):
        return Byline(text=asian[0], authors=asian[1])
    if turkish := _BEFORE_CITY.match(paragraph):
        signed = byline.read_bare(turkish["signed"])
        return signed.model_copy(update={"text": turkish.group()}) if signed else None
    cue = _CUE.match(paragraph)
    words = list(_WORD.finditer(paragraph, cue.end(), _REACH))[: _MOST_WORDS + 1] if cue else []
    for before, first in pairwise(words[1:]):
        if _opens_dateline(before.group(), first.group(), paragraph[first.start() : _REACH]):
            signed = byline.read(paragraph[: before.end()])
            return signed if signed and signed.authors else None
    return None


def _opens_dateline(before: str, first: str, rest: str) -> bool:
    """Does the dateline begin with this word, and not with the one before it, which would be half of a name?"""
    if not first[0].isupper() or (parts := dateline.split(rest)) is None:
        return False
    found = dateline.read(parts[0])
    if found is None or found.city is None:
        return False
    is_apart = before.endswith(("|", "-", "–", "—", ")", ";")) or not shouts(before)
    return places.is_place(found.city) or (is_apart and rest[: len(found.city)].isupper())
