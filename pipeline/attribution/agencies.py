"""Agencies by name: which wire, syndicate or distributor does a text name, and is a text the name of an organisation at all?

The names are data, in agencies.toml beside this file. Lookups are by word, so their cost is linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from pipeline.attribution.places import is_first_name, is_place
from pipeline.record import Agency

NAME_LIMIT = 200  # characters; no name is longer, and a longer text is not looked into

_REMEMBERED = 4096  # short texts; one reading of a line asks for the same ones several times
_WORD = re.compile(r"\w+")
_MOST_WORDS = 9
_DOMAIN = re.compile(
    r"[\w-]{2,}(?:\.[\w-]+)*\.(?:[a-z]{2,18}|(?i:com|org|net|info|news|tv|co\.uk))"
)  # "stlnews.example", "STLNEWS.COM"
_CALL_SIGN = re.compile(
    r"[KW][A-Z]{2,3}(?:[- ]?(?:TV|FM|AM|DT)| \d[\d.]*)?(?: \S+\.com)?"
)  # "WABE", "KQED-FM", "KSNV MyNews3.com"
_CHANNEL = re.compile(  # "CBS TAMPA", "FOX 5", "g1 Santos"
    r"(?:ABC|BBC|CBC|CBN|CBS|CNBC|CNN|ESPN|FOX|G1|ITV|KFF|MSNBC|NBC|NPR|PBS|USA TODAY|g1)[ /-]\w"
)

_QUOTED = re.compile(r"(?:[^\W\d_]{2,12} )?«[^«»]{2,60}»")  # «Волжский вестник», газета «Заря»


class Directory(NamedTuple):
    """agencies.toml, read once: the agencies by id, and the ids by the words of their names."""

    agencies: dict[str, Agency]
    names: dict[str, str]  # whole texts, in lower case and without "the"
    signs: dict[str, str]  # whole texts, in their own case
    mentions: dict[str, str]  # names inside a text, in their own case or in capitals
    longest: int  # words in the longest name


class Organizations(NamedTuple):
    """agencies.toml, read once: what the names of other organisations look like."""

    suffix: re.Pattern[str]  # "Inc", "Pty Ltd" behind the words of a name
    surely: frozenset[str]  # words that only organisations have in their names
    maybe: frozenset[str]  # words that newspapers have in their names, and people too
    small: frozenset[str]  # words that stand small in a name
    before: frozenset[str]  # words before these that tell a newspaper
    titles: frozenset[str]  # words between "The" and a person's name
    known: frozenset[str]  # names that no shape tells, in lower case and without "the"


def get(agency_id: str) -> Agency:
    """The agency with this id of agencies.toml. Raises KeyError where there is none."""
    return _directory().agencies[agency_id]


def named(text: str) -> Agency | None:
    """The agency that the whole text names: "(AP)", "the associated press", "Bloomberg L.P."; of "APA/dpa" the first; or None."""
    return _named(text) if len(text) <= NAME_LIMIT else None


@lru_cache(maxsize=_REMEMBERED)
def _named(text: str) -> Agency | None:
    words = _words(text)
    found = _agency_id(words) or _first_of_several(words) or _agency_id(_organizations().suffix.sub("", words))
    return _directory().agencies[found] if found else None


def mentioned(text: str) -> Agency | None:
    """The first agency named anywhere in a short text, on word bounds: "Copyright 2025 Bloomberg L.P." -> Bloomberg.

    The longer of two names that begin at one word wins. Case counts, but capitals will do: a "stateline" is no Stateline.
    """
    directory = _directory()
    words = _WORD.findall(text)
    for first in range(len(words)):
        for count in range(min(directory.longest, len(words) - first), 0, -1):
            if found := directory.mentions.get(" ".join(words[first : first + count])):
                return directory.agencies[found]
    return None


def is_organization(text: str) -> bool:
    """Does the whole text name an organisation: an agency, newspaper, broadcaster, company, institute?

    By lexicon ("ProPublica", "Le Monde") or by shape ("Acme Holdings Inc.", "The Brill Courier", "Denver Bureau", "WABE-FM").
    A plain person's name is never one; what could be either ("Austin Post") is none.
    """
    text = text.strip(" \t.,;:()[]|/")
    return 0 < len(text) <= NAME_LIMIT and _is_organization(text)


@lru_cache(maxsize=_REMEMBERED)
def _is_organization(text: str) -> bool:
    if named(text) or _plain(text) in _organizations().known:
        return True
    if _DOMAIN.fullmatch(text) or _CALL_SIGN.fullmatch(text) or _CHANNEL.match(text) or _QUOTED.fullmatch(text):
        return True
    return _is_titled(text) and (_without_suffix(text) != _words(text) or _has_telling_word(text))


def _agency_id(words: str) -> str | None:
    """The id by a text's words without its punctuation."""
    return _directory().signs.get(words) or _directory().names.get(words.lower().removeprefix("the "))


