"""schema.org articles as files of JSON-LD."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "@id": "#a",
    "url": "https://b.example/1",
    "headline": "Ferry sails",
    "articleBody": TEXT,
}


def records(value: object) -> list[Record]:
    return refine(json.dumps(value).encode(), "copy.json")


def record(**changes: Any) -> Record:
    (one,) = records({"@context": "https://schema.org", **ARTICLE, **changes})
    return one


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebPage", "name": "Page"}, ARTICLE]},
        {"@type": "WebPage", "headline": "Page", "mainEntity": ARTICLE},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]},
    ],
)
def test_the_article_is_found_where_it_lies(value: object) -> None:
    assert [(one.headline, one.story_id, [block.text for block in one.body]) for one in records(value)] == [
        ("Ferry sails", "https://b.example/1", [TEXT])
    ]


def test_a_graph_of_articles_gives_each() -> None:
    assert [one.source.item for one in records({"@graph": [ARTICLE] * 300})] == list(range(1, 301))


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "name": "Ada Quill"},
        [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Organization", "name": "Reuters"}],
        "Ada Quill",
        "By Ada Quill, Science Writer",
        [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Role", "roleName": "editor", "name": "Bo Lind"}],
    ],
)
def test_persons_sign_and_houses_do_not(author: object) -> None:
    assert [one.name for one in record(author=author).byline.authors] == ["Ada Quill"]


def test_a_house_that_signs_alone_is_the_byline() -> None:
    byline = record(author={"@type": "Organization", "name": "Reuters"}).byline

    assert (byline.text, byline.authors) == ("Reuters", ())


def test_rights_come_from_holder_year_and_notice() -> None:
    rights = record(copyrightHolder={"name": "The Brill Courier"}, copyrightYear=2026, license="https://b.example/terms").rights

    assert (rights.holder, rights.year, rights.usage_terms) == ("The Brill Courier", 2026, "https://b.example/terms")


def test_a_correction_makes_it_corrected() -> None:
    assert record(correction={"@type": "CorrectionComment", "text": "The goats were eight."}).status == "corrected"


def test_the_entries_of_a_live_blog_are_its_text_each_below_its_headline() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": "At dawn", "articleBody": f"<p>{TEXT}</p>", "author": {"name": "Bo Lind"}},
        {"@type": "BlogPosting", "headline": "At noon", "articleBody": "It came back with nobody."},
    ]
    live = {**ARTICLE, "@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    del live["articleBody"]

    (one,) = refine(json.dumps(live).encode(), "live.json")

    assert [block.text for block in one.body] == ["At dawn", TEXT, "At noon", "It came back with nobody."]
