"""Plain text: lines, wrapped paragraphs, lists."""

from __future__ import annotations

import time

import pytest

from pipeline.document import Document
from pipeline.formats.text.plain import read

# A wire of the old kind: cut at 69 columns, paragraphs parted by indentation, header and sign-off in lines of their own.
INDENTED = """\
ole0427 3 i 88  nwk 0311

Harbour/
Ferrymen of Corvane refuse to sail without a second lamp =

   Corvane (nwk) - The ferrymen of Corvane will not leave the harbour
after dark until the council puts a second lamp on the north pier, a
spokeswoman for the guild said on Wednesday.
   Three boats have struck the unlit steps since the autumn, and Mayor
Ignatius Ploog has promised an answer before the end of the month. "It
is a lamp, not a lighthouse," said Wilhelmina Sarkany.
   The council meets on Friday.
nwk abc def

120311 GMT Mar 12
"""

BLANK_PARTED = """\
Source: Kelp Fibre Ltd
MEDIA RELEASE KF0042
Kelp Fibre opens a spinning mill in the old cannery at Lower Quay

LOWER QUAY, March 3, 2026 /Tidewire/ --

Kelp Fibre Ltd, the maker of twine from seaweed, opened a spinning mill
today in the cannery that closed nine years ago, with forty spindles and
a staff of twelve.

The mill takes kelp from six boats. It will make two tonnes of yarn each
week, the company said, half of it for the fishing fleet and the rest of
it for a maker of hammocks.

Contact:
Philippa Nakagawa
Kelp Fibre Ltd
press@kelp.example
"""


def document_of(text: str) -> Document:
    (document,) = read(text.encode(), "story.txt")
    return document


def texts(text: str) -> list[str]:
    return [passage.text for passage in document_of(text).passages]


def test_a_passage_is_a_line_with_its_place_in_the_text() -> None:
    document = document_of("  Ferry sails \n\n\tBy Ada Quill\nIt sailed.")

    assert [(p.text, p.line, p.kind, p.given) for p in document.passages] == [
        ("Ferry sails", 1, "line", None),
        ("By Ada Quill", 3, "line", None),
        ("It sailed.", 4, "line", None),
    ]
    assert [document.text[p.start : p.end] for p in document.passages] == [p.text for p in document.passages]


def test_a_wire_cut_into_lines_gives_its_paragraphs_back() -> None:
    assert [text.split("\n")[0] for text in texts(INDENTED) if "\n" in text] == [
        "Corvane (nwk) - The ferrymen of Corvane will not leave the harbour",
        "Three boats have struck the unlit steps since the autumn, and Mayor",
    ]


def test_a_paragraph_of_cut_lines_is_verbatim_and_begins_on_its_line() -> None:
    passage = next(p for p in document_of(INDENTED).passages if p.text.startswith("Three"))

    assert passage.text == "\n".join(INDENTED.splitlines()[8:11]).strip()
    assert (passage.line, passage.kind) == (9, "paragraph")


def test_headers_headlines_and_sign_offs_of_a_wire_stay_lines() -> None:
    assert [text for text in texts(INDENTED) if "\n" not in text] == [
        "ole0427 3 i 88  nwk 0311",
        "Harbour/",
        "Ferrymen of Corvane refuse to sail without a second lamp =",
        "The council meets on Friday.",
        "nwk abc def",
        "120311 GMT Mar 12",
    ]


def test_a_cut_press_release_keeps_its_address_block_in_lines() -> None:
    found = texts(BLANK_PARTED)

    assert [text for text in found if text.startswith(("Kelp Fibre Ltd, the", "The mill"))] == [
        "\n".join(BLANK_PARTED.splitlines()[6:9]),
        "\n".join(BLANK_PARTED.splitlines()[10:13]),
    ]
    assert found[-4:] == ["Contact:", "Philippa Nakagawa", "Kelp Fibre Ltd", "press@kelp.example"]


def test_a_byline_below_a_headline_that_fills_its_line_is_no_part_of_it() -> None:
    headline = "Ferrymen of Corvane refuse to sail until the council lights the pier"
    body = INDENTED.splitlines()[5:11]

    found = texts("\n".join([headline, "By Ada Quill and Bartholomew Lind", *body]))

    assert found[:2] == [headline, "By Ada Quill and Bartholomew Lind"]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sailed at dawn on Monday.\nIt carried nine goats.\nNobody saw it return.\nThe council will meet.",
        "Corvane 3 0 9   Lower Quay 1\nTidewater 2 4 1   Old Harbour 7\nNorth Slip 0 0 0   South Slip 2\nEast 1 1   West 2 2",
        "Oh ferry\nsail away\nover the grey\nand the cold bay\nand the goats\nsing",
        "Ada Quill\n12 Harbour Street\nCorvane\n\nBo Lind\nThe Old Cannery\nLower Quay\n\nIda Ost\n3 Pier Row\nTidewater",
        "\n".join(f"A paragraph of about eighty characters that stands for itself, number {n} it is" for n in range(9)),
    ],
    ids=["a sentence a line", "agate", "a poem", "addresses", "unpunctuated paragraphs"],
)
def test_lines_that_no_machine_cut_stay_lines(text: str) -> None:
    assert texts(text) == [line for line in text.split("\n") if line]


def test_two_bullets_are_a_list_and_one_is_a_line() -> None:
    document = document_of("The catch:\n- nine goats\n- a lamp\n\n• twine\nIt sailed.\n- Never, he said.\nIt sank.\n* * *\n- - -")

    assert [p.text for p in document.passages if p.kind == "list_item"] == ["- nine goats", "- a lamp", "• twine"]


def test_html_escapes_in_plain_text_stay_and_are_told() -> None:
    document = document_of("Quill &amp; Lind sail.")

    assert document.text == "Quill &amp; Lind sail."
    assert [notice.code for notice in document.notices] == ["html_entities"]


def test_an_ampersand_is_no_escape() -> None:
    assert not document_of("R&D; Q&A; AT&T. Fish & chips &c;").notices


def test_ten_times_the_lines_take_about_ten_times_the_time() -> None:
    def seconds(lines: int) -> float:
        raw = b"the quick brown fox jumps over the lazy dog and runs away from it\n" * lines
        began = time.process_time()
        read(raw, "long.txt")
        return time.process_time() - began

    assert seconds(50_000) < 40 * max(seconds(5_000), 0.005)


def test_a_line_of_a_megabyte_is_one_passage() -> None:
    assert len(document_of("ferry " * 180_000).passages) == 1