def _first_of_several(words: str) -> str | None:
    """Copy of several agencies is signed with all of them: "ats afp", "AP/Reuters"."""
    several = words.split(" ")[:_MOST_WORDS]
    return _agency_id(several[0]) if all(map(_agency_id, several)) else None


def _words(text: str) -> str:
    """The words of a text without its punctuation: "(CQ-Roll Call)" -> "CQ Roll Call"."""
    return " ".join(_WORD.findall(text))


def _plain(text: str) -> str:
    """A text as names are compared: words only, lower case, no leading article."""
    return _words(text).lower().removeprefix("the ")


def _without_suffix(text: str) -> str:
    """The words of a name without what kind of company it is: "Bloomberg L.P." -> "Bloomberg"."""
    return _organizations().suffix.sub("", _words(text))


def _is_titled(text: str) -> bool:
    """Every word with a capital, except the small ones and those that tell ("McClatchy newspapers")."""
    shapes = _organizations()
    words = text.split()
    return len(words) <= _MOST_WORDS and all(
        word[0].isupper() or not word[0].isalpha() or word in shapes.small or word in shapes.surely for word in words
    )


def _has_telling_word(text: str) -> bool:
    shapes = _organizations()
    words = _plain(text).split()
    if not shapes.surely.isdisjoint(words):
        return len(words) > 1
    if text.startswith(("The ", "THE ")):
        return words[0] not in shapes.titles
    if not words or (words[-1] not in shapes.maybe and " ".join(words[-2:]) not in shapes.maybe):
        return False
    return _is_of_a_place(words) or _is_compound(text)


def _is_of_a_place(words: list[str]) -> bool:
    """A place or the like before it: "Detroit Free Press", "Daily Mail"; not where the place is a first name, "Austin Post"."""
    if is_first_name(words[0]):
        return False
    return words[0] in _organizations().before or any(is_place(" ".join(words[:count])) for count in range(1, len(words)))


def _is_compound(text: str) -> bool:
    """Two newspapers' words joined: "Herald-Sun", "Times-Union"."""
    parts = text.lower().split()[-1].split("-")
    return len(parts) > 1 and (_organizations().surely | _organizations().maybe).issuperset(parts)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "agencies.toml").read_text("utf-8"))


@cache
def _directory() -> Directory:
    agencies, names, signs, mentions = {}, {}, {}, {}
    for entry in _data()["agency"]:
        agencies[entry["id"]] = Agency(id=entry["id"], name=entry["name"])
        for alias in entry["aliases"]:
            names[_plain(alias)] = entry["id"]
            mentions[_words(alias)] = mentions[_words(alias).upper()] = entry["id"]
        for sign in entry.get("signs", ()):
            signs[_words(sign)] = entry["id"]
    return Directory(agencies, names, signs, mentions, longest=max(key.count(" ") + 1 for key in mentions))


@cache
def _organizations() -> Organizations:
    lists = _data()["organization"]
    suffixes = "|".join(sorted({form for suffix in lists["suffixes"] for form in (suffix, suffix.upper())}))
    plain = {key: frozenset(lists[key]) for key in ("surely", "maybe", "small", "before", "titles")}
    return Organizations(re.compile(rf"(?: (?:{suffixes}))+$"), known=frozenset(map(_plain, lists["known"])), **plain)
