"""The clauses of a rights notice that name no holder: distributor, address, terms of use, licence.

A reader gets one clause and gives what it says as Rights, or None: "this is no such clause". The wordings are data, in
rights.toml beside this file; they are RE2 patterns, so a long clause costs no more than its length.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeAlias

import re2

from pipeline.attribution import agencies
from pipeline.attribution.finder import finder
from pipeline.attribution.rights_holder import DOMAIN, MARK, full_url, without_full_stop
from pipeline.record import Rights

_VISIT: Final = re.compile(
    r"(?:please )?visit (?:(?P<name>.{2,80}?)(?: \([^()]*\))?(?:['’]s web ?site|,? online)? )??(?:on the web )?"
    rf"(?P<at>at )?(?P<url>{DOMAIN})",
    re.IGNORECASE,
)
_COMMONS: Final = r"\bCreative Commons\b|\bCC[ -]?(?:BY|0)\b"
_LICENSED: Final = re.compile(
    r"(?:(?:this|our|all|these|unless|except|texts?|contents?|stories|articles|photos?|images?)\b.*?\b)?"
    r"(?:re-?publish(?:ed)?|licen[cs]ed|available|released|distributed|shared|published|reproduced|reprinted|used|covered|under)\b.*|"
    r"(?:creative commons|cc)[ -](?:attribution|by|0|licen[cs]e).*|"
    r"(?:ce(?:t|tte)?|est[ea]|quest[oa]|dies(?:er|e|es)|dit) .*?\b(?:licen[cs]e|licen[cç][ai]a?|licenza|lizenz|licentie)\b.*",
    re.IGNORECASE,
)
_SHORT_LICENSE: Final = re.compile(
    r"\bCC[ -]?(?:BY)?(?P<parts>0|(?:[ -](?:NC|ND|SA))*)(?:[ -]?(?P<version>\d\.\d))?", re.IGNORECASE
)
_LONG_LICENSE: Final = re.compile(
    r"Attribution(?P<parts>(?:[ ,/–-]+(?:No[nt]?[ -]?(?:for[ -])?(?:commercial|derivatives|derivs)|Share[ -]?Alike))*)"
    r"\W*(?P<version>\d\.\d)?",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(r"[\"“”„«]|\b(?:said|says|told|according|argued|ruled|wrote|writes|he|she|him|her)\b")
_NOTICE_BEHIND: Final = re.compile(r",? copyright\b.*", re.IGNORECASE)  # "Transcript provided by NPR, Copyright NPR."
_MOST_WORDS: Final = 6  # of a distributor that no list knows


Finder: TypeAlias = Callable[[str], list[int]]
_LOOKED_FOR: Final = ("handling", "ruling", "object")


class Wordings(NamedTuple):
    """rights.toml as RE2 patterns, and as finders where it matters only whether a wording is there."""

    reserved: Any
    distributed: Any
    begins: Any
    handling: Finder
    ruling: Finder
    object: Finder
    fixed: Any
    aside: Any
    opening: Any  # what a new clause begins with
    telling: Finder  # a text without any of this is no notice


@cache
def wordings() -> Wordings:
    """The wordings, read once a process."""
    lists = tomllib.loads((files(__package__) / "rights.toml").read_text("utf-8"))
    either = {key: "|".join(wordings) for key, wordings in lists.items()}
    opening = "|".join([either[key] for key in ("distributed", "begins", "fixed")])
    strong = "|".join([either[key] for key in ("reserved", "distributed", "fixed")])
    return Wordings(
        **{key: _compiled(f"(?:{pattern})") for key, pattern in either.items() if key not in _LOOKED_FOR},
        **{key: finder(either[key]) for key in _LOOKED_FOR},
        opening=_compiled(rf"\W*(?:{opening}|visit )"),
        telling=finder(rf"{strong}|{MARK}|\bvisit\b|{_COMMONS}"),
    )


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    return re2.compile(pattern, options)


def distribution_clause(clause: str) -> Rights | None:
    """Who passes the copy on: "Distributed by Tribune Content Agency, LLC."."""
    found = wordings().distributed.match(clause)
    if found is None:
        return None
    name = without_full_stop(_NOTICE_BEHIND.sub("", clause[found.end() :]))
    known = agencies.named(name) is not None or agencies.is_organization(name)
    titled = len(name.split()) <= _MOST_WORDS and all(
        word[0].isupper() or word in ("of", "the", "and", "&") for word in name.split()
    )
    by_shape = (
        clause[0].isupper()
        and clause[1:10] in ("istribute", "ISTRIBUTE", "yndicated", "YNDICATED")
        and name[:1].isupper()
        and titled
    )
    return Rights(distributor=name) if known or by_shape else None


def visit_clause(clause: str) -> Rights | None:
    """Where the paper is found: "Visit The Brill Courier at brillcourier.com", "Visit bloomberg.com"."""
    found = _VISIT.fullmatch(clause.rstrip(" ."))
    if found is None or (found["name"] and not agencies.is_organization(found["name"])):
        return None
    return Rights(url=full_url(found["url"]))


def names_its_paper(clause: str) -> bool:
    """Does the clause say whose address it gives? "Visit vote.gov" is advice to readers, not a notice."""
    found = _VISIT.fullmatch(clause.rstrip(" ."))
    return found is not None and bool(found["name"] or found["at"])


def license_clause(clause: str) -> Rights | None:
    """A Creative Commons licence, as SPDX writes it where the clause says which: "CC BY-ND 4.0" -> "CC-BY-ND-4.0"."""
    if _SPEECH.search(clause) or not re.search(_COMMONS, clause, re.IGNORECASE) or not _LICENSED.match(clause):
        return None
    found = _SHORT_LICENSE.search(clause) or _LONG_LICENSE.search(clause)
    if found is None:
        return Rights(license="Creative Commons", usage_terms=clause)
    return Rights(license=_spdx(found["parts"].upper(), found["version"]), usage_terms=clause)


def _spdx(parts: str, version: str | None) -> str:
    if parts == "0":
        return "CC0-1.0"
    conditions = [
        short
        for short, sign in (("NC", "COMM"), ("ND", "DERIV"), ("SA", "SHARE"))
        if sign in parts or short in parts.replace("NO", "")
    ]
    return "-".join(["CC", "BY", *conditions, *([version] if version else [])])


def usage_clause(clause: str) -> Rights | None:
    """A sentence on what may be done with the copy: "This material may not be published, broadcast ... or redistributed."."""
    words = wordings()
    if words.fixed.fullmatch(clause.strip(" .()[]*")):
        return Rights(usage_terms=clause)
    if _SPEECH.search(clause) or not words.begins.match(clause.lstrip(" ([*")):
        return None
    rules = words.handling(clause) and words.ruling(clause) and words.object(clause)
    return Rights(usage_terms=clause) if rules else None


def aside_clause(clause: str) -> Rights | None:
    """What stands in such lines and says nothing of rights: "Follow the Courier on Twitter.", "More »"."""
    return Rights() if wordings().aside.fullmatch(clause.strip(" .")) else None
