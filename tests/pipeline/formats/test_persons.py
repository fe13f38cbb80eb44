"""Names as archives sort them."""

from __future__ import annotations

import pytest

from pipeline.formats.persons import upright


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("QUILL, Ada", "Ada QUILL"),
        ("Quill, Ada", "Ada Quill"),
        ("Quill, Ada M.", "Ada M. Quill"),
        ("VAN DYCK, Bo", "Bo VAN DYCK"),
        ("van der Lind, Bo", "Bo van der Lind"),
        ("LÉVÊQUE, Anne-Marie", "Anne-Marie LÉVÊQUE"),
    ],
)
def test_a_name_stands_upright(name: str, told: str) -> None:
    assert upright(name) == told


@pytest.mark.parametrize(
    "name", ["Ada Quill", "Quill, Jr.", "Quill, MD", "Ada Quill, Tide Staff", "Quill, 2026", "", ",", "Quill,"]
)
def test_what_is_not_sorted_by_its_surname_stays(name: str) -> None:
    assert upright(name) == name


@pytest.mark.parametrize("line", ["Quill, Brill", "BRILL, ORN", "LONDON, ENGLAND"])
def test_a_line_that_may_be_a_place_stays(line: str) -> None:
    assert upright(line, in_capitals=True) == line
