"""Who made a NewsML-G2 item: creators and contributors with their roles, as far as they are people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.formats.newsml_g2.parts import Item, local, name_in
from pipeline.formats.persons import upright
from pipeline.formats.story_copy import fold
from pipeline.formats.xml.tree import Element, attribute_at, find

# Parts of the names of roles and job titles, in order: a caption writer is no writer, a photo editor no photographer.
_ROLES: Final = (
    (("caption", "descr", "produc", "source", "distrib", "provider"), "other"),
    (("edit", "redak", "redig", "rédact", "cpe"), "editing"),
    (("photo", "foto", "camera", "kuva", "bild"), "photography"),
    (("translat", "traduc", "übersetz"), "translation"),
    (("research",), "research"),
    (("writ", "author", "autor", "report", "journal", "correspond", "byline"), "reporting"),
)
_PICTURES: Final = frozenset({"picture", "graphic"})
_BY: Final = re.compile(r"(?:by|von|par|por|di|av|af|door)\s+(?=[^\W\d_])", re.I)
_AND: Final = re.compile(r"\s*[;,]\s*|\s+(?:and|und|et|och|og|&)\s+")
_MOST: Final = 30  # people of one item


class People(NamedTuple):
    """Authors by name, and (role, name) of who else worked on it."""

    authors: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]


def people_of(item: Item, houses: frozenset[str]) -> People:
    """The people of an item. `houses` are the folded names of organisations that the item names: none of them is a person."""
    made = [pair for at in item.content.get("creator", ())[:_MOST] for pair in _people(at, item, houses)]
    helped = [pair for at in item.content.get("contributor", ())[:_MOST] for pair in _people(at, item, houses)]
    unsaid = "photography" if item.kind in _PICTURES else None
    roles = [(role or unsaid, name) for role, name in made]
    authors = [name for role, name in roles if role in (None, "reporting")]
    credits = [(role, name) for role, name in roles if role not in (None, "reporting", "other")]
    credits += [(role or "contribution", name) for role, name in helped]
    return People(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys((role, name) for role, name in credits if role)))


def _people(concept: Element, item: Item, houses: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    name = name_in(concept, item.language)
    if name is None or "organi" in local(concept.get("type")) or find(concept, "organisationDetails") is not None:
        return
    role = _role(concept)
    for person in _names(upright(_BY.sub("", name, count=1) if _BY.match(name) else name)):
        if _is_person(person) and fold(person) not in houses:
            yield role, person


def _role(concept: Element) -> str | None:
    """The role that a creator or contributor plays, by its role or job title; None where neither is told."""
    told = [str(concept.get("role") or ""), str(concept.get("jobtitle") or ""), attribute_at(concept, "jobTitle", "qcode") or ""]
    said = " ".join(map(local, told))
    return next((role for marks, role in _ROLES if any(mark in said for mark in marks)), "other" if said.strip() else None)


def _names(text: str) -> list[str]:
    """'Ada Quill and Bo Lind' -> both; 'Ada Quill, Jr.' stays one."""
    parts = [part for part in _AND.split(text) if part]
    return parts if all(" " in part for part in parts) else [text]


def _is_person(name: str) -> bool:
    """Two words at least, no digit, no address: 'quill.ada' is an account, 'AQ' initials, 'Metro' a desk."""
    return " " in name and not any(sign.isdigit() or sign in "@/" for sign in name) and len(name) <= 100
