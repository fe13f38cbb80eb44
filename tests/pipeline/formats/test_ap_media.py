"""AP Media API: metadata in the item, the text beside it."""

from __future__ import annotations

import json
from typing import Any

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
ITEM: dict[str, Any] = {
    "uri": "https://api.ap.example/content/9f?qt=1",
    "altids": {"itemid": "9f", "etag": "9f_1"},
    "version": 3,
    "type": "text",
    "editorialpriority": "r",
    "versioncreated": "2026-03-03T06:00:00Z",
    "pubstatus": "usable",
    "headline": "Ferry sails",
    "headline_extended": "Ferry sails with nine goats",
    "bylines": [{"by": "By ADA QUILL and BO LIND", "title": "Associated Press"}],
    "located": "BRILL, Ohio",
    "provider": "AP",
    "renditions": {"nitf": {"href": "https://api.ap.example/9f.xml", "mimetype": "text/xml"}},
}
NITF = {
    "body_html": f"<block><p>BRILL, Ohio (AP) — {TEXT}</p></block>",
    "headline": "Ferry sails",
    "byline": "By ADA QUILL and BO LIND",
}


def records(value: object) -> list[Record]:
    return refine(json.dumps(value).encode(), "copy.json")


def record(nitf: object = NITF, **changes: Any) -> Record:
    (one,) = records({"api_version": "2.2", "data": {"item": {**ITEM, **changes}}, "nitf": nitf})
    return one


def test_the_story_has_its_text_from_the_file_beside_the_item() -> None:
    one = record()

    assert ([block.text for block in one.body], one.subheadline) == ([TEXT], "Ferry sails with nine goats")


def test_a_byline_of_two_lines_is_one() -> None:
    assert [(author.name, author.organization) for author in record().byline.authors] == [
        ("Ada Quill", "Associated Press"),
        ("Bo Lind", "Associated Press"),
    ]


def test_the_item_is_known_by_its_id_in_all_versions() -> None:
    assert (record().story_id, record().version) == ("9f", "3")


def test_the_text_may_stand_in_the_item_as_nitf() -> None:
    head = "<head><title>x</title></head><body><body.head><hedline/></body.head>"
    nitf = f"<nitf>{head}<body.content><p>{TEXT}</p></body.content></body></nitf>"

    assert [[block.text for block in record(None, body=body).body] for body in (nitf, {"nitf": nitf})] == [[TEXT], [TEXT]]


def test_a_story_without_its_text_says_where_that_is() -> None:
    one = record(None)

    assert [warning.code for warning in one.warnings] == ["text_elsewhere", "no_body"]
    assert "https://api.ap.example/9f.xml" in one.warnings[0].message


def test_a_feed_gives_each_item() -> None:
    feed = {
        "data": {
            "current_item_count": 2,
            "items": [{"item": {**ITEM, "body": TEXT}}, {"meta": {}, "item": {**ITEM, "body": TEXT}}],
        }
    }

    assert [one.source.item for one in records(feed)] == [1, 2]


def test_an_order_to_kill_is_told_by_its_editorial_type() -> None:
    assert record(editorialtypes=["Kill"]).status == "killed"


def test_a_picture_has_its_photographer_and_place() -> None:
    one = record(
        None,
        type="picture",
        bylines=None,
        photographer={"name": "Cy Marsh", "title": "STF"},
        description_caption="Goats.",
        description_creditline="AP Photo/Cy Marsh",
        datelinelocation={"city": "Brill"},
        renditions={
            "main": {"href": "https://x.example/m.jpg", "mimetype": "image/jpeg"},
            "caption_nitf": {"href": "https://x.example/c", "type": "text"},
        },
    )

    assert [image.model_dump() for image in one.images] == [
        {"caption": "Goats.", "credit": "AP Photo/Cy Marsh", "url": "https://x.example/m.jpg"}
    ]
    assert ([(c.role, c.name) for c in one.credits], one.places, one.genre) == (
        [("photography", "Cy Marsh")],
        ("Brill",),
        "picture",
    )
