"""A notice of several lines, several notices of one story, and what stands beside a notice."""

from __future__ import annotations

import pytest

from pipeline.attribution import rights
from pipeline.record import Rights

THREE_LINES = (
    "©2026 The Brill Courier (Brill, Va.)\nVisit The Brill Courier at brillcourier.com\n"
    "Distributed by Tribune Content Agency, LLC."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank in the harbour of Brill on Monday, the company said.",
        "He reads the Courier every day.",
        "Ada Quill",
        "Ferry Sinks Off Brill",
    ],
)
def test_a_notice_does_not_take_the_storys_next_line_with_it(sentence: str) -> None:
    assert rights.read(f"© 2026 The Brill Courier\n{sentence}") is None


def test_a_notice_that_was_wrapped_is_read_as_one() -> None:
    found = rights.read(
        "© 2026 The Associated Press. All rights\nreserved. This material may not be published,\nbroadcast or redistributed."
    )

    assert found is not None
    assert (found.holder, found.usage_terms) == (
        "The Associated Press",
        "All rights reserved. This material may not be published, broadcast or redistributed.",
    )


def test_what_follows_a_holder_on_its_line_goes_with_the_notice() -> None:
    found = rights.read("© 2026 Brill Brothers Pty Limited. All times are local.")

    assert found is not None
    assert (found.holder, found.year) == ("Brill Brothers Pty Limited", 2026)


def test_several_notices_join_into_one() -> None:
    notices = [rights.read(line) for line in THREE_LINES.split("\n")]

    joined = rights.join([notice for notice in notices if notice])

    assert joined == rights.read(THREE_LINES)


def test_the_first_notice_that_says_something_wins() -> None:
    joined = rights.join([Rights(notice="a", year=2026), Rights(notice="b", holder="Acme", year=2019), Rights(usage_terms="c")])

    assert joined == Rights(notice="a\nb", holder="Acme", year=2026, usage_terms="c")


def test_no_notices_join_into_an_empty_one() -> None:
    assert rights.join([]) == Rights()
