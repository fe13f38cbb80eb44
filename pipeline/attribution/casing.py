"""Names in capitals get their true case: "PETER McVANCE" -> "Peter McVance".

The casing is nameparser's, asked only where a word stands in capitals (it costs 0.14 ms a name). What it cannot know is
put right here: a wire writes initials without full stops ("YP RAJESH"), and keeps some small letters ("d'ARCY").
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from nameparser import Lexicon, Parser

from pipeline.attribution.words import words

# The small letters that a wire leaves inside a name in capitals: "McDONALD", "MacIVER", "d'ARCY", "al-AWAD", "DeSHAWN".
SMALL_PREFIX = re.compile(r"(?:Ma?c|De|Di|Du|La|Le|Fitz|Van|Von|[dl]['’]|al-|el-)(?=[^\W\d_]{2})")
_ARTICLE_PREFIX = re.compile(r"(?:[AE]l|[UA]l|A[dnrstz]|Ash)-(?=.)|['’][TNS]$")  # "Al-Sisi" -> "al-Sisi", "'T" -> "'t"
_TURKISH = re.compile("[İĞ]")  # only Turkey and its neighbours write them, and their small I has no dot
_SMALL_IN_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_TWO_LETTER_NAMES = frozenset(["al", "an", "ed", "ab", "oz", "om", "el", "em", "es", "ng", "oh", "ut", "ai", "ia", "io", "ou"])
_VOWELS = frozenset("aeiouyäëïöüáéíóúàèìòùâêîôûåøæı")


@cache
def _parser() -> Parser:
    """nameparser with the surnames that it takes for a clan's ("MacHado") written as they are."""
    lexicon = Lexicon.default()
    written = [(word, word.capitalize()) for word in (*words().no_clan, "st", "ste")]
    return Parser(lexicon=replace(lexicon, capitalization_exceptions=(*lexicon.capitalization_exceptions, *written)))


def shouts(word: str) -> bool:
    """True where a word of a name stands in capitals, whatever small prefix it keeps: "SMITH", "McDONALD", "AL-AWAD"."""
    rest = word[found.end() :] if (found := SMALL_PREFIX.match(word)) else word
    return rest.replace("ß", "").isupper() and sum(map(str.isalpha, rest)) > 1


def true_case(name: str) -> str:
    """`name` with every word that stands in capitals in its true case; words in mixed case stay as written."""
    old = name.split(" ")
    loud = [shouts(word) for word in old]
    if not any(loud):
        return name
    if is_turkish(name):
        return " ".join(in_turkish(word) if is_loud else word for word, is_loud in zip(old, loud, strict=True))
    new = _repaired(name).split(" ")
    return " ".join(_mended(old, new[at], at, all(loud)) if old[at].isupper() or loud[at] else old[at] for at in range(len(old)))


def is_turkish(name: str) -> bool:
    """Do the letters of a name in capitals say that it is Turkish: "DİYARBAKIR"?"""
    return _TURKISH.search(name) is not None


def in_turkish(word: str) -> str:
    """A word in capitals in its true case: "DİYARBAKIR" -> "Diyarbakır"."""
    return word[:1] + word[1:].translate(_SMALL_IN_TURKISH).lower()


def _repaired(name: str) -> str:
    """nameparser's casing laid over the name as it stands, so that nothing of it is moved or dropped."""
    parser = _parser()
    repaired = name
    for token in parser.capitalized(parser.parse(name), force=True).tokens:
        if token.span is not None and len(token.text) == token.span.end - token.span.start:
            repaired = repaired[: token.span.start] + token.text + repaired[token.span.end :]
    return repaired


def _mended(old: list[str], new: str, at: int, all_loud: bool) -> str:
    """Word number `at` of the name: nameparser's `new`, save where the wire's own letters tell more."""
    word = old[at]
    if at == 0 and _initials(word, all_loud):
        return word
    if kept := SMALL_PREFIX.match(word):
        return kept.group() + word[kept.end() :].capitalize()
    if 1 < at == len(old) - 2 and word.casefold() in words().linkers:  # "ORTEGA Y GASSET"
        return word.lower()
    if new == "le":  # "LE ROUX", where "de la" stays small
        return "Le"
    if at > 0 and (article := _ARTICLE_PREFIX.match(new)):
        return article.group().lower() + new[article.end() :]
    return new


def _initials(word: str, all_loud: bool) -> bool:
    """True for first words that stay in capitals: "YP", "JK", "MFK"; not for the names "AL", "ED", "LI", "KIM".

    Where the rest of the name is in mixed case ("JO Smith"), two capitals are initials whatever they spell.
    """
    low = word.casefold()
    if not word.isalpha() or len(low) > 3:
        return False
    if len(low) != 2:
        return _VOWELS.isdisjoint(low)
    spoken = low in _TWO_LETTER_NAMES or (low[0] not in _VOWELS and low[1] in _VOWELS)
    return not (spoken and all_loud)
