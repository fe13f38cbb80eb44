"""What a line must have for a rule to be asked: never more than the rule's pattern wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.guard import Guard, opening
from pipeline.cleaning.lookup import Side, seen
from pipeline.cleaning.rule import ENDS, Rule
from pipeline.cleaning.ruleset import load_rules

HEADS: tuple[str, ...] = ("head", "anywhere", "line-start", "edge-end")
TAILS: tuple[str, ...] = ("tail", "anywhere", "line-end", "edge-end")


def lines() -> Iterator[str]:
    """What rules take and what they must not take, alone and behind a sentence."""
    for rule in load_rules().rules:
        for text in (*(example.text for example in rule.examples), *rule.spares):
            yield text
            yield f"The ferry docked at noon. {text}"


def asked_one_by_one(text: str, side: Side) -> set[str]:
    places = HEADS if side == "head" else TAILS
    rules = (rule for rule in load_rules().rules if rule.where in places)
    return {rule.id for rule in rules if _takes(rule, text)}


def _takes(rule: Rule, text: str) -> bool:
    fits = not rule.is_whole_line or len(text) <= rule.longest
    return fits and load_rules().matcher.capture(rule, seen(text, rule.where)) is not None


def found(text: str, side: Side) -> set[str]:
    rules = load_rules().matcher.found(text, side, 0)
    return {rule.id for rule in (*rules.whole, *rules.parts)} if rules else set()


@pytest.mark.parametrize("side", ["head", "tail"])
def test_looking_a_line_up_finds_what_asking_every_rule_finds(side: Side) -> None:
    # Given every line that some rule takes or spares
    # Then
    differ = [line for line in lines() if found(line, side) != asked_one_by_one(line, side)]
    assert differ == []


@given(st.lists(st.sampled_from([*lines()]).flatmap(lambda line: st.sampled_from(line.split(" "))), min_size=1, max_size=12))
def test_so_it_does_for_their_words_in_any_order(words: list[str]) -> None:
    # Given
    line = " ".join(words)
    # Then
    assert (found(line, "head"), found(line, "tail")) == (asked_one_by_one(line, "head"), asked_one_by_one(line, "tail"))


def test_a_paragraph_longer_than_an_edge_is_asked_at_its_edges() -> None:
    # Given
    line = "KYIV, Ukraine (AP) — " + "The ferry docked at noon. " * 100 + "(Reporting by Ada Quill; Editing by Peter Vance)"
    # Then
    assert (found(line, "head"), found(line, "tail")) == (asked_one_by_one(line, "head"), asked_one_by_one(line, "tail"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The council met.", "the coun"),
        ("12 Comments", "00 comme"),
        ("  «Été» 2026", "·t   0000"),
        ("(END)", "·end $"),
        ("---", "·$"),
        ("", "$"),
    ],
)
def test_an_opening_begins_at_the_first_letter_or_figure(line: str, told: str) -> None:
    # Then
    assert opening(line) == told


@pytest.mark.parametrize(
    ("pattern", "openings", "needles", "marks"),
    [
        (r"(?i)related stor(?:y|ies)", {"related "}, set(), set()),
        (r"(?:the )?end\.?", {"the end$", "the end ", "end$", "end $"}, set(), set()),
        (r"\p{Lu}.* To learn more about .+", set(), {" to learn more about "}, set()),
        (r".+ ?/ ?.+", set(), set(), {"/"}),
        (r".+ [a-z]+", set(), set(), {""}),
        (r"\(\p{L}+.*", set(), set(), {"·"}),
        (r"menu|.* opens new tab", {"menu$"}, {" opens new tab"}, set()),
    ],
)
def test_a_pattern_tells_what_its_lines_must_have(pattern: str, openings: set[str], needles: set[str], marks: set[str]) -> None:
    # When
    guard = Guard(pattern, opens=True, closes=True)
    # Then
    assert (set(guard.openings), set(guard.needles), set(guard.marks)) == (openings, needles, marks)


def test_few_rules_are_asked_of_a_sentence_far_inside_the_story() -> None:
    # Given
    guards = [Guard(rule.match.strip(), rule.where not in ENDS, rule.is_whole_line) for rule in load_rules().rules]
    # Then: a rule that every line is asked about costs every story
    anyhow = [rule.id for rule, guard in zip(load_rules().rules, guards, strict=True) if "" in guard.marks and rule.reach > 4]
    assert anyhow == []
