"""Is this text a person's name? By its shape and by words that no person is called; there is no list of given names.

Used wherever somebody is credited. No name is better than a wrong one: what could be a newspaper, a role, a weekday or
an ordinary title is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.attribution import agencies, places
from pipeline.attribution.casing import true_case
from pipeline.attribution.words import Words, bare, words

LONGEST_NAME = 80  # characters; a longer text is read by nobody as one name
LONGEST_LIST = 400  # characters
_MOST_WORDS = 6
_TONGUES = ("ian", "ish", "ese")  # Persian, Turkish, Burmese

_EDGES = " \t\n,;:=<>^*|•·–—-_"
_OTHERS = re.compile(
    r"[,\s]+(?:and|&|y|und|et|e|en|och|og)\s+(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|several|many|weitere|"
    r"plusieurs|dos|tres)\s+)?(?:others?|more|otros|andere|autres|colleagues|staff)\.?$|[,\s]+et\s+al\.?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,\s*)?(?:\s(?:(?:and|und|et|och|og|ve|dan|en|AND|UND|ET|OCH|OG|EN|And)\s+)+|&\s*)|\s*[,;/]\s*")
_LINKER = re.compile(r"\s+[yeiYEI]\s+")
_SMALL_START = re.compile(
    r"(?:(?:d|l|dell|dall|t|n|o|m)['’]|(?:al|el|ul|as|ad|ar|ash|az|an|at|ed|es|en|et|abd)[-‑])[^\W\d_]", re.IGNORECASE
)
_RANK = re.compile(
    r"(?:(?:Staff|Master|Tech\.?|Technical|Senior|Chief|Lance|Gunnery|First|1st|2nd|Petty|Air Force|Army|Navy|Marine|U\.S\.) )*"
    r"(?:Sgt|Cpl|Lt|Airman|Spc|Pfc|Pvt|Officer|Seaman|Sergeant|Corporal)\.? "
    r"(?:(?:1st|2nd|3rd|First|Second) (?:Class|Sgt\.?|Lt\.?) )?"
)
# A surname that is an English word as well, and a given name in pinyin that is none: He Wei, You Jun.
_CHINESE = re.compile(
    r"(?:He|You|She|An) (?:(?:[BPFHJQXZLWYD]|[ZCS]h|Gu|Ku|M|N|K|T|G)"
    r"(?:iang|iong|uang|iao|ian|ing|ang|eng|ong|uan|ei|ai|ou|uo|ia|ie|iu|ue|u[ni]?|in|en|i|e))"
    r"(?:[bpfhjqxzlwydmnktgcs]h?(?:iang|iong|uang|iao|ian|ing|ang|eng|ong|uan|ei|ai|ou|uo|ia|ie|iu|ue|u[ni]?|in|en|an|i|e|a)(?:n|ng)?)?"
)
_LETTERS = r"(?:[^\W\d_]|[\u0900-\u0963\u0980-\u0de5\u0e30-\u0e4e\u200c\u200d])*"  # the vowel signs of India and Thailand too
_WORD = re.compile(rf"['’ʻ]?[^\W\d_]{_LETTERS}(?:['’ʼʻ.‐‑·・-]+[^\W\d_]{_LETTERS})*\.?")
_HOUSE_SIGN = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{2,4}")
_DOMAIN = re.compile(r"\.[a-z]{2}")
_DEGREE = re.compile(r"(?:Ph|Ed|Psy|Pharm|Sc)D|DPhil")
_INITIAL = re.compile(r"[^\W\d_](?:\.-?[^\W\d_]){0,3}\.")


def person(text: str, mononym: bool = False) -> str | None:
    """The name in its true case if `text` reads as one person's name, else None.

    "ADA QUILL" -> "Ada Quill", "Dr. Ada Quill, M.D." -> "Ada Quill", "Metro Desk" -> None. A name of one word is taken only
    where the caller asks for it (`mononym`), because the place or the wording vouches for it.
    """
    return _person(text, mononym) if len(text) <= LONGEST_NAME else None


@lru_cache(maxsize=2048)  # one reading of a byline asks for a name several times, and a desk's names recur
def _person(text: str, mononym: bool) -> str | None:
    if rank := _RANK.match(text):  # "Staff Sgt. Ada Quill", as the forces' own news services sign
        text = text[rank.end() :]
    if any(map(str.isdigit, text)):
        return None
    lists = words()
    parts = _without_titles(text.strip(_EDGES).split(), lists)
    if not 1 <= len(parts) <= _MOST_WORDS or not _reads_as_name(parts, lists, least=1 if mononym else 2):
        return None
    name = " ".join(parts)
    if agencies.is_organization(name) or (" " in name and places.is_place(name)) or is_desk(parts):
        return None
    return true_case(name)


def is_desk(parts: list[str]) -> bool:
    """Is this an agency's desk: "AP Science" (half of "AP Science Writer"), "ProPublica Illinois", "VOA Persian"?"""
    desk = any(bare(part) in words().beats or part.endswith(_TONGUES) for part in parts[1:]) or places.is_place(
        " ".join(parts[1:])
    )
    return desk and agencies.named(parts[0]) is not None and not places.is_first_name(parts[0])


