"""Contact lines name people, never companies; what is not said is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution.contacts import contacts_of
from pipeline.document import Finding, Label, Span
from pipeline.record import Contact
from pipeline.refine import refine


def block(*lines: str, label: Label = "contact") -> list[Finding]:
    return [Finding(Span(number, 0, 1, label, "test"), line) for number, line in enumerate(lines)]


def names(*lines: str) -> list[str | None]:
    return [contact.name for contact in contacts_of(block(*lines))]


def test_name_title_number_and_address_of_one_block_are_one_contact() -> None:
    found = contacts_of(
        block("Media Contact:", "Ada Quill", "Head of Press", "Ferry Works", "+1 503 555 0100", "ada.quill@works.example")
    )

    assert found == (Contact(name="Ada Quill", email="ada.quill@works.example", phone="+1 503 555 0100", role="Head of Press"),)


def test_the_address_tells_the_person_from_the_company() -> None:
    assert names("Contacts", "Halden Bright", "Ada Quill", "+1 503 555 0100", "aquill@halden.example") == ["Ada Quill"]


def test_where_nothing_tells_them_apart_there_is_no_name() -> None:
    assert names("Contacts", "Halden Bright", "Orla Quist", "+1 503 555 0100") == [None]


def test_a_company_alone_is_nobody() -> None:
    assert names("Contact:", "Ferry Works", "+1 503 555 0100") == [None]
    assert names("Contact: Hill Partners, +1 503 555 0100") == [None]


def test_a_second_address_begins_a_second_contact() -> None:
    found = contacts_of(block("Contacts:", "Ada Quill", "ada.quill@works.example", "Peter Vance", "pvance@hill.example"))

    assert [(contact.name, contact.email) for contact in found] == [
        ("Ada Quill", "ada.quill@works.example"),
        ("Peter Vance", "pvance@hill.example"),
    ]


def test_lines_that_are_no_contacts_part_two_blocks() -> None:
    found = contacts_of([*block("Contact: Ada Quill"), *block("A line", label="body"), *block("press@works.example")])

    assert [(contact.name, contact.email) for contact in found] == [("Ada Quill", None), (None, "press@works.example")]


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("Tel.: +49 30 555 0100", "+49 30 555 0100"),
        ("Phone: (503) 555-0100 ext. 12", "(503) 555-0100 ext. 12"),
        ("+44 (0)20 5555 0100", "+44 (0)20 5555 0100"),
        ("Fax: +49 30 555 0101, desk@example.org", None),
        ("Updated 2026-05-12, desk@example.org", None),
        ("12.05.2026, desk@example.org", None),
    ],
)
def test_a_number_is_a_phone_and_a_date_or_a_fax_is_not(line: str, phone: str | None) -> None:
    assert [contact.phone for contact in contacts_of(block(line))] == [phone]


def test_bloomberg_tells_reporter_from_editor() -> None:
    found = contacts_of(
        block(
            "To contact the reporter on this story: Ada Quill in Brill at aquill@example.net",
            "To contact the editors responsible for this story: Peter Vance at pvance@example.net, Iris Holm",
        )
    )

    assert [(contact.name, contact.role) for contact in found] == [("Ada Quill", "reporter"), ("Peter Vance", "editor")]


@given(st.lists(st.text(max_size=120), max_size=6))
def test_whatever_the_lines_an_address_or_number_stands_in_them(lines: list[str]) -> None:
    whole = "\n".join(lines)

    for contact in contacts_of(block(*lines)):
        assert (contact.email or "") in whole
        assert (contact.phone or "") in whole


def test_the_loose_lines_of_a_block_go_with_it_and_the_sentences_below_it_stay() -> None:
    story = ["Ferry Works opens yard", "The yard opened on Monday, the company said.", "It will hire nine people by the autumn."]
    contact = ["Media Contact:", "Ada Quill", "Head of Press", "Ferry Works", "+1 503 555 0100"]
    about = ["About Ferry Works", "Ferry Works builds ferries in Brill. It was founded in 1931."]

    [record] = refine("\n".join([*story, *contact, *about]).encode(), "release.txt")

    assert [block.text for block in record.body][:2] == story[1:]
    assert record.body[-1].text == about[-1]
    assert record.contacts == (Contact(name="Ada Quill", phone="+1 503 555 0100", role="Head of Press"),)
