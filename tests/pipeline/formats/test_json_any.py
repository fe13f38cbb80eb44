"""JSON of no named dialect: whoever has a headline and a text is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
BACK = "It came back at noon with none of them, and nobody could say why."


def record(value: dict[str, Any]) -> Record:
    (one,) = refine(json.dumps(value).encode(), "copy.json")
    return one


@pytest.mark.parametrize(
    "body",
    [
        {"body": f"{TEXT}\n\n{BACK}"},
        {"content": f"<p>{TEXT}</p><p>{BACK}</p>"},
        {"content": {"rendered": f"<p>{TEXT}</p><p>{BACK}</p>", "protected": False}},
        {"paragraphs": [TEXT, BACK]},
        {"articleBody": [{"type": "paragraph", "text": TEXT}, {"type": "paragraph", "text": BACK}]},
        {"content_elements": [{"type": "text", "content": TEXT}, {"type": "raw_html", "content": f"<div>{BACK}</div>"}]},
        {"content": {"blocks": [], "items": [{"type": "paragraph", "data": {"text": TEXT}}, {"data": {"text": BACK}}]}},
        {"fullText": TEXT + "\r\n" + BACK, "description": TEXT},
    ],
)
def test_a_text_is_read_in_the_shapes_that_it_comes_in(body: dict[str, Any]) -> None:
    assert [block.text for block in record({"title": "Ferry sails", **body}).body] == [TEXT, BACK]


def test_elements_have_their_kinds() -> None:
    elements = [
        {"type": "text", "content": TEXT},
        {"type": "header", "content": "At noon"},
        {"type": "list", "items": [{"type": "text", "content": "nine goats"}]},
        {"type": "quote", "content_elements": [], "content": "“A riddle,” he said of it."},
        {"type": "image", "url": "https://x.example/a.jpg", "caption": "Goats on deck."},
        {"type": "text", "content": BACK},
    ]

    kinds = [block.kind for block in record({"headlines": {"basic": "Ferry sails"}, "content_elements": elements}).body]

    assert kinds == ["paragraph", "subheading", "list_item", "quote", "caption", "paragraph"]


@pytest.mark.parametrize(
    "signed",
    [
        {"author": "Ada Quill and Bo Lind"},
        {"authors": ["Ada Quill", "Bo Lind"]},
        {"authors": [{"name": "Ada Quill"}, {"name": "Bo Lind", "url": "https://b.example"}]},
        {"credits": {"by": [{"type": "author", "name": "Ada Quill"}, {"type": "author", "name": "Bo Lind"}]}},
        {"byline": "By Ada Quill and Bo Lind", "author": "webmaster@b.example"},
    ],
)
def test_authors_are_read_in_the_shapes_that_they_come_in(signed: dict[str, Any]) -> None:
    one = record({"title": "Ferry sails", "content": f"{TEXT}\n{BACK}", **signed})

    assert [author.name for author in one.byline.authors] == ["Ada Quill", "Bo Lind"]


def test_a_text_that_the_service_cut_off_says_so() -> None:
    one = record({"title": "Ferry sails", "content": f"{TEXT} It came… [+1234 chars]"})

    assert (one.body[-1].text.endswith("It came …"), [warning.code for warning in one.warnings]) == (True, ["truncated"])


def test_a_time_named_gmt_tells_its_offset() -> None:
    one = record({"title": "Ferry sails", "content": TEXT, "date": "2026-03-03T07:00:00", "date_gmt": "2026-03-03T06:00:00"})

    assert one.published_at is not None
    assert one.published_at.isoformat() == "2026-03-03T06:00:00+00:00"


def test_a_political_editor_who_is_listed_as_an_author_has_written() -> None:
    people = [{"name": "Ada Quill", "role": "Political Editor"}, {"name": "Bo Lind", "role": "Editor"}]

    one = record({"title": "Ferry sails", "content": TEXT, "authors": people})

    assert ([author.name for author in one.byline.authors], [credit.name for credit in one.credits]) == (
        ["Ada Quill"],
        ["Bo Lind"],
    )


def test_contacts_of_a_press_release_are_kept() -> None:
    contacts = [{"name": "Ada Quill", "title": "Press Officer", "phone": "555-0147", "email": "ada@brill.example"}]

    one = record({"title": "Ferry sails", "body": f"<p>{TEXT}</p><p>{BACK}</p>", "contacts": contacts})

    assert [(contact.name, contact.email, contact.phone) for contact in one.contacts] == [
        ("Ada Quill", "ada@brill.example", "555-0147")
    ]


def test_wordpress_gives_the_names_of_its_numbers_beside_the_post() -> None:
    embedded = {
        "author": [{"id": 7, "name": "Ada Quill"}],
        "wp:featuredmedia": [{"source_url": "https://b.example/f.jpg", "caption": {"rendered": "<p>The ferry.</p>"}}],
        "wp:term": [[{"name": "Harbour", "taxonomy": "category"}], [{"name": "goats", "taxonomy": "post_tag"}]],
    }

    one = record({"title": {"rendered": "Ferry sails"}, "content": {"rendered": f"<p>{TEXT}</p>"}, "author": 7, "categories": [3],
                  "tags": [4], "_embedded": embedded})  # fmt: skip

    assert ([author.name for author in one.byline.authors], one.section, one.keywords, one.subjects) == (
        ["Ada Quill"], "Harbour", ("Harbour", "goats"), (),
    )  # fmt: skip
    assert [(image.caption, image.url) for image in one.images] == [("The ferry.", "https://b.example/f.jpg")]


def test_names_that_are_sorted_and_listed_in_one_string_are_people() -> None:
    one = record({"title": "Ferry sails", "content": f"<![CDATA[<p>{TEXT}</p>]]>", "authors": "Quill, Ada; Lind, Bo"})

    assert [author.name for author in one.byline.authors] == ["Ada Quill", "Bo Lind"]
    assert [block.text for block in one.body] == [TEXT]


def test_a_name_that_signs_the_text_again_is_no_paragraph() -> None:
    one = record(
        {"title": "Ferry sails", "byline": "Ada Quill/Tide", "content": f"<p>{TEXT}</p><p>{BACK}</p><p>Ada Quill/Tide</p>"}
    )

    assert [block.text for block in one.body] == [TEXT, BACK]


def test_names_and_rights_that_lie_one_object_deeper_are_found() -> None:
    deep = {
        "author": {"data": {"name": "Ada Quill"}},
        "copyright": {"holder": "Tide"},
        "published": {"iso": "2026-03-03T06:00:00Z"},
    }

    one = record({"title": "Ferry sails", "text": TEXT, **deep})

    assert ([author.name for author in one.byline.authors], one.rights.holder) == (["Ada Quill"], "Tide")
    assert str(one.published_at) == "2026-03-03 06:00:00+00:00"
