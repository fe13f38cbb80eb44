"""The laws that every story is held to (docs/rules.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import refine, trace
from pipeline.cleaning.laws import is_conserved
from pipeline.document import Span
from pipeline.errors import UnreadableCopy
from pipeline.record import Record
from tests.laws.strategies import EXAMPLES, PARAGRAPHS, SPARES, noise, stories


def letters(text: str) -> str:
    return "".join(text.split())


def words_of(record: Record) -> list[str]:
    titles = [record.headline or "", record.subheadline or ""]
    return [*titles, *(block.text for block in record.body), *(removed.text for removed in record.removed)]


def records_or_reason(raw: bytes) -> list[Record] | str:
    try:
        return refine(raw, "story.txt")
    except UnreadableCopy as refused:
        return refused.reason


@given(stories())
def test_every_character_lies_in_exactly_one_span(text: str) -> None:
    for record in trace(text.encode(), "story.txt"):
        assert letters("".join(span.text for span in record.trace)) == letters(
            "".join(s.text for s in sorted(record.trace, key=lambda s: s.start))
        )
        assert "conservation_failed" not in {warning.code for warning in record.warnings}


@given(stories())
def test_body_and_titles_and_removed_together_are_the_source(text: str) -> None:
    for record in trace(text.encode(), "story.txt"):
        source = "".join(span.text for span in record.trace)

        assert sorted(letters("".join(words_of(record)))) == sorted(letters(source))


@given(stories())
def test_cleaning_a_clean_story_removes_nothing_more(text: str) -> None:
    for record in refine(text.encode(), "story.txt"):
        clean = "\n\n".join(filter(None, [record.headline, *(block.text for block in record.body)]))
        again = refine(clean.encode(), "story.txt")[0]

        assert [removed.text for removed in again.removed] == []


@given(stories())
def test_the_same_bytes_give_the_same_record_byte_for_byte(text: str) -> None:
    one, other = refine(text.encode(), "story.txt"), refine(text.encode(), "story.txt")

    assert [record.to_json() for record in one] == [record.to_json() for record in other]


@given(st.binary(max_size=400) | noise.map(str.encode))
def test_any_bytes_give_a_record_or_a_reason(raw: bytes) -> None:
    assert records_or_reason(raw)


@pytest.mark.parametrize("spare", SPARES)
def test_no_rule_touches_any_spare_inside_a_story(spare: str) -> None:
    story = "\n".join(
        ["Harbour council votes to rebuild pier", PARAGRAPHS[0], PARAGRAPHS[1], spare, PARAGRAPHS[2], PARAGRAPHS[3]]
    )

    record = refine(story.encode(), "story.txt")[0]

    assert spare in [block.text for block in record.body]


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_rule_acts_in_the_middle_of_a_paragraph(example: str) -> None:
    paragraph = f"The clerk read out the words {example} and closed the book."
    story = "\n".join(["Harbour council votes to rebuild pier", PARAGRAPHS[0], PARAGRAPHS[1], paragraph, PARAGRAPHS[2]])

    record = refine(story.encode(), "story.txt")[0]

    assert paragraph in [block.text for block in record.body]


@pytest.mark.parametrize(
    ("spans", "kept"),
    [([(0, 3), (4, 7)], True), ([(0, 3)], False), ([(0, 4), (3, 7)], False), ([(0, 3), (4, 9)], False), ([], False)],
)
def test_the_law_of_conservation_sees_gaps_and_overlaps(spans: list[tuple[int, int]], kept: bool) -> None:
    labelled = [Span(0, start, end, "body", "test.rule") for start, end in spans]

    assert is_conserved("the sea", labelled) is kept
