"""ANPA 1312: takes with and without their control bytes, as AP, UPI and The Canadian Press send them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import NotAStory, UnreadableCopy
from pipeline.formats import detect
from pipeline.formats.telegraph import anpa1312
from pipeline.refine import refine

TAKE = (
    "\x16\x16\x01a0714\x1f-----\r\nr a\x13\x11 BC-US--Bell Ringer 2ndLd   03-06 0201\r\n"
    "\x02^BC-US--Bell Ringer, 2nd Ld-Writethru,201<\r\n^A bell keeps one promise<\r\n^AP Photo MPT101<\r\n"
    "^Eds: With AP Photos.<\r\n^By ODA KLINT=\r\n^AP Sports Writer=\r\n"
    "\t   BRILL (AP) _ The bell of Brill rang for eleven hours on Thursday.\r\n"
    "\t   ``He had promised it,'' said the mayor, and went to bed.\r\n"
    "\x03AP-WF-03-06-26 2114GMT<\r\n\x04"
)
DUMP = TAKE.translate(dict.fromkeys((1, 2, 3, 4, 17, 19, 22, 31)))


def take_with(
    *head: str, header: str = "r a\x13\x11 BC-US--Bell   03-06 0201", trailer: str = "AP-WF-03-06-26 2114GMT<"
) -> bytes:
    """A take with these lines in its head, and one paragraph."""
    lines = [header, "\x02" + head[0], *head[1:], "\t   BRILL (AP) _ The bell of Brill rang for eleven hours on Thursday."]
    return ("\x16\x16\x01a0714\x1f-----\r\n" + "\r\n".join(lines) + "\r\n\x03" + trailer + "\r\n").encode()


@pytest.mark.parametrize("copy", [TAKE, DUMP, "\r\n" + DUMP.lstrip(), TAKE.split("\n", 1)[1]])
def test_a_take_is_told_with_and_without_its_control_bytes(copy: str) -> None:
    assert [document.format for document in detect.read(copy.encode(), "a.tst")] == ["anpa"]


@pytest.mark.parametrize(
    "copy", ["BC ferries sail on Monday\nThey do.", "^ is a caret", "r a man\nBC-like", "a1234 is his number"]
)
def test_a_plain_story_is_no_take(copy: str) -> None:
    assert not anpa1312.recognises(copy.encode())


@pytest.mark.parametrize("copy", [TAKE, DUMP])
def test_the_header_tells_what_the_story_is(copy: str) -> None:
    (record,) = refine(copy.encode(), "a.tst")

    assert (record.slug, record.version, record.urgency) == ("Bell Ringer", "2nd Ld-Writethru", 4)
    assert [(subject.code, subject.name) for subject in record.subjects] == [("a", "national")]


@pytest.mark.parametrize("copy", [TAKE, DUMP])
def test_the_head_gives_headline_notes_and_a_byline_of_two_lines(copy: str) -> None:
    (record,) = refine(copy.encode(), "a.tst")

    assert (record.headline, [note.text for note in record.notes]) == (
        "A bell keeps one promise",
        ["AP Photo MPT101", "Eds: With AP Photos."],
    )
    assert [(author.name, author.role, author.organization) for author in record.byline.authors] == [
        ("Oda Klint", "Sports Writer", "AP")
    ]


@pytest.mark.parametrize("copy", [TAKE, DUMP])
def test_the_body_is_as_the_typewriter_left_it(copy: str) -> None:
    (record,) = refine(copy.encode(), "a.tst")

    assert [block.text for block in record.body] == [
        "The bell of Brill rang for eleven hours on Thursday.",
        "``He had promised it,'' said the mayor, and went to bed.",
    ]
    assert not record.warnings


@pytest.mark.parametrize(
    ("trailer", "sent"),
    [
        ("AP-WF-03-06-26 2114GMT<", "2026-03-06T21:14:00+00:00"),
        ("AP-NY-03-06-99 2114EST<", "1999-03-06T21:14:00-05:00"),
        ("upi 03-06-26 09:14 pm EDT", "2026-03-06T21:14:00-04:00"),
        ("AP-WF-13-06-26 2114GMT<", None),
        ("AP-WF", None),
    ],
)
def test_the_last_line_is_the_time_of_sending(trailer: str, sent: str | None) -> None:
    (record,) = refine(take_with("^Bells ring in Brill<", trailer=trailer), "a.tst")

    assert (record.published_at and record.published_at.isoformat()) == sent


def test_every_mark_of_the_head_is_accounted_for() -> None:
    (document,) = detect.read(TAKE.encode(), "a.tst")

    visible = sorted(char for char in TAKE if char.isprintable() and char != " ")
    assert sorted(char for char in document.text if not char.isspace()) == visible


def test_a_paragraph_mark_is_no_part_of_the_paragraph() -> None:
    (record,) = refine(TAKE.replace("\t   ", "¶   ").encode(), "a.tst")

    assert record.body[0].text.startswith("The bell")


def test_a_lead_that_stands_in_the_head_again_is_not_set_twice() -> None:
    lead = "The bell of Brill rang for eleven hours on Thursday."

    (record,) = refine(take_with("^BC-US--Bell,20<", "^A bell keeps one promise<", f"^{lead}<", "^By ODA KLINT="), "a.tst")

    assert (record.subheadline, [block.text for block in record.body]) == (None, [lead])


def test_what_the_head_says_besides_is_a_subheadline() -> None:
    (record,) = refine(
        take_with("^BC-US--Bell,20<", "^A bell keeps one promise<", "^Grandmother is proud, mayor is tired<"), "a.tst"
    )

    assert record.subheadline == "Grandmother is proud, mayor is tired"


@pytest.mark.parametrize(
    ("keywords", "status"),
    [
        ("^BC-US--Bell, KILL,20<", "killed"),
        ("^BC-US--Bell, 1st Ld-Writethru, CORRECTION,20<", "corrected"),
        ("^BC-US--Bell,Advisory,20<", "advisory"),
        ("^BC-US--Hold the Bell,20<", "usable"),
    ],
)
def test_the_keyword_line_orders_what_becomes_of_the_story(keywords: str, status: str) -> None:
    (record,) = refine(take_with(keywords, "^A bell keeps one promise<"), "a.tst")

    assert record.status == status


def test_upi_signs_flush_left_and_writes_its_keywords_in_small_letters() -> None:
    head = (
        "^A bell keeps one promise <",
        "^(1st ld-writethru, with quotes) <",
        "^By ODA KLINT <",
        "^United Press International <",
    )

    (record,) = refine(take_with(*head, header="u i\x13\x11 bc-bell-vote 1stld-writethru  03-12 0412"), "a.tst")

    assert (record.slug, record.version, record.headline) == ("bell-vote", "1st ld-writethru", "A bell keeps one promise")
    assert record.byline.authors[0].organization == "United Press International"


def test_the_canadian_press_gives_an_index() -> None:
    (record,) = refine(
        take_with("^BC-CP-Bell,20<", "^Bell rings<", "^INDEX: Justice, Weather<", "^By Oda Klint=", "^THE CANADIAN PRESS="), "a"
    )

    assert record.keywords == ("Justice", "Weather")


def test_headings_below_a_byline_of_the_house_belong_to_the_story() -> None:
    (record,) = refine(take_with("^BC-SAI--Scores,20<", "^Sailing Scores<", "^By The Associated Press=", "^EAST="), "a.tst")

    assert (record.byline.text, record.body[0].text) == ("By The Associated Press", "EAST")


def test_a_note_may_run_over_several_lines() -> None:
    (record,) = refine(
        take_with("^BC-US--Bell,20<", "^Bell rings in Brill<", "^Eds: Updates with quotes", "from the mayor.<"), "a.tst"
    )

    assert [note.text for note in record.notes] == ["Eds: Updates with quotes\nfrom the mayor."]


@pytest.mark.parametrize("copy", [TAKE + TAKE, DUMP + DUMP])
def test_each_take_of_a_file_is_a_story(copy: str) -> None:
    first, second = refine(copy.encode(), "a.tst")

    assert (first.headline, first.source.item, second.source.item) == (second.headline, 1, 2)


def test_a_take_without_text_is_left_out_with_a_notice() -> None:
    copy = TAKE + "\x16\x16\x01a0715\x1f-----\r\nr a\x13\x11 BC-US--Bell   03-06 0201\r\n\x02\r\n\x03AP-WF-03-06-26 2114GMT<\r\n"

    (document,) = detect.read(copy.encode(), "a.tst")

    assert [notice.code for notice in document.notices] == ["item_left_out"]


def test_a_header_alone_is_no_story() -> None:
    with pytest.raises(NotAStory):
        detect.read(b"\x16\x16\x01a0715\x1f-----\r\nr a\x13\x11 BC-US--Bell   03-06 0201\r\n\x02\r\n\x03", "a.tst")


@pytest.mark.parametrize("copy", [TAKE, DUMP])
def test_a_take_cut_off_anywhere_is_read_or_refused(copy: str) -> None:
    raw = copy.encode()
    for end in range(len(raw)):
        with contextlib.suppress(UnreadableCopy):
            refine(raw[:end], "a.tst")


@given(
    st.lists(
        st.sampled_from(["\x01", "\x02", "\x03", "\x16", "^", "<", "=", "BC-", "r a ", ",", "By ", "\n", "\t", "é", "\x00"]),
        max_size=40,
    )
)
def test_any_mixture_of_marks_is_read_or_refused(marks: list[str]) -> None:
    with contextlib.suppress(UnreadableCopy):
        anpa1312.read((TAKE + "".join(marks) + TAKE).encode(), "a.tst")


@pytest.mark.parametrize("part", ["\x01", "\x01a\x02b\x03", "^x<\n", "^By A=\n", "^x\n", "¶", "  x\n"])
def test_a_hundred_thousand_marks_are_read_in_time(part: str) -> None:
    documents = anpa1312.read((TAKE + part * 100_000).encode(), "a.tst")

    assert "rang for eleven hours" in documents[0].text
