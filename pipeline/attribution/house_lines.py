"""Lines that only a house signs: "The Associated Press", "AP Sports Writer", "Staff and agencies", "By Courier staff"."""

from __future__ import annotations

import re

from pipeline.attribution import affiliation, agencies, cues
from pipeline.attribution.houses import in_title_case, is_paper, is_place, is_wires
from pipeline.attribution.words import bare, words

_APART = re.compile(r"\s*[/,|&·\n]\s*|\s+[–—-]\s+|\s+(?:and|with|avec|mit)\s+")
_WITH = re.compile(r"(?:with|avec|mit|con|com|met|med)\s+(?=\S)", re.IGNORECASE)
_BROADCASTER = re.compile(r"[A-Z]{2,5} (?:News|Sports?|Radio|Staff)")
_SURELY_WIRES = frozenset(
    {
        "staff",
        "wire",
        "wires",
        "newsroom",
        "agencies",
        "redação",
        "redacción",
        "redazione",
        "rédaction",
        "redaktion",
        "redactie",
        "agencias",
        "agences",
        "agenturen",
        "agências",
        "agenzie",
        "redakcja",
        "redakce",
        "redakcia",
        "redakcija",
        "редакция",
        "szerkesztőség",
        "redacția",
        "merkezi",
        "وكالات",
    }
)
_STAFF = frozenset({"staff", "correspondent", "correspondents", "reporter", "reporters", "newsroom"})
_OURS = frozenset({"our", "own", "special", "staff"})


def is_house_line(line: str) -> bool:
    """Without a cue, only what is surely meant so: agencies by name, their desks and staff, "Special to The Courier"."""
    line = _WITH.sub("", line)  # "Avec AFP"
    house, _, place = line.partition(" in ")
    parts = [part for part in _APART.split(house if place and is_place(place) else line) if part]  # "Reuters in Paris"
    sure = [agencies.named(part) is not None or bool(_BROADCASTER.fullmatch(part)) or _is_staff(part) for part in parts]
    if any(sure) and all(yes or is_wires(part) or is_place(part) for yes, part in zip(sure, parts, strict=True)):
        return True
    if len(parts) > 1 and any(map(agencies.named, parts)) and all(map(agencies.is_organization, parts)):  # "ABC/AFP"
        return True
    special = line[:8].casefold() == "special "
    if not special and bare(line.rsplit(" ", 1)[-1]) not in words().newsroom:
        return False
    beside = affiliation.read(line, guess=cues.before_house().match(line) is not None)
    return (
        beside is not None
        and beside.organization is not None
        and (special or (beside.role is not None and is_paper(beside.organization)))
    )


def signs_behind_cue(line: str) -> bool:
    """Behind a "By" as well any newspaper by its shape ("Halden Bay News") and its people ("Courier staff"); no "The Way"."""
    if agencies.named(line) or is_wires(line) or line.casefold().startswith(("the editors of ", "the editors at ")):
        return True
    parts = line.removeprefix("The ").removeprefix("the ").split()
    if bare(parts[-1]) in words().wires:
        return _has_staff(parts)
    if len(parts) < len(line.split()) <= 5 and is_paper(parts[-1]) and in_title_case(line):  # "The Halden Courier"
        return True
    first = bare(parts[0])
    return (
        first not in words().stop and not first.endswith("'s") and "," not in line and agencies.is_organization(" ".join(parts))
    )


def _is_staff(text: str) -> bool:
    """Is this "staff", "wire reports", "Our Bureau", "Courier staff" or "The Editorial Board", and not "Special Reports"?"""
    kinds = [bare(part) for part in text.split()]
    lists = words()
    if kinds[-2:] == ["editorial", "board"] and len(kinds) < 4 + (kinds[0] == "the"):
        return True
    if is_wires(text):
        return not _SURELY_WIRES.isdisjoint(kinds) or (kinds[0] in _OURS and kinds[-1] in lists.newsroom | lists.units)
    if kinds[0] in lists.units and agencies.named(text.partition(" ")[2]):
        return True
    return len(kinds) <= 5 and (kinds[-1] in _STAFF or "staff" in kinds) and _has_staff(text.split())


def _has_staff(parts: list[str]) -> bool:
    """A house, then what signs for it: "Daily News | Editorial Board", "MND | staff"."""
    return any(is_wires(" ".join(parts[at:])) and _is_short_house(parts[:at]) for at in range(1, len(parts)))


def _is_short_house(parts: list[str]) -> bool:
    """What may stand before "staff": "Tribune", "Daily News", "MND"."""
    house = " ".join(parts)
    return (
        is_paper(house)
        or is_paper(parts[-1])
        or agencies.is_organization(house)
        or (house.isalpha() and bare(house) not in words().stop)
    )
