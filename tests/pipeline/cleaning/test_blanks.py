"""What prints as a blank, or as nothing, changes nothing: not the labels, not what is read, not the words that are kept."""

from __future__ import annotations

from random import Random
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blanks import ODD_BLANKS, collapsed, offset_before
from pipeline.formats.detect import read
from pipeline.record import Rights
from pipeline.refine import refine, trace
from seeds.listing import Seed, seeds

STORY = """Harbour council votes to rebuild pier
By Ada Quill
Marlow Valley Echo
(TNS)
BRILL, Ohio — The harbour council voted on Monday to rebuild the pier that a storm had taken in March.
Work begins in spring, the council said, and nobody will be asked to pay for it twice.
The ferry will run as before.
{}
"""
NOTICE = "©2026 The Marlow Valley Echo. Visit marlowvalleyecho.example. Distributed by Tribune Content Agency, LLC."


def is_told_line_by_line(seed: Seed) -> bool:
    """Plain text, and not of a fixed width: there a tab or three blanks tell a table."""
    (document,) = read(seed.path.read_bytes(), seed.name)[:1]
    return (
        document.format == "text"
        and document.encoding == "utf-8"
        and "paragraph" not in {passage.kind for passage in document.passages}
    )


TEXTS = [
    seed.path.read_text("utf-8")
    for seed in seeds()
    if seed.path.suffix == ".txt" and seed.expected and is_told_line_by_line(seed)
]


def labels(text: str) -> list[tuple[str, str]]:
    return [(span.label, span.rule) for record in trace(text.encode(), "story.txt") for span in record.trace]


@given(st.sampled_from(TEXTS), st.sampled_from(ODD_BLANKS), st.randoms(use_true_random=False))
def test_odd_blanks_between_words_change_no_label(text: str, blank: str, dice: Random) -> None:
    # Given
    odd = "".join(blank if char == " " and dice.random() < 0.3 else char for char in text)
    # Then
    assert labels(odd) == labels(text)


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_runs_of_blanks_between_words_change_no_label(text: str, dice: Random) -> None:
    # Given
    ragged = "".join("   " if char == " " and dice.random() < 0.2 else char for char in text)
    # Then
    assert labels(ragged) == labels(text)


@given(st.text(alphabet="ab ", max_size=30))
def test_every_character_of_a_collapsed_text_is_found_again(text: str) -> None:
    # Given
    short = collapsed(text)
    # Then
    assert [text[offset_before(text, at)] for at in range(len(short))] == list(short)


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00a0\u200b"])
def test_marks_that_print_nothing_at_the_edges_of_a_line_change_no_label(mark: str) -> None:
    # Given
    text = STORY.format(NOTICE)
    marked = "\n".join(f"{mark}{line}{mark}" if line else line for line in text.split("\n"))
    # Then
    assert labels(marked) == labels(text)


def test_what_is_kept_and_what_is_removed_keeps_the_blanks_that_it_had() -> None:
    # Given
    text = STORY.format(NOTICE).replace("By Ada", "By\u00a0Ada").replace("the pier", "the\u00a0pier")
    # When
    (record,) = refine(text.encode(), "story.txt")
    # Then
    assert "the\u00a0pier" in record.body[0].text
    assert record.removed[0].text == "By\u00a0Ada Quill"


@pytest.mark.parametrize("width", range(49, 80, 3))
def test_a_notice_that_a_wire_broke_anywhere_is_read_as_one_line(width: int) -> None:
    # Given
    paragraphs = STORY.format(NOTICE).split("\n")
    text = "\n\n".join(fill(line, width, break_on_hyphens=False) for line in paragraphs)
    # When
    (record,) = refine(text.encode(), "story.txt")
    # Then
    told = record.rights.model_dump(include={"holder", "year", "distributor"})
    assert told == {"holder": "The Marlow Valley Echo", "year": 2026, "distributor": "Tribune Content Agency, LLC"}


def test_a_notice_stands_in_the_record_as_it_stood_in_the_copy() -> None:
    # Given
    notice = NOTICE.replace("©2026 ", "©2026\u00a0")
    # When
    (record,) = refine(STORY.format(notice).encode(), "story.txt")
    # Then
    assert record.rights == Rights(
        notice=notice,
        holder="The Marlow Valley Echo",
        year=2026,
        distributor="Tribune Content Agency, LLC",
        url=record.rights.url,
    )
