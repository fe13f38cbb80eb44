"""What is a house, and what a place, by its looks: the small tests that the readers of bylines share."""

from __future__ import annotations

from pipeline.attribution import agencies, places
from pipeline.attribution.words import bare, words


def in_title_case(text: str) -> bool:
    """At most seven words, each with a capital save the small ones; no sentence stands like that."""
    parts = text.split()
    small = words().titled_small
    return (
        len(parts) <= 7 and text[:1].isupper() and all(part[0].isupper() or part[0].isdigit() or part in small for part in parts)
    )


def is_paper(house: str) -> bool:
    """Is this surely a house, and no name with a house behind it?

    A known agency, a paper with its city, or the short name that a paper's own people use: "Times Staff Writer".
    """
    if not house or agencies.named(house):
        return bool(house)
    first, _, more = house.partition(" ")
    return agencies.is_organization(house if more and is_place(first) else "" if more else f"Daily {house}")


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
