r"""The shape of a line: the pattern that takes it and its sisters, with dates, times and counts left open.

    12 Comments                          ->  \d{1,4}\s+Comments
    Updated March 3, 2026 10:30          ->  Updated\s+<a date>\s+<a time>
    Your gift in 2026 keeps us going.    ->  Your\s+gift\s+in\s+(?:19|20)\d\d\s+keeps\s+us\s+going\.

A sentence whose figures change tells something new each time, so in a sentence nothing but a year is left open; and of a
line's other figures only the first ("12 Comments"), because "Attendance: 950" is the story's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import Final

import re2

from pipeline.cleaning.sheet import is_prose

LONGEST: Final = 400  # characters; a longer line is a paragraph
_YEAR: Final = r"(?:19|20)\d\d"
_NUMERIC: Final = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
_DAY_FIRST: Final = rf"\d{{1,2}}(?:\.|st|nd|rd|th)?(?: de)? \p{{L}}+\.?(?: de)?,? {_YEAR}"  # 3 March 2026, 3. März 2026
_MONTH_FIRST: Final = rf"\p{{L}}+\.? \d{{1,2}}(?:st|nd|rd|th)?, {_YEAR}"  # March 3, 2026
_DATE: Final = rf"(?:\p{{L}}+, )?(?:{_NUMERIC}|{_DAY_FIRST}|{_MONTH_FIRST})"  # a weekday before it is part of it
_TIME: Final = r"\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\b\.?)?"
_COUNT: Final = r"\d{1,4}"
_SLOTS: Final = {"date": _DATE, "time": _TIME, "year": _YEAR, "count": _COUNT}
_SPECIAL: Final = re.compile(r"[.^$*+?{}\[\]()|\\]")
_WIDE_SPACE: Final = re.compile(r"[^\S\t\n\r\f ]")  # a no-break space is no \s to RE2
_GAP: Final = "\0"  # a gap between words, until it is known how wide they are
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def shape(line: str) -> str | None:
    """The pattern of a line; None for one that is too long, has no word of its own, or holds what a rule file cannot."""
    text = " ".join(line.split())
    if not text or len(text) > LONGEST or not text.isprintable():
        return None
    fixed, slots, end = [], [], 0
    for slot in _finder(is_prose(text)).finditer(text):
        fixed.append(text[end : slot.start()])
        slots.append(_SLOTS[slot.lastgroup])
        end = slot.end()
    fixed.append(text[end:])
    if not any(_WORD.search(piece) for piece in fixed):
        return None
    pattern = "".join(chain.from_iterable(zip(map(_literal, fixed), [*slots, ""], strict=True)))
    return pattern.replace(_GAP, r"[\s\p{Z}]+" if _WIDE_SPACE.search(line) else r"\s+")


def _literal(text: str) -> str:
    r"""The text as a pattern; a gap is marked, and an apostrophe is \x27: patterns stand in TOML's triple quotes."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("'", r"\x27").replace(" ", _GAP)


@lru_cache(maxsize=2)
def _finder(prose: bool) -> re2._Regexp:
    """Finds what is left open."""
    if prose:
        return re2.compile(rf"\b(?P<year>{_YEAR})\b")
    return re2.compile(rf"\b(?P<date>{_DATE})\b|\b(?P<time>{_TIME})|\b(?P<year>{_YEAR})\b|^(?P<count>{_COUNT})\b")
