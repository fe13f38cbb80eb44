"""Stories in JSON of any dialect: which it is, how many there are, and what happens to hostile files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import BrokenMarkup, NotAStory, UnknownFormat, UnreadableCopy
from pipeline.formats import detect
from pipeline.formats.json import reader as json_story
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said. It came back at noon with none."
NINJS = {
    "guid": "urn:a:1",
    "type": "text",
    "headline": "Ferry sails",
    "body_text": TEXT,
    "versioncreated": "2026-03-03T06:00:00Z",
}
ANY = {"title": "Ferry sails", "content": TEXT}
EVENT = {**NINJS, "type": "event", "body_text": ""}
SEEDS = Path(__file__).parents[3] / "seeds"


def read(value: object) -> list[Document]:
    return detect.read(json.dumps(value).encode(), "copy.txt")


@pytest.mark.parametrize(
    ("value", "dialect"),
    [
        (NINJS, "ninjs"),
        (ANY, "json"),
        (
            {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails", "articleBody": TEXT},
            "schema_org",
        ),
        ({"source-feed": "PA_API", "usn": "1", "headline": "Ferry sails", "body_text": TEXT}, "fingerpost"),
        (
            {"webTitle": "Ferry sails", "webPublicationDate": "2026-03-03T06:00:00Z", "fields": {"body": f"<p>{TEXT}</p>"}},
            "guardian",
        ),
        (
            {"data": {"item": {"altids": {"itemid": "1"}, "bylines": [], "headline": "Ferry sails", "renditions": {"nitf": {}}}}},
            "ap_media",
        ),
    ],
)
def test_a_dialect_is_told_by_its_keys(value: object, dialect: str) -> None:
    assert [document.format for document in read(value)] == [dialect]


@pytest.mark.parametrize(
    "value",
    [
        [NINJS, NINJS],
        {"items": [NINJS, NINJS]},
        {"total": 2, "limit": 20, "offset": 0, "item": [NINJS, NINJS]},
        {"_items": [NINJS, NINJS], "_links": {}},
        {"status": "ok", "articles": [ANY, ANY]},
        {"response": {"results": [ANY, ANY]}},
        {"data": {"search": {"items": [NINJS, NINJS]}}},
        {"hits": {"hits": [{"_source": NINJS}, {"_source": NINJS}]}},
    ],
)
def test_a_list_in_any_envelope_gives_numbered_stories(value: object) -> None:
    assert [document.item for document in read(value)] == [1, 2]


def test_a_story_of_its_own_has_no_number() -> None:
    assert [document.item for document in read({"data": {"item": NINJS}})] == [None]


def test_what_is_no_story_among_stories_is_left_out_with_a_notice() -> None:
    documents = read([EVENT, NINJS, {"cursor": 3}])

    assert [document.item for document in documents] == [2]
    assert [notice.message for notice in documents[0].notices] == [
        "item 1: it is an event, not a story",
        "item 3: looks like JSON with the keys cursor, which no reader knows",
    ]


@pytest.mark.parametrize("value", [EVENT, [EVENT, {"cursor": 3}], {**NINJS, "headline": "", "body_text": ""}])
def test_a_file_without_a_story_is_refused_by_what_it_is(value: object) -> None:
    with pytest.raises(NotAStory):
        read(value)


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ({"name": "copydesk", "version": "1.0", "description": TEXT}, "keys name, version, description,"),
        ({"title": "Settings", "content": "dark"}, "keys title, content,"),
        ([{"lat": 1}], "keys lat,"),
        ({}, "JSON without an object"),
    ],
)
def test_json_of_another_trade_is_refused_by_its_keys(value: object, looks: str) -> None:
    with pytest.raises(UnknownFormat, match=looks):
        read(value)


def test_broken_json_is_no_text() -> None:
    with pytest.raises(BrokenMarkup, match="line 1, column"):
        detect.read(b'{"headline": "Ferry sails", "body": "It sai', "copy.txt")


@pytest.mark.parametrize("seed", ["ninjs/heather-honey.json", "ninjs/last-lamp.json", "fingerpost/swimming-stag.json"])
def test_a_file_may_break_off_anywhere(seed: str) -> None:
    raw = (SEEDS / seed).read_bytes().rstrip()

    for cut in range(1, len(raw)):
        with pytest.raises(UnreadableCopy):
            json_story.read(raw[:cut], seed)


KEYS = st.sampled_from(
    [
        "headline", "headlines", "title", "name", "byline", "by", "bylines", "author", "authors", "credits", "body",
        "body_html", "body_text", "bodies", "content", "content_elements", "articleBody", "description", "descriptions",
        "description_text", "type", "guid", "uri", "version", "versioncreated", "pubstatus", "urgency", "subject",
        "subjects", "place", "keywords", "located", "dateline", "ednote", "associations", "renditions", "images",
        "image", "copyrightyear", "copyrightholder", "usageterms", "rightsinfo", "items", "item", "data", "articles",
        "altids", "itemid", "nitf", "@type", "@graph", "fields", "tags", "webTitle", "webPublicationDate", "usn",
        "source-feed", "abstract", "mediaCatCodes", "language", "source", "value", "role", "contentType", "href",
        "media", "width", "email", "firstname", "embargoed", "expires", "standard", "text", "url", "genre", "service",
        "profile", "evolvedfrom", "infosource", "correction", "editor", "about", "blocks", "response",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "", " ", "text", "picture", "composite", "advisory", "NewsArticle", "ninjs", "Ada Quill", "By ADA QUILL/AP", "3013", "<",
        "2026-03-03T06:00:00Z", "0001-01-01", "<p>It sailed.</p>", "&amp;", "<body.content>", "http://a.example/x.jpg",
        TEXT, "\ud800",
        "\x00", "é",
    ]
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS | st.text(max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)
OBJECTS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(KEYS, VALUES, min_size=1, max_size=14)


@settings(max_examples=300, deadline=None)
@given(OBJECTS | st.lists(OBJECTS, min_size=1, max_size=3) | OBJECTS.map(lambda extra: {**NINJS, **extra}))
def test_values_of_any_type_give_stories_or_a_reason(value: object) -> None:
    try:
        documents = json_story.read(json.dumps(value).encode(), "copy.json")
    except UnreadableCopy:
        return

    for document in documents:
        assert all(document.text[passage.start : passage.end] == passage.text.strip() for passage in document.passages)


@settings(max_examples=60, deadline=None)
@given(OBJECTS.map(lambda extra: {**NINJS, **extra}))
def test_values_of_any_type_give_records_or_a_reason(value: object) -> None:
    try:
        records = refine(json.dumps(value).encode(), "copy.json")
    except UnreadableCopy:
        return

    assert all(record.headline or record.body for record in records)


@pytest.mark.parametrize(
    "value",
    [
        {**NINJS, "body_html": "<div>" * 50_000 + TEXT},
        {**NINJS, "body_html": "<body.content>" * 50_000},
        {**NINJS, "byline": "x" * 1_000_000},
        {**NINJS, "keywords": ["a"] * 100_000},
        {**NINJS, "headline": "<b" * 300_000},
        {**NINJS, "associations": {str(n): {"type": "picture", "uri": str(n)} for n in range(20_000)}},
        {"items": [{"k": n} for n in range(20_000)] + [NINJS]},
    ],
    ids=["deep", "openings", "byline", "keywords", "tags", "associations", "items"],
)
def test_a_flood_ends(value: object) -> None:
    assert read(value)
