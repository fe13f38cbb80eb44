"""IPTC 7901: files that are cut off, mixed up or flooded."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableCopy
from pipeline.formats.telegraph import iptc7901
from pipeline.refine import refine
from tests.pipeline.formats.test_iptc7901 import HEADER, take

MARKS = ["\x01", "\x02", "\x03", HEADER, " =", "/", "\n", "   ", "é", "\x00", "# Notizblock\n", "\x0c"]


def test_a_take_cut_off_anywhere_is_read_or_refused() -> None:
    raw = take("EXTRA\r\nFähre fährt öfter =\r\nVon Imke Tjarks, dpa =\r\n")
    for end in range(len(raw)):
        with contextlib.suppress(UnreadableCopy):
            refine(raw[:end], "a.txt")


@given(st.lists(st.sampled_from(MARKS), max_size=40))
def test_any_mixture_of_marks_is_read_or_refused(marks: list[str]) -> None:
    with contextlib.suppress(UnreadableCopy):
        iptc7901.read(take() + "".join(marks).encode() + take(), "a.txt")


@pytest.mark.parametrize("part", [b"\x01", b"\x01a\x02b\x03", b"x =\n", b"x/\n", b"# Notizblock\n", b"  x\n", b"\x0c"])
def test_a_hundred_thousand_marks_are_read_in_time(part: bytes) -> None:
    documents = iptc7901.read(take() + part * 100_000, "a.txt")

    assert "lange genug gewartet" in documents[0].text
