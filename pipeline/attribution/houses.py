"""What is a house, and what a place, by its looks: the small tests that the readers of bylines share."""

from __future__ import annotations

import re

from pipeline.attribution import agencies, places
from pipeline.attribution.words import bare, words

_SITE = re.compile(r"(?:[\w-]{1,40}\.){1,4}[a-z]{2,6}")


def in_title_case(text: str) -> bool:
    """At most seven words, each with a capital or a figure save the small ones; no sentence stands like that."""
    parts = text.split()
    small = words().titled_small
    opens = text[:1].isupper() or text[:1].isdigit()
    return len(parts) <= 7 and opens and all(part[0].isupper() or part[0].isdigit() or part in small for part in parts)


def is_paper(house: str) -> bool:
    """Is this surely a house, and no name with a house behind it?

    A known agency, the short name that a paper's own people use ("Times Staff Writer"), or a name that opens with a place or
    with no surname: "Halden Times" may be Ms Halden's, "Denver Times", "Star Tribune" and "Global News" are nobody's.
    """
    if not house or agencies.named(house) or is_site(house):
        return bool(house)
    first, _, more = house.partition(" ")
    if not more:
        return _is_short_name(house)
    opens = is_place(first) or bare(first) in words().stop or _is_short_name(first)
    return opens and (agencies.is_organization(house) or _is_short_name(house))


def _is_short_name(house: str) -> bool:
    """A newspaper's word, as "Globe" is: behind "Daily" it makes a newspaper's name."""
    return agencies.is_organization(f"Daily {house}")


def is_site(text: str) -> bool:
    """Is this the address of a website: "Faktisk.no"?"""
    return bool(_SITE.fullmatch(text))


def is_wires(text: str) -> bool:
    """Is this what signs where nobody does: "staff", "Staff and agencies", "wire reports", "our own correspondent"?"""
    lists = words()
    parts = [bare(part) for part in text.split()]
    if not 0 < len(parts) <= 6 or parts[-1] not in lists.wires:
        return False
    return all(part in lists.wires or part in lists.about_wires for part in parts)


def is_place(text: str) -> bool:
    """Is this a place that the gazetteer knows, alone or before its country or state: "Paris", "Rockville, Md."?"""
    return text[:1].isupper() and all(places.is_place(part.strip()) for part in text.split(","))


def is_city(parts: list[str]) -> bool:
    """Do these words make one known city: "London", "New York", "Washington DC"?"""
    if places.is_city(" ".join(parts)):
        return True
    return len(parts) > 1 and places.is_city(" ".join(parts[:-1])) and places.is_region(parts[-1])
