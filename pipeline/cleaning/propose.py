"""Propose rules for the lines that recur, with their evidence. A proposal removes nothing: a person accepts it, or does not.

What is proposed stands in enough different stories of its source, at a steady place at one edge, and never inside a story.
A sentence needs half of all stories, because columns have standing sentences too and "No injuries were reported." ends many
a story; one with an address in it is the house speaking to its readers, and counts as any other line.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.cleaning.learn import FEWEST_STORIES, Tallies, Tally
from pipeline.cleaning.rule import Example, Rule, Where
from pipeline.cleaning.sheet import is_prose

SHARE: Final = 0.2  # of the stories
SHARE_OF_SENTENCES: Final = 0.5
MANY_STORIES: Final = 20  # enough for a line that is no sentence, whatever its share
MOST_VARIANTS_OF_A_SENTENCE: Final = 3  # "in 2026", "in 2027": years roll over, facts change each time
_STEADY: Final = 0.8  # of its stories have it within _BREADTH neighbouring places at one edge
_BREADTH: Final = 3
_NEUTRAL: Final = "The council met again on Monday."
_ADDRESS: Final = re.compile(r"@\w|://|\bwww\.|\w\.[a-z]{2,24}(?:/|\b)", re.IGNORECASE)
_EXAMPLES: Final = 3


class _Place(NamedTuple):
    where: Where
    reach: int
    stories: int


def propose(tallies: Tallies, name: str, is_read: Callable[[str], bool]) -> tuple[Rule, ...]:
    """The rules that the tallies speak for, the most frequent first; ids begin with `name`, the file's.

    `is_read` tells the lines that a reader of bylines, credits or rights can read: those are no furniture.
    """
    rules: dict[str, Rule] = {}
    for tally in sorted(tallies.lines, key=lambda tally: (-tally.stories, tally.shape)):
        place = _place(tally)
        if place and _is_frequent(tally, tallies.stories) and not any(map(is_read, tally.variants)):
            rule_id = _free_id(f"{name}.{place.where}_{_words(tally.variants[0])}", rules)
            rules[rule_id] = _rule(rule_id, tally, place, tallies.stories)
    return tuple(rules.values())


def _place(tally: Tally) -> _Place | None:
    """The edge that it keeps to; None where it wanders, or stands inside a story."""
    if tally.inside or not tally.stories:
        return None
    edges: tuple[tuple[Where, list[int]], ...] = (("tail", tally.below), ("head", tally.above))
    where, counts = min(edges, key=lambda edge: (-_within(edge[1]), _mean(edge[1])))
    if _within(counts) < _STEADY * tally.stories:
        return None
    return _Place(where, max(place for place, times in enumerate(counts) if times), sum(counts))


def _within(counts: Sequence[int]) -> int:
    return max(sum(counts[first : first + _BREADTH]) for first in range(len(counts)))


def _mean(counts: Sequence[int]) -> float:
    return sum(place * times for place, times in enumerate(counts)) / (sum(counts) or 1)


def _is_frequent(tally: Tally, stories: int) -> bool:
    """In enough of the stories for what it is: more is asked of what may tell something."""
    sentence = is_prose(tally.variants[0])
    if (sentence or tally.as_title) and len(tally.variants) > MOST_VARIANTS_OF_A_SENTENCE:
        return False
    if tally.as_title or (sentence and not _ADDRESS.search(tally.variants[0])):
        return tally.stories >= max(FEWEST_STORIES, SHARE_OF_SENTENCES * stories)
    return tally.stories >= max(FEWEST_STORIES, min(SHARE * stories, MANY_STORIES))


def _rule(rule_id: str, tally: Tally, place: _Place, stories: int) -> Rule:
    edge = "beginning" if place.where == "head" else "end"
    why = (
        f"{tally.stories} of {stories} stories have it, {stories - tally.stories} do not: with at most {place.reach} paragraphs "
        f"between it and the {edge}, and never in the middle of a story."
    )
    if tally.as_title:
        why += f" In {tally.as_title} of them it stands where the headline belongs."
    return Rule(
        id=rule_id,
        label="furniture",
        where=place.where,
        reach=place.reach,
        match=tally.shape,
        why=why,
        examples=tuple(Example(text=text) for text in tally.variants[:_EXAMPLES]),
        spares=tuple(text for text in (" ".join(tally.lookalike.split()), _NEUTRAL) if text and text.isprintable()),
    )


def _words(text: str) -> str:
    """Sign up for the Tide Letter today -> sign_up_for_the"""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "_".join(re.findall("[a-z0-9]+", plain)[:4]) or "line"


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    names = [wanted, *(f"{wanted}_{number}" for number in range(2, len([*taken]) + 3))]
    return next(name for name in names if name not in taken)


def style_text(name: str, about: str, rules: Iterable[Rule]) -> str:
    """The TOML of a style, as docs/rules.md has it."""
    parts = [f"name = {_quoted(name)}\nabout = {_quoted(about)}\n"]
    for rule in rules:
        examples = ", ".join(f"{{ text = {_quoted(example.text)} }}" for example in rule.examples)
        parts.append(
            f'[[rule]]\nid = "{rule.id}"\nlabel = "{rule.label}"\nwhere = "{rule.where}"\nreach = {rule.reach}\n'
            f"match = '''{rule.match}'''\nwhy = {_quoted(rule.why)}\nexamples = [{examples}]\n"
            f"spares = [{', '.join(map(_quoted, rule.spares))}]\n"
        )
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """A basic string of TOML is one of JSON."""
    return json.dumps(text, ensure_ascii=False)
