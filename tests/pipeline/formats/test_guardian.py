"""The Guardian's Content API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
ITEM: dict[str, Any] = {
    "id": "world/2026/mar/03/ferry", "type": "article", "sectionName": "World news", "webPublicationDate": "2026-03-03T06:00:00Z",
    "webTitle": "Ferry sails | Harbours", "apiUrl": "https://api.example/ferry", "tags": [
        {"type": "contributor", "webTitle": "Ada Quill"}, {"type": "keyword", "webTitle": "Goats"}],
}  # fmt: skip
FIELDS = {
    "headline": "Ferry sails",
    "standfirst": "<p>Nine goats</p>",
    "byline": "Ada Quill in Brill",
    "lastModified": "2026-03-03T07:00:00Z",
}


def record(item: dict[str, Any]) -> Record:
    (one,) = refine(json.dumps({"response": {"status": "ok", "content": item}}).encode(), "copy.json")
    return one


@pytest.mark.parametrize(
    "held",
    [
        {"fields": {**FIELDS, "body": f"<p>{TEXT}</p>"}},
        {"fields": {**FIELDS, "bodyText": TEXT}},
        {"fields": FIELDS, "blocks": {"body": [{"id": "1", "bodyHtml": f"<p>{TEXT}</p>", "bodyTextSummary": TEXT}]}},
    ],
)
def test_the_story_stands_in_the_fields_or_in_blocks(held: dict[str, Any]) -> None:
    one = record({**ITEM, **held})

    assert (one.headline, one.subheadline, [block.text for block in one.body]) == ("Ferry sails", "Nine goats", [TEXT])


def test_byline_section_keywords_and_agency_are_told() -> None:
    one = record({**ITEM, "fields": {**FIELDS, "body": f"<p>{TEXT}</p>"}})

    assert ([author.name for author in one.byline.authors], one.section, one.keywords) == (
        ["Ada Quill"],
        "World news",
        ("Goats",),
    )
    assert (one.agency and one.agency.id, one.story_id) == ("guardian", "world/2026/mar/03/ferry")
