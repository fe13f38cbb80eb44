"""Which of several patterns are anywhere in a text?"""

from __future__ import annotations

from pipeline.attribution.finder import finder


def test_the_numbers_of_all_patterns_in_the_text_are_told_in_order() -> None:
    look = finder(r"edit(?:ed|ing) by", r"\bharbour\b", r"tide")

    assert look("The tide was high. EDITED BY Ada Quill") == [0, 2]


def test_a_text_with_none_of_them_gives_none() -> None:
    assert finder(r"\bharbour\b")("The harbours were shut.") == []
