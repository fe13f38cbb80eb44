"""A row of CSV a story, that any reader of RFC 4180 reads and no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from pipeline.export.csv_row import COLUMNS, header, row_of
from pipeline.record import Author, Byline, Credit, Record
from tests.pipeline.export.told import HOSTILE, SOURCE, of_seeds

PLAIN = Record(id="0" * 32, content_hash="0" * 64, source=SOURCE)


def read(record: Record) -> dict[str, str]:
    [row] = csv.DictReader(io.StringIO(header() + row_of(record), newline=""), strict=True)
    return row


@given(HOSTILE)
def test_any_story_is_one_row_with_a_cell_a_column(record: Record) -> None:
    assert list(read(record)) == list(COLUMNS)


@given(HOSTILE)
def test_no_cell_is_a_formula(record: Record) -> None:
    assert not [cell for cell in read(record).values() if cell.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("text", ["=1+1", "+49 ships sail", "-- and then", "@here", "  =HYPERLINK()", "\t=1", "＝1"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert read(PLAIN.model_copy(update={"headline": text}))["headline"] == f"'{text}"


def test_lines_and_quotes_are_kept() -> None:
    text = 'He said: "no",\nand left\r\n'

    assert read(PLAIN.model_copy(update={"headline": text}))["headline"] == text


def test_a_list_is_one_cell() -> None:
    byline = Byline(authors=(Author(name="Ada Quill"), Author(name="Bo; Lind")))
    signed = PLAIN.model_copy(update={"byline": byline, "credits": (Credit(role="editing", name="Peter Vance"),)})

    row = read(signed)

    assert (row["authors"], row["credits"]) == ("Ada Quill; Bo, Lind", "editing: Peter Vance")


@pytest.mark.parametrize(("name", "record"), of_seeds()[:5])
def test_a_row_ends_as_the_standard_says(name: str, record: Record) -> None:
    assert row_of(record).endswith("\r\n")
