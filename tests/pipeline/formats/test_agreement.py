"""Where a format and its text say two things of who wrote a story or who owns it, the record says so."""

from __future__ import annotations

import json

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
BACK = "It came back at noon with none of them, and nobody could say why."


def nitf(byline: str = "", docdata: str = "", opening: str = "", closing: str = "") -> Record:
    copy = f"""<nitf><head><docdata>{docdata}</docdata></head><body><body.head><hedline><hl1>Ferry sails</hl1></hedline>
    {byline}</body.head><body.content>{opening}<p>{TEXT}</p><p>{BACK}</p>{closing}</body.content></body></nitf>"""
    (one,) = refine(copy.encode(), "copy.xml")
    return one


def ninjs(opening: str = "", closing: str = "", **more: object) -> Record:
    text = "".join(f"<p>{part}</p>" for part in (opening, TEXT, BACK, closing) if part)
    item = {
        "uri": "urn:1",
        "type": "text",
        "headline": "Ferry sails",
        "versioncreated": "2026-03-03T06:00:00Z",
        "body_html": text,
    }
    (one,) = refine(json.dumps({**item, **more}).encode(), "copy.json")
    return one


def codes(one: Record) -> list[str]:
    return [warning.code for warning in one.warnings]


def test_the_text_is_believed_for_who_wrote_it() -> None:
    one = ninjs("By Bo Lindqvist", authors=[{"name": "Ada Quill"}, {"name": "Cy Lind"}])

    assert [author.name for author in one.byline.authors] == ["Bo Lindqvist"]
    assert codes(one) == ["byline_differs"]


@pytest.mark.parametrize("signature", ["City Desk", "aq", "Associated Press", "ADA QUILL", "A. Quill", "Quill"])
def test_a_desk_initials_and_another_spelling_are_no_contradiction(signature: str) -> None:
    one = ninjs("By Ada Quill", authors=[{"name": signature, "role": "writer"}])

    assert [author.name for author in one.byline.authors] == ["Ada Quill"]
    assert codes(one) == []


def test_who_is_credited_below_the_story_is_no_stranger() -> None:
    one = ninjs("By Ada Quill", "(Editing by Bo Lindqvist)", authors=[{"name": "Ada Quill"}, {"name": "Bo Lindqvist"}])

    assert codes(one) == []


def test_an_envelope_that_signs_with_another_name_than_the_story() -> None:
    one = nitf("<byline>By Ada Quill</byline>", opening="<p>By Bo Lindqvist</p>")

    assert codes(one) == ["byline_differs"]


def test_metadata_signs_a_story_that_is_not_signed() -> None:
    one = ninjs(authors=[{"name": "Ada Quill", "role": "writer"}])

    assert [author.name for author in one.byline.authors] == ["Ada Quill"]
    assert codes(one) == []


def test_the_format_is_believed_for_rights() -> None:
    one = nitf(docdata='<doc.copyright holder="Corvane News" year="2026"/>', closing="<p>© 2026 The Brill Courier</p>")

    assert one.rights.holder == "Corvane News"
    assert codes(one) == ["rights_differ"]


@pytest.mark.parametrize(
    ("holder", "notice"),
    [
        ("AP", "Copyright 2026 The Associated Press. All rights reserved."),
        ("The Brill Courier", "© 2026 Brill Courier"),
        ("The Brill Courier", "© 2026 The Brill Courier Ltd."),
    ],
)
def test_a_house_by_another_of_its_names_is_one_house(holder: str, notice: str) -> None:
    assert codes(nitf(docdata=f'<doc.copyright holder="{holder}"/>', closing=f"<p>{notice}</p>")) == []


def page(title: str) -> Record:
    copy = f"""<html><head><meta property="og:title" content="{title}"></head><body><article>
    <h1>Ferry sails with goats aboard</h1><p>{TEXT}</p><p>{BACK}</p></article></body></html>"""
    (one,) = refine(copy.encode(), "copy.html")
    return one


def test_a_page_with_the_metadata_of_another_story_says_so() -> None:
    assert codes(page("Council votes against library budget")) == ["headline_differs"]


def test_a_headline_in_other_words_is_no_contradiction() -> None:
    assert codes(page("Nine goats sailed away, nobody knows whither")) == []
