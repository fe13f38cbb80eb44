"""What a page says of its story outside the text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, Fields
from pipeline.formats.html import reader as html

STORY = "<h1>Ferry sails</h1><p>The ferry sailed on Monday, the guild said.</p>"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ferry sails &amp; sinks",
    "alternativeHeadline": "Nine goats on board",
    "datePublished": "2026-03-03T06:15:00Z",
    "dateModified": "2026-03-04T06:15:00Z",
    "articleSection": ["Waterfront", "Goats"],
    "author": [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Bo Lind"}],
    "publisher": {"@type": "Organization", "name": "The Ledger"},
    "keywords": "ferries, goats,,goats",
    "image": {"@type": "ImageObject", "url": "https://ledger.example/ferry.jpg", "caption": "The ferry"},
    "contentLocation": {"@type": "Place", "name": "Corvane"},
}


def document_of(head: str, body: str = STORY) -> Document:
    (document,) = html.read(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>".encode(), "page.html")
    return document


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def meta(**named: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{content}">' for name, content in named.items())


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "WebSite", "name": "x"}, ARTICLE],
        {"@graph": [{"@type": "WebPage"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
    ],
    ids=["alone", "in a list", "in a graph", "as the main entity"],
)
def test_json_ld_is_read_wherever_its_article_lies(value: object) -> None:
    assert document_of(ld(value)).fields == Fields(
        headline="Ferry sails & sinks",
        subheadline="Nine goats on board",
        section="Waterfront",
        language="en-GB",
        authors=("Ada Quill", "Bo Lind"),
        agency="The Ledger",
        keywords=("ferries", "goats"),
        places=("Corvane",),
        images=(("The ferry", None, "https://ledger.example/ferry.jpg"),),
        published_at=datetime(2026, 3, 3, 6, 15, tzinfo=UTC),
        updated_at=datetime(2026, 3, 4, 6, 15, tzinfo=UTC),
    )


def test_json_ld_is_no_copy() -> None:
    assert (
        document_of(ld({**ARTICLE, "articleBody": "Never print me."})).text
        == "Ferry sails\nThe ferry sailed on Monday, the guild said."
    )


def test_references_within_a_graph_are_followed() -> None:
    graph = [{**ARTICLE, "author": {"@id": "#ada"}}, {"@id": "#ada", "@type": "Person", "name": "Ada Quill"}]

    assert document_of(ld({"@graph": graph})).fields.authors == ("Ada Quill",)


def test_related_stories_in_json_ld_are_not_this_one() -> None:
    listed = {"@type": "ItemList", "itemListElement": [ARTICLE]}

    assert document_of(ld(listed)).fields.headline is None


@pytest.mark.parametrize(
    "broken", ["{", '{"@type": "NewsArticle",}', "[" * 50_000, "null", '"x"', "<!-- -->", '{"@type": 5, "author": 7}', "{}" * 3]
)
def test_broken_json_ld_leaves_the_other_metadata(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>' + meta(og__title="Ferry sails")

    assert document_of(head).fields.headline == "Ferry sails"


def test_json_ld_with_raw_newlines_in_its_strings_is_read() -> None:
    head = '<script type="application/ld+json">{"@type": "Article", "headline": "Ferry\n sails"}</script>'

    assert document_of(head).fields.headline == "Ferry sails"


def test_open_graph_and_meta_are_read() -> None:
    head = meta(
        og__title="Ferry sails | The Ledger",
        og__site_name="The Ledger",
        article__published_time="2026-03-03T06:15:00Z",
        article__section="Waterfront",
        article__tag="ferries",
        author="By Ada Quill and Bo Lind",
        og__image="https://ledger.example/ferry.jpg",
        og__url="https://ledger.example/ferry-sails",
    )

    fields = document_of(head).fields

    assert (fields.headline, fields.section, fields.keywords) == ("Ferry sails", "Waterfront", ("ferries",))
    assert (fields.authors, fields.agency, fields.story_id) == (
        ("Ada Quill", "Bo Lind"),
        "The Ledger",
        "https://ledger.example/ferry-sails",
    )
    assert fields.published_at == datetime(2026, 3, 3, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ferry sails | The Ledger", "Ferry sails"),
        ("Ferry sails - ledger.com", "Ferry sails"),
        ("The Ledger: Ferry sails", "The Ledger: Ferry sails"),
        ("The Ledger | Ferry sails – at last", "Ferry sails – at last"),
        ("Ferry sails – at last", "Ferry sails – at last"),
        ("Ferry sails | Waterfront", "Ferry sails | Waterfront"),
    ],
)
def test_only_the_sites_own_name_is_cut_off_a_title(title: str, headline: str) -> None:
    assert document_of(f"<title>{title}</title>" + meta(og__site_name="The Ledger")).fields.headline == headline


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada Quill", ("Ada Quill",)),
        ("Ada Quill, Bo Lind & Ida Ost", ("Ada Quill", "Bo Lind", "Ida Ost")),
        ("Ada Quill, Jr.", ("Ada Quill, Jr.",)),
        ("Ada Quill | Sponsored", ("Ada Quill",)),
        ("Anders Sandberg", ("Anders Sandberg",)),
        ("https://social.example/ada", ()),
        ("ada@ledger.example", ()),
    ],
)
def test_authors_are_told_apart(author: str, authors: tuple[str, ...]) -> None:
    assert document_of(meta(author=author)).fields.authors == authors


def test_a_house_that_signs_is_no_author() -> None:
    fields = document_of(ld({**ARTICLE, "author": {"@type": "Organization", "name": "Tidewire"}})).fields

    assert (fields.authors, fields.byline) == ((), "Tidewire")


def test_a_time_with_an_offset_is_preferred_wherever_it_stands() -> None:
    document = document_of(ld({**ARTICLE, "datePublished": "2026-03-03"}) + meta(article__published_time="2026-03-03T06:15:00Z"))

    assert document.fields.published_at == datetime(2026, 3, 3, 6, 15, tzinfo=UTC)
    assert not document.notices


def test_the_only_time_element_is_that_of_publication() -> None:
    alone, two = '<time datetime="2026-03-03T06:15:00Z">Tuesday</time>', '<time datetime="2026-03-04T06:15:00Z">Wednesday</time>'

    assert document_of("", alone + STORY).fields.published_at == datetime(2026, 3, 3, 6, 15, tzinfo=UTC)
    assert document_of("", alone + STORY + two).fields.published_at is None


def test_a_figure_gives_its_picture_the_caption_and_the_credit() -> None:
    figure = (
        "<figure><img src='https://ledger.example/ferry.jpg'><figcaption><p>The ferry at dawn.</p>"
        "<span class='photo-credit'>Ada Quill/Tidewire</span></figcaption></figure>"
    )

    assert document_of(meta(og__image="https://ledger.example/ferry.jpg"), figure + STORY).fields.images == (
        ("The ferry at dawn.", "Ada Quill/Tidewire", "https://ledger.example/ferry.jpg"),
    )


def test_the_language_is_that_of_the_page_as_a_tag() -> None:
    (document,) = html.read(f"<html><head>{meta(og__locale='pt_BR')}</head><body>{STORY}".encode(), "page.html")

    assert document.fields.language == "pt-BR"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ARTICLE, "@graph", "@id", "name", "url"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_breaks_the_reader(value: object) -> None:
    article = {
        "@type": "NewsArticle",
        **(value if isinstance(value, dict) else {"author": value, "image": value, "keywords": value}),
    }

    assert document_of(ld([article, value])).passages
