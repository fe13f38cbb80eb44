"""A credit line made plain before its grammar is asked: one line, no bullet, no outer brackets, no addresses; cut at full stops.

Meant for texts of at most a few thousand characters; every pattern looks a bounded stretch ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.attribution.places import is_place, is_region
from pipeline.attribution.words import bare, words

_MOST_SENTENCES: Final = 12
# What stands before the words: a bullet, Estadão's stroke ("/ COM REUTERS"), Agerpres and its class ("AGERPRES/(A - autor: ...").
_BULLET: Final = re.compile(r"^(?:[\s\-–—*•·▪■●►▸>_~|]|/(?! ?\w+/)|\(?AGERPRES ?/? ?\(?AS?\b)+")
_NEXT_BULLET: Final = re.compile(r"\n\s*[\-–—*•·▪■●►▸]+")
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200c\u200d\u00ad"))
_ADDRESS: Final = re.compile(
    r"[,;:]? ?[(<\[]?(?:\b(?:e-?mail|reuters messaging|tel|phone|telefon|fax|mobil|twitter|x)\b[.:]{0,2} ?)?"
    r"(?:(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24})+"
    r"|(?:https?://|www\.)[^\s,;)>\]]+|(?<!\w)@\w{2,}|\+?\(?\d[\d ()./-]{6,18}\d)[)>\]]?",
    re.IGNORECASE,
)
_MAY_BE_ADDRESS: Final = re.compile(r"[@/]|www\.|\d[\d ()./-]{6}\d", re.IGNORECASE)  # looked for first, for it is quick
_EMPTY_BRACKETS: Final = re.compile(r"[(\[]+[ ;,:.]{0,9}[)\]]+")
_GENERATION: Final = re.compile(r", ?(?=(?:Jr|Sr)\b|I{2,3}\b|IV\b)")
_DEGREE: Final = re.compile(r", ?(?:M\.?D|Ph\.?D|J\.?D|Esq|R\.?N|M\.?P\.?H|D\.?V\.?M)\b\.?(?=[ ,;)]|$)")
_STOP: Final = re.compile(r"(?<=\S)[.!][\"”’)]* (?=\(?[^\W\da-z_])|\) ?(?=\()")
_LONE_LETTERS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


class Plain(NamedTuple):
    """The text of a credit line, and whether it stood in brackets."""

    text: str
    is_bracketed: bool


def plain(text: str) -> Plain:
    """The line made plain: "— (Reporting by Ada Brindle; a.brindle@example.org)" -> "Reporting by Ada Brindle", in brackets."""
    line = _BULLET.sub("", " ".join(_NEXT_BULLET.sub("; ", text.translate(_UNSEEN)).split()))
    is_bracketed = line.startswith(("(", "["))
    if _MAY_BE_ADDRESS.search(line):
        line = _EMPTY_BRACKETS.sub("", _ADDRESS.sub("", line))
    return Plain(_DEGREE.sub("", _GENERATION.sub(" ", unwrapped(line))).strip(" ,;").rstrip(" –—-*_"), is_bracketed)


def unwrapped(text: str) -> str:
    """Without the brackets round the whole, and without one whose fellow is not there."""
    text = text.strip()
    opened, closed = text.count("(") + text.count("["), text.count(")") + text.count("]")
    begins, ends = text.startswith(("(", "[")), text.endswith((")", "]"))
    if begins and ends and opened == closed and "(" not in text[1:-1].partition(")")[0]:
        return text[1:-1].strip() if ")" not in text[1:-1].partition("(")[0] else text
    if begins and opened > closed:
        return text[1:].strip()
    return text[:-1].strip() if ends and closed > opened else text


def sentences(text: str) -> Iterator[str]:
    """The text cut at full stops, not at initials ("John F. Harker") and short forms ("St. Clair", "(Fla.) Gazette")."""
    start = 0
    for stop in list(_STOP.finditer(text))[:_MOST_SENTENCES]:
        before, _, last = text[start : stop.start()].rpartition(" ")
        if text[stop.start()] == ")" or not _is_short_form(last, before.endswith(",")):
            yield _unstopped(text[start : stop.end()])
            start = stop.end()
    yield _unstopped(text[start:])


def _is_short_form(word: str, is_apart: bool) -> bool:
    """Does its full stop end no sentence? "Md." does behind a town and its comma, and not before "Rahim"."""
    if _LONE_LETTERS.fullmatch(word):
        return not is_place(word)  # "D.C." may end a sentence, "J.D." does not
    if is_apart and is_region(word):
        return False
    return word.startswith("(") or bare(word) in words().abbreviations or bare(word) in words().honorifics


def _unstopped(sentence: str) -> str:
    sentence = sentence.strip(" ;,")
    return unwrapped(sentence if sentence.endswith((" Jr.", " Sr.")) else sentence.strip(" .;,"))
