"""Who stands beside an author in a byline: house, role, place and address."""

from __future__ import annotations

import pytest

from pipeline.attribution import byline
from pipeline.record import Author

THREE = ("Ada Quill", "Peter Vance", "Mary Holt")


@pytest.mark.parametrize(
    ("text", "organization", "role", "location"),
    [
        ("By Ada Quill, AP Science Writer", "AP", "Science Writer", None),
        ("By ADA QUILL=\nAP Sports Writer=", "AP", "Sports Writer", None),
        ("By Ada Quill, Press Association Political Correspondent", "Press Association", "Political Correspondent", None),
        ("By ADA QUILL, Associated Press Writer 42 minutes ago", "Associated Press", "Writer", None),
        ("By Ada Quill, staff writer", None, "staff writer", None),
        ("BY ADA QUILL STAFF WRITER", None, "STAFF WRITER", None),
        ("By Ada Quill, Chief Political Correspondent", None, "Chief Political Correspondent", None),
        ("By Ada Quill, Librarian with Halden County Library", "Halden County Library", "Librarian", None),
        ("By Ada Quill, Professor of Law at Halden University", "Halden University", "Professor", None),
        ("By Ada Quill, Times Staff Writer", "Times", "Staff Writer", None),
        ("By Ada Quill Globe Staff", "Globe", "Staff", None),
        ("By Ada Quill Business reporter, BBC News", "BBC News", "Business reporter", None),
        ("BY ADA QUILL | Courier Denver Bureau", "Courier Denver Bureau", None, None),
        ("By Ada Quill | The Halden Times (TNS)", "The Halden Times", None, None),
        ("By Ada Quill of The Halden Courier", "The Halden Courier", None, None),
        ("By ADA QUILL Halden Courier", "Halden Courier", None, None),
        ("By Ada Quill Associated Press", "Associated Press", None, None),
        ("By Ada Quill Reuters", "Reuters", None, None),
        ("By Ada Quill, Vellum and Ink", "Vellum and Ink", None, None),
        ("By Ada Quill, Special to The Courier", "The Courier", None, None),
        ("By Ada Quill For the Halden Courier", "Halden Courier", None, None),
        ("By Ada Quill (c) 2020, Bloomberg News", "Bloomberg News", None, None),
        ("By Ada Quill in Paris", None, None, "Paris"),
        ("By Ada Quill, New Delhi", None, None, "New Delhi"),
        ("Analysis: Ada Quill, BBC legal correspondent", "BBC", "legal correspondent", None),
        ("From Ada Quill in Delhi", None, None, "Delhi"),
    ],
)
def test_house_role_and_place_stand_beside_the_author(
    text: str, organization: str | None, role: str | None, location: str | None
) -> None:
    read = byline.read(text)

    assert read is not None
    assert read.authors == (Author(name="Ada Quill", organization=organization, role=role, location=location),)


def test_a_house_behind_several_names_belongs_to_all_of_them() -> None:
    read = byline.read("By Ada Quill, Peter Vance and Mary Holt\nCNN")

    assert read is not None
    assert [(author.name, author.organization) for author in read.authors] == [(name, "CNN") for name in THREE]


def test_a_house_behind_each_name_belongs_to_that_name() -> None:
    read = byline.read("By Ada Quill, ProPublica, and Peter Vance, AP Science Writer")

    assert read is not None
    assert [(author.name, author.organization) for author in read.authors] == [("Ada Quill", "ProPublica"), ("Peter Vance", "AP")]


def test_each_author_has_a_place() -> None:
    read = byline.read("By Ada Quill in Paris and Peter Vance in London")

    assert read is not None
    assert [(author.name, author.location) for author in read.authors] == [("Ada Quill", "Paris"), ("Peter Vance", "London")]


def test_each_author_has_an_address() -> None:
    read = byline.read("By Ada Quill and Peter Vance quill@example.org vance@example.org")

    assert read is not None
    assert [author.email for author in read.authors] == ["quill@example.org", "vance@example.org"]