def people(text: str) -> tuple[str, ...] | None:
    """Every name of a list of names ("A, B and C", "A & B", "A y B", "A / B"); None where any part is no person.

    "A and B Smith" is A Smith and B Smith; "A and five others" is A.
    """
    if len(text) > LONGEST_LIST:
        return None
    listed = _OTHERS.sub("", text.strip(_EDGES))
    parts = _joined([part for part in _BETWEEN.split(listed) if part.strip(_EDGES)])
    found = [_one_or_two(part) for part in parts]
    if len(parts) == 2 and found[0] is None and found[1] and (shared := _with_surname(parts[0], found[1][0])):
        found[0] = (shared,)
    return tuple(name for names in found if names for name in names) if parts and all(found) else None


def _one_or_two(part: str) -> tuple[str, ...] | None:
    """Tell "Marta Ibarra y Solís", who is one person, from "Marta Ibarra y Juan Solís"."""
    if one := person(part):
        return (one,)
    two = [person(half) for half in _LINKER.split(part)]
    names = tuple(name for name in two if name)
    return names if len(names) == len(two) > 1 else None


def _joined(parts: list[str]) -> list[str]:
    """Give a "Jr." back to the name before it; a credential after a comma ("M.D.") is no name and falls away."""
    joined: list[str] = []
    for part in parts:
        kind = bare(part.strip(_EDGES))
        if kind in words().suffixes and joined:
            joined[-1] += f" {part}"
        elif kind not in words().credentials or not joined:
            joined.append(part)
    return joined


def _with_surname(given: str, other: str | None) -> str | None:
    """Read "Joan" beside "Mary Holt" as Joan Holt; only a plain given name, only beside a plain two-word name."""
    if other is None or other.count(" ") != 1 or (name := person(given, mononym=True)) is None or " " in name:
        return None
    return person(f"{name} {other.split()[1]}")


def _without_titles(parts: list[str], lists: Words) -> list[str]:
    """The words of the name: honorifics before it and credentials behind it cut off, a sentence's full stop too."""
    while len(parts) > 1 and bare(parts[0]) in lists.honorifics and (parts[0].endswith(".") or len(parts) > 2):
        parts = parts[1:]
    while (
        len(parts) > 2
        and (parts[-2].endswith(",") or "." in parts[-1] or _DEGREE.fullmatch(parts[-1]))
        and bare(parts[-1]) in lists.credentials
    ):
        parts = parts[:-1]
    if len(parts) > 2 and bare(parts[-1]) in lists.suffixes:
        return [*parts[:-2], parts[-2].rstrip(","), parts[-1].rstrip(",;:")]
    if len(parts) > 2 and _HOUSE_SIGN.fullmatch(parts[-1]) and not parts[-2].isupper():  # "Aino Salmela HS"
        parts = parts[:-1]
    if parts and not _INITIAL.fullmatch(parts[-1]):
        return [*parts[:-1], parts[-1].rstrip(".,;:")]
    return parts


def _reads_as_name(parts: list[str], lists: Words, least: int) -> bool:
    """True where every word may stand where it stands, and `least` of them are more than particles and suffixes."""
    if _CHINESE.fullmatch(" ".join(parts)):
        return True
    kinds = [bare(part) for part in parts]
    if (all(kind in lists.both_ways or len(kind) < 2 for kind in kinds) and not places.is_first_name(parts[0])) or (
        len(parts) == 2 and kinds[0] in lists.articles and not _INITIAL.fullmatch(parts[0])
    ):
        return False
    known = lists.particles if places.is_first_name(parts[0]) else frozenset()  # "Juan del Río", not "Fiscal del Estado"
    if any(
        kind in lists.never and not (kind in known and part.islower())
        for kind, part in zip(kinds, parts, strict=True)
        if not _INITIAL.fullmatch(part)
    ):
        return False
    last = len(parts) - (2 if kinds[-1] in lists.suffixes and len(parts) > 2 else 1)
    if (
        parts[last].islower()
        or (kinds[last] in lists.articles and kinds[last] not in lists.both_ways)
        or all(_INITIAL.fullmatch(part) for part in parts)
    ):
        return False
    small = sum(part.islower() and kind in lists.particles for part, kind in zip(parts, kinds, strict=True))
    return last + 1 - small >= least and all(_fits(part, at, last, lists) for at, part in enumerate(parts))


def _fits(part: str, at: int, last: int, lists: Words) -> bool:
    """True where one word may stand at its place in a name that has its last proper word at `last`."""
    kind = bare(part)
    if kind.endswith("'s") or _DOMAIN.search(part):  # "CNN's Ada Quill", "Ada Quill ESPN.com"
        return False
    if at > last:
        return kind in lists.suffixes
    if at > 0 and kind in lists.linkers and "." not in part:  # "Ibarra y Solís", but also "John E Harker"
        return at == last - 1 and (at > 1 or (part.isupper() and kind != "y"))
    if 0 < at < last and len(part) > 2 and part[0] in "\"“'‘(«" and part[-1] in "\"”'’)»":  # Joan “Jo” Harker
        part = part[1:-1]
    if part[:1].islower():
        return bool(_SMALL_START.match(part)) or (at > 0 and kind in lists.particles)
    if part.endswith(".") and kind not in lists.abbreviations and kind not in lists.honorifics:
        return bool(_INITIAL.fullmatch(part))
    return bool(_WORD.fullmatch(part))
