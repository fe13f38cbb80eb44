"""The word lists of words.toml: what is a particle, a role, a word that no person is called."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Words(NamedTuple):
    """Every list of words.toml as a set of casefolded words, under the name it has there."""

    particles: frozenset[str]
    linkers: frozenset[str]
    suffixes: frozenset[str]
    credentials: frozenset[str]
    honorifics: frozenset[str]
    abbreviations: frozenset[str]
    articles: frozenset[str]
    no_clan: frozenset[str]
    stop: frozenset[str]
    both_ways: frozenset[str]
    newsroom: frozenset[str]
    units: frozenset[str]
    callings: frozenset[str]
    beats: frozenset[str]
    clock: frozenset[str]
    sure_clock: frozenset[str]
    wires: frozenset[str]
    about_wires: frozenset[str]
    whose: frozenset[str]
    behind_role: frozenset[str]
    joining: frozenset[str]
    behind_noun: frozenset[str]
    titled_small: frozenset[str]
    beside: frozenset[str]
    small: frozenset[str]  # every word that may stand in a byline in lower case
    roles: frozenset[str]  # newsroom, units and callings together
    never: frozenset[str]  # stop and roles together: in nobody's name


@cache
def words() -> Words:
    """The lists, read once a process."""
    text = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    lists = {name: frozenset(words.casefold().split()) for name, words in text.items()}
    roles = lists["newsroom"] | lists["units"] | lists["callings"]
    small = frozenset.union(
        roles,
        *(
            lists[name]
            for name in ("particles", "linkers", "beats", "clock", "wires", "about_wires", "beside", "whose", "behind_role")
        ),
    )
    return Words(**lists, small=small, roles=roles, never=roles | lists["stop"])


def bare(word: str) -> str:
    """The word as the lists hold it: casefolded, no full stops, straight apostrophes ("Ph.D.," -> "phd")."""
    return word.casefold().replace(".", "").replace("’", "'").strip(",;:")
