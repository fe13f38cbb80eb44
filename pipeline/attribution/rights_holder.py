"""The clause that names the holder of the rights: "©2026 The Brill Courier (Brill, Va.)", "Copyright Acme Wire 2026"."""

from __future__ import annotations

import re
from typing import Final

import re2

from pipeline.attribution import agencies
from pipeline.attribution.words import bare, words
from pipeline.record import Rights

_YEAR: Final = r"(?:19|20)\d\d"
_YEARS: Final = rf"(?:{_YEAR}(?:\s?(?:[-–—/,&]|and|to)\s?(?:{_YEAR}|\d\d)\b)*|M{{1,2}}[CDXLVI]+\b)"
MARK: Final = r"(?:©|ⓒ|℗|&copy;|\(c\)|\bcopyright(?:ed|s)?\b(?: and trade ?mark(?: notice)?)?|\bcopr\.|저작권자)"
_SYMBOL: Final = re.compile("©|ⓒ|℗|&copy;")
DOMAIN: Final = r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,18}\b(?:/[^\s)]*)?"

_MARKS: Final = re2.compile(rf"(?i)(?:{MARK}(?:[\s:,&]|&amp;)*)+")
_FIRST_YEAR: Final = re.compile(rf"[\s,:.|–-]*(?P<open>\()?(?P<years>{_YEARS})(?(open)\))")
_YEAR_INSIDE: Final = re.compile(rf"[\s,]+\(?(?P<years>\b{_YEARS})\b")
_BY: Final = re.compile(
    r"^[\s,:.|–-]*(?:\b(?:by|von|par|por|av|af|courtesy of|owned by(?: or licensed to)?|licensed to|held by)\s+)*", re.IGNORECASE
)
_URL: Final = re.compile(rf"\s*\(\s*(?P<url>{DOMAIN})\s*\)", re.IGNORECASE)
_ENDS: Final = re.compile(
    r"\s*[|•<>].*|\s+Powered by .*|"
    rf"\s[-–—]{{1,2}}\s.*|\s*{MARK}.*|,?\sand its\b.*|,\s+an? (?:division|unit|subsidiary|member|part) of\b.*"
    r"|\s*,\s*(?:P\.?\s?O\.?\s?Box|c/o|\d|[a-z]{2,8}:\d).*"  # an address, or the number of the message: "dpa:260303-99"
    r"|\s+&\s+(?:[\w-]+\.)+[a-z]{2,18}\b.*|\s/\s.*"  # "Brill Daily & brilldaily.example", "RIA Novosti / Ada Quill"
    r"|\s*\(\d{6,}\).*",  # the day of the dispatch: "Acme Wire (20260303)"
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(r"(?P<name>.*?\b(?:Inc|Ltd|Limited|LLC|GmbH|AG|Corp|PLC|plc)\.?),\s+(?!Inc|LLC|Ltd|L\.?P)")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:Inc|Ltd|Co|Cos|Corp|Bros|Jr|Sr|Pty|Pvt|Ltda|Cía)|\b\w)\.$", re.IGNORECASE)
_SMALL: Final = re.compile(
    r"[^\w]*(?:and|of|the|for|in|on|at|de|la|le|les|del|di|da|do|des|du|der|die|das|und|für|von|van|via|het|y|e|et|og|och|il|lo|i|gli|el|los|las|het|its|their|all|"
    r"authors?|contributors?|respective|owners?|licensors?|publishers?|writers?|newspapers?|plc|gmbh|ltd|inc|llc|ag|oy|ab)[^\w]*"
)
_WORKS: Final = re.compile(
    r"(?:unless otherwise (?:noted|stated|indicated),?\s*)?(?:(?:all|entire|this|the)\s+)?"
    r"(?:contents?|text|material|story|article|site|web ?site|page|column|commentary|work|report)"
    r"(?: and (?:images|photos|text|design))?(?:\s+(?:on|of|in) (?:this|the) (?:web ?site|site|page|article|story))?"
    r"(?:\s+(?:is|are))?|"
    r"कॉपीराइट|авторские права|حقوق النشر|版权|版權|著作権|"
    r"tm(?: and)?|™(?: and)?|privacy policy|published by|source:?",
    re.IGNORECASE,
)
_PICTURE: Final = re.compile(
    r"(?:file )?(?:photo|image|picture|video|foto|photograph|illustration|graphic|cartoon|map)s?\b", re.IGNORECASE
)
# Slavic names have no capital but the first: «Волжский вестник»
_QUOTED: Final = re.compile(r"(?:[^\s«»]{1,20} ){0,3}«[^«»]{2,60}»|„[^„“”]{2,60}[“”]")
_MOST_WORDS_BEFORE: Final = 5
_LONGEST_HOLDER: Final = 120  # characters
_ROMAN: Final = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def copyright_clause(clause: str) -> Rights | None:
    """Holder, year and address of a copyright clause; None where the clause only speaks of copyright.

    The holder stays verbatim, company suffix and place in brackets with it; of several years the last is given.
    """
    found = _MARKS.search(clause)
    if found is None:
        return None
    before = clause[: found.start()].strip(" ,;:|-–—([<")
    text, year = _year_apart(clause[found.end() :])
    url = _URL.search(text)
    holder = _trimmed(_URL.sub("", text))
    if not _may_open(before, bool(year or holder)):
        return None
    if not holder:
        return Rights(holder=before if _is_named_first(before) else None, year=year) if year else None
    vouched = year or _SYMBOL.search(found.group()) or agencies.named(holder) or agencies.is_organization(holder)
    if not (vouched and reads_as_holder(holder)):
        return None
    return Rights(holder=holder, year=year, url=full_url(url["url"]) if url else None)


