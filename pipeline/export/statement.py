"""What a record says in values, as a sentence: for formats that have a line for it and no fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from pipeline.record import Record, Rights, Role

# As agencies sign off, in the words that our own reader knows.
_DEEDS: Final[Mapping[Role, str]] = {
    "reporting": "Reporting by",
    "writing": "Writing by",
    "editing": "Editing by",
    "assistance": "With assistance from",
    "contribution": "Contributions by",
    "photography": "Photography by",
    "translation": "Translation by",
    "research": "Research by",
    "compilation": "Compiled by",
    "other": "Production by",
}


def notice_of(rights: Rights) -> str | None:
    """The notice as it was given; where none was, one of holder, year and distributor: © 2026 AP. Distributed by ..."""
    if rights.notice:
        return rights.notice
    held = " ".join(["©", *([str(rights.year)] if rights.year else []), rights.holder]) if rights.holder else ""
    sent = f"Distributed by {rights.distributor}." if rights.distributor else ""
    return "\n".join(filter(None, (held, sent))) or None


def byline_of(record: Record) -> str | None:
    """The byline as it was given, else the names of those who signed."""
    return record.byline.text or ", ".join(author.name for author in record.byline.authors) or None


def sign_off_of(record: Record) -> str | None:
    """The credits as a line below the story: (Reporting by Ada Quill and Bo Lind; Editing by Peter Vance)"""
    deeds = (
        f"{_DEEDS[role]} {_listed(credit.name for credit in credits)}"
        for role, credits in groupby(record.credits, key=lambda credit: credit.role)
    )
    said = "; ".join(deeds)
    return f"({said})" if said else None


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
