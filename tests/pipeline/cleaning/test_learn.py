"""What recurs at the edges of a source's stories is proposed as rules; what tells something never is."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator

import pytest

from pipeline.attribution.attribute import JUDGES
from pipeline.cleaning.edges import EdgeLine, Edges, edges_of
from pipeline.cleaning.learn import learn
from pipeline.cleaning.propose import propose, style_text
from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import RuleSet, rules_with
from pipeline.record import Record
from pipeline.refine import refine
from tests.pipeline.cleaning.streams import every, nothing, stories

FOOTER = "The Saltmarsh Lantern is printed by its readers and paid for by nobody else."
APPEAL = "Tide tables and plans of old boats lie for everybody at lantern.saltmarsh.example all year."
MENU = "Tides | Ferries | Lost and found"


def records(texts: Iterable[str], rules: RuleSet | None = None) -> list[Record]:
    return [record for text in texts for record in refine(text.encode(), "story.txt", rules=rules)]


def proposed(texts: Iterable[str]) -> tuple[Rule, ...]:
    made = records(texts)
    return propose(learn(lambda: map(edges_of, made)), "lantern", lambda text: JUDGES["byline"](text) is not None)


def taken(texts: Iterable[str]) -> list[str]:
    return sorted(rule.examples[0].text for rule in proposed(texts))


def test_the_lines_that_a_house_puts_below_each_story_are_proposed() -> None:
    assert taken(stories(20, below=every(1, FOOTER, MENU))) == [FOOTER, MENU]


def test_a_line_above_the_story_is_proposed_for_the_head() -> None:
    [rule] = proposed(stories(20, above=every(1, FOOTER)))

    assert (rule.where, rule.examples[0].text) == ("head", FOOTER)


def test_a_name_of_the_house_where_the_headline_belongs_is_proposed() -> None:
    texts = (f"News from the Saltmarsh Lantern\n\n{text}" for text in stories(20))

    [rule] = proposed(texts)

    assert rule.where == "head"
    assert "stands where the headline belongs" in rule.why


def test_a_rule_says_how_many_stories_have_the_line_and_how_many_do_not() -> None:
    [rule] = proposed(stories(20, below=every(2, FOOTER)))

    assert rule.why.startswith("10 of 20 stories have it, 10 do not")


@pytest.mark.parametrize(("step", "expected"), [(1, [APPEAL]), (4, [APPEAL]), (7, [])])
def test_a_line_needs_its_share_of_the_stories(step: int, expected: list[str]) -> None:
    assert taken(stories(40, below=every(step, APPEAL))) == expected


def test_four_stories_are_too_few() -> None:
    assert taken(stories(4, below=every(1, FOOTER))) == []


def test_the_standing_sentence_of_a_column_is_not_proposed() -> None:
    assert taken(stories(60, below=every(3, "Ask Ada answers letters about boats and their owners every Friday."))) == []


def test_a_sentence_whose_figures_change_is_the_storys() -> None:
    def price(number: int) -> tuple[str, ...]:
        return (f"The price of eels closed at {number}.50 crowns in Saltmarsh.",)

    assert taken(stories(40, below=price)) == []


@pytest.mark.parametrize("line", ["Attendance: {}", "Halftime score: {}-2", "Water level at noon, {} cm"])
def test_figures_of_the_story_are_no_furniture(line: str) -> None:
    assert taken(stories(40, below=lambda number: (line.format(number + 100),))) == []


def test_dates_and_counts_of_a_line_are_left_open() -> None:
    def counted(number: int) -> tuple[str, ...]:
        return (f"{number + 1} lanterns lit for this", f"Last seen by the desk March {number % 28 + 1}, 2026")

    rules = proposed(stories(40, below=counted))

    ruleset = RuleSet(rules)
    assert len(rules) == 2
    for unseen in ("978 lanterns lit for this", "Last seen by the desk December 31, 2031"):
        assert ruleset.taking(unseen)


def test_a_line_that_also_stands_in_the_middle_of_a_story_is_never_proposed() -> None:
    assert taken(stories(40, below=every(1, FOOTER), inside=every(39, FOOTER))) == []


def test_a_line_that_wanders_is_not_proposed() -> None:
    texts = stories(40, above=every(2, MENU), below=lambda number: (MENU,) if number % 2 else ())

    assert taken(texts) == []


def test_a_byline_is_no_furniture() -> None:
    assert taken(stories(20, below=every(1, "By Ada Quill, Lantern Staff Writer"))) == []


def test_the_nearest_lookalike_from_inside_a_story_is_the_spare() -> None:
    near = "The Saltmarsh Lantern is printed by its owners, the mayor said."

    [rule] = proposed(stories(20, below=every(1, FOOTER), inside=every(9, near, "Printed matter arrived on Monday.")))

    assert rule.spares[0] == near


def test_an_accepted_style_removes_its_lines_and_nothing_else() -> None:
    # Given a stream with furniture, and the style that was learned from it
    texts = list(stories(20, above=every(1, MENU), below=every(1, FOOTER, APPEAL)))
    style = style_text("lantern", "Lines of the Saltmarsh Lantern.", proposed(texts))

    # When it is accepted
    after = records(texts, rules_with({"styles/lantern.toml": style}, JUDGES))

    # Then the stories are as if the lines had never been there
    bare = records(stories(20))
    assert [(record.headline, record.body) for record in after] == [(record.headline, record.body) for record in bare]


def test_an_accepted_style_leaves_other_stories_alone() -> None:
    style = style_text("lantern", "Lines of the Saltmarsh Lantern.", proposed(stories(20, below=every(1, FOOTER))))
    others = list(stories(5, inside=every(1, FOOTER)))

    assert records(others, rules_with({"styles/lantern.toml": style}, JUDGES)) == records(others)


def test_what_a_rule_in_force_takes_is_not_proposed_again() -> None:
    made = records(stories(20, below=every(1, FOOTER)))

    tallies = learn(lambda: (edges_of(record, lambda text: text == FOOTER) for record in made))

    assert propose(tallies, "lantern", lambda text: False) == ()


@pytest.mark.parametrize(
    "line", ["Don't miss '''this''' \\o/ (a|b) [c] {2} $5^ *", 'Say "quiet" to the Lantern\'s cat', "Ночной маяк у соли"]
)
def test_any_line_becomes_a_rule_that_takes_it(line: str) -> None:
    rules = proposed(stories(20, below=every(1, line)))

    assert rules_with({"lantern.toml": style_text("lantern", "Any line at all.", rules)}, JUDGES).taking(line)


def test_stories_without_furniture_teach_nothing() -> None:
    assert taken(stories(60, nothing)) == []


def test_memory_is_bounded_however_many_different_lines_there_are() -> None:
    def read() -> Iterator[Edges]:
        for number in range(8_000):
            lines = tuple(
                EdgeLine(f"Boat {number} with {part} oars came home", None, 0) for part in ("two", "four", "six", "eight")
            )
            yield Edges(lines, (f"The harbor office counted boat {number} again on Monday.",))

    tracemalloc.start()
    learn(read)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 4_000_000  # bytes; all 32,000 lines would take twice that
