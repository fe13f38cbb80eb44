"""Text as rules and judges see it: every blank a plain one, a run of them as one, every dash and hyphen a usual one.

What prints as a blank, or as nothing, stands in copy wherever an editor's program put it: "By&nbsp;A. Name", a zero-width space
before a copyright sign. Records keep the text as it came.
"""

from __future__ import annotations

import re
from typing import Final

# Blanks, and marks of width and direction that print nothing; the frequent ones first. An ideographic space is a mark of its own.
ODD_BLANKS: Final = (
    "\t\u00a0\u202f\u200b\ufeff\u200e\u200f\u2009\u2002\u2003\u2060\u2007\u200a\u2005\u2004\u2006\u2008\u2000\u2001\u205f\u1680"
    "\u180e\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LOOK_ALIKES: Final = {"\u2010": "-", "\u2011": "-", "\u2015": "—", "\u2212": "–", "\u02bc": "’"}  # and what they are set for
_ODD: Final = ODD_BLANKS + "".join(_LOOK_ALIKES)
_PLAIN: Final = str.maketrans({**dict.fromkeys(ODD_BLANKS, " "), **_LOOK_ALIKES})
_RUN: Final = re.compile(" {2,}")


def plain(text: str) -> str:
    """The text, character for character, with plain blanks, dashes and hyphens."""
    return text.translate(_PLAIN) if any(odd in text for odd in ("\t" if text.isascii() else _ODD)) else text


def collapsed(text: str) -> str:
    """The text with every run of plain blanks as one."""
    return _RUN.sub(" ", text) if "  " in text else text


def offset_before(text: str, offset: int) -> int:
    """Where in the text the character stands that has this offset in collapsed(text)."""
    for run in _RUN.finditer(text):
        if run.start() >= offset:
            break
        offset += len(run.group()) - 1
    return offset
