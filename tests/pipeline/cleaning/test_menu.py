"""The menu of a stored page, which stands above the story as a run of short lines."""

from __future__ import annotations

from pipeline.record import Record
from pipeline.refine import refine

MENU = [
    "News",
    "Sports",
    "Local Business",
    "Opinion",
    "Weather",
    "Obituaries",
    "Photo Galleries",
    "Free Brochures",
    "Blue Jackets",
]
STORY = ["A goat won a seat on the harbor board on Tuesday with 212 votes.", "It abstained from its first vote, the clerk said."]


def refined(*lines: str) -> Record:
    [record] = refine("\n".join(lines).encode(), "page.txt")
    return record


def test_a_menu_is_taken_out_and_signs_nothing() -> None:
    record = refined(*MENU, "Goat elected to harbor board", *STORY)

    assert (record.headline, [block.text for block in record.body]) == ("Goat elected to harbor board", STORY)
    assert record.byline.authors == ()


def test_a_short_headline_at_the_end_of_the_menu_stays() -> None:
    record = refined(*MENU, "Goat elected", *STORY)

    assert record.headline == "Goat elected"


def test_a_verse_of_short_lines_is_no_menu() -> None:
    verse = ["The boat went out", "the boat came in", "and all between", "was rope and tin"] * 3

    record = refined("A verse for the ferry", *verse, *STORY)

    assert [block.text for block in record.body] == [*verse, *STORY]


def test_names_below_a_sentence_are_no_menu() -> None:
    names = ["Ada Birch", "Tom Hale", "Ines Calder", "Otis Farrow", "Nell Home", "Piet Moll", "Rosa Weather", "Gil News"]

    record = refined("Marlow school names its readers", "The following pupils read 100 books:", *names, *STORY)

    assert {block.text for block in record.body} >= set(names)
