"""What there is to choose from in the stream, and what each rule did: counted by the index."""

from __future__ import annotations

from typing import NamedTuple

from workers.page.index import Index
from workers.styling.rules_stats import Fired

_CHOICES = {
    "agency": "SELECT agency, max(agency_name), count(*) FROM stories WHERE agency <> '' GROUP BY agency ORDER BY 2",
    "format": "SELECT format, format, count(*) FROM stories GROUP BY format ORDER BY 1",
    "status": "SELECT status, status, count(*) FROM stories GROUP BY status ORDER BY 1",
    "warning": "SELECT code, code, count(*) FROM warned GROUP BY code ORDER BY 1",
}
_FIRED = """
SELECT took.rule, max(took.label), sum(took.times), count(*), min(took.text), max(took.text)
FROM took JOIN stories ON stories.number = took.story
WHERE (:agency = '' OR stories.agency = :agency)
GROUP BY took.rule ORDER BY 3 DESC, 1
"""


class Choice(NamedTuple):
    """A value of a filter, how it is called, and how many stories have it."""

    value: str
    name: str
    stories: int


class Neighbours(NamedTuple):
    """The ids of the stories that came just after and just before one; None at the ends."""

    newer: str | None
    older: str | None


def total(index: Index) -> int:
    """How many stories there are."""
    with index.asking() as database:
        return int(database.execute("SELECT count(*) FROM stories").fetchone()[0])


def choices(index: Index) -> dict[str, list[Choice]]:
    """For each filter what there is to choose from."""
    with index.asking() as database:
        return {name: [Choice(*row) for row in database.execute(query)] for name, query in _CHOICES.items()}


def fired(index: Index, agency: str = "") -> list[Fired]:
    """The rules that took something, over all stories or those of one agency, the busiest first; two examples of each."""
    with index.asking() as database:
        rows = database.execute(_FIRED, {"agency": agency}).fetchall()
    return [Fired(agency, rule, label, times, stories, tuple({a: 0, b: 0})) for rule, label, times, stories, a, b in rows]


def neighbours(index: Index, record_id: str) -> Neighbours:
    """Those of one story in the stream of all."""
    with index.asking() as database:
        here = database.execute("SELECT claim, number FROM stories WHERE id = ?", (record_id,)).fetchone()
        if here is None:
            return Neighbours(None, None)
        newer, older = (
            database.execute(f"SELECT id FROM stories WHERE {side} LIMIT 1", tuple(here)).fetchone()
            for side in (
                "(claim, -number) > (?, -?) ORDER BY claim, number DESC",
                "(claim, -number) < (?, -?) ORDER BY claim DESC, number",
            )
        )
    return Neighbours(newer and newer["id"], older and older["id"])