def is_mark_only(clause: str) -> bool:
    """Only the mark, or the mark and the year, and a holder still to come: "Copyright © 2026."."""
    found = _MARKS.search(clause)
    return found is not None and not _trimmed(_year_apart(clause[found.end() :])[0])


def full_url(domain: str) -> str:
    """An address with its scheme: "brillcourier.com" -> "https://brillcourier.com"."""
    domain = domain.rstrip(".,;")
    return domain if domain.lower().startswith("http") else f"https://{domain}"


def is_address(name: str) -> bool:
    """Is it an address and no name: "globenews.example", "https://..."?"""
    return " " not in name.strip() and ("://" in name or bool(re.fullmatch(DOMAIN, name.strip(), re.IGNORECASE)))


def without_full_stop(name: str) -> str:
    """A name without its sentence's full stop, which "Acme Inc." and "Acme L.P." keep as their own."""
    name = name.strip(" ,;:|-–—*\"“”'")
    return name if _ABBREVIATED.search(name) else name.rstrip(". ।")


def _may_open(before: str, says_more: bool) -> bool:
    """What stands before the mark: nothing, the work ("All contents"), or the publication's name ("Halden Online")."""
    if not before or _WORKS.fullmatch(before):
        return True
    words = before.split()
    if _PICTURE.match(before):  # "Photo: © Acme" is the picture's
        return False
    return says_more and len(words) <= _MOST_WORDS_BEFORE and all(word[0].isupper() or word[0].isdigit() for word in words)


def _year_apart(text: str) -> tuple[str, int | None]:
    """The holder's part without its years, and the last year: "1994 - 2007 Acme", "Acme 2021", "Acme 2007 Photos by B"."""
    if first := _FIRST_YEAR.match(text):
        return text[first.end() :], _last_year(first["years"])
    if inside := _YEAR_INSIDE.search(text):
        return text[: inside.start()], _last_year(inside["years"])
    return text, None


def _last_year(years: str) -> int:
    """The last of several: 2025 of "2019-2025", of "2019-25" and of "MMXXV"."""
    if years[0] in "Mm":
        values = [_ROMAN[letter] for letter in years.upper()]
        return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    numbers = re.findall(r"\d+", years)
    return int(numbers[0][: 4 - len(numbers[-1])] + numbers[-1])


def _trimmed(text: str) -> str:
    """The holder: from behind "by" to an address, a further mark, a bar or the company's suffix."""
    text = _ENDS.sub("", _BY.sub("", text, count=1), count=1)
    company = _COMPANY.match(text)
    text = without_full_stop(company["name"] if company else text)
    return text.rstrip(")>]") if text.count(")") > text.count("(") else text.rstrip(">]")


def _is_named_first(before: str) -> bool:
    """Is it a publication, "Halden Courier © 2026", and not a link of the page's foot, "Contact Us © 2026"?"""
    return agencies.is_organization(before) or (" " in before and bare(before.split()[0]) not in words().stop)


def reads_as_holder(text: str) -> bool:
    """A name: every word in capitals or small for a reason; a sentence about copyright is none."""
    if len(text) > _LONGEST_HOLDER or "\n" in text:
        return False
    if _QUOTED.fullmatch(text):
        return True
    return agencies.named(text) is not None or all(
        not word[0].isalpha() or not word[0].islower() or "." in word or _SMALL.fullmatch(word) for word in text.split()
    )
