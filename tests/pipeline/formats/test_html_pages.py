"""Saved pages of many content systems: the story whole, and nothing of the page in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import NoStory
from pipeline.formats.detect import read
from pipeline.record import Record
from pipeline.refine import refine
from tests.pipeline.formats.page_shapes import AUTHOR as A
from tests.pipeline.formats.page_shapes import HEADLINE as H
from tests.pipeline.formats.page_shapes import STORY, shapes

SHAPES = shapes()


def record_of(page: str) -> Record:
    (record,) = refine(page.encode(), "page.html")
    return record


def paragraphs(record: Record) -> list[str]:
    return [block.text for block in record.body if block.kind != "caption"]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_any_system_gives_its_story_whole_and_nothing_else(shape: str) -> None:
    assert paragraphs(record_of(SHAPES[shape])) == STORY


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_any_system_gives_its_headline(shape: str) -> None:
    assert record_of(SHAPES[shape]).headline == H


@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_but_the_author_has_signed(shape: str) -> None:
    assert [author.name for author in record_of(SHAPES[shape]).byline.authors] in ([A], [])


def described(body: str, shown: str = "", **more: Any) -> str:
    thing = {"@type": "NewsArticle", "headline": H, "author": {"@type": "Person", "name": A}, "articleBody": body, **more}
    return (
        f"<!DOCTYPE html><html><head><title>{H}</title><script type='application/ld+json'>{json.dumps(thing)}</script></head>"
        f"<body><nav><a href='/'>Home</a></nav>{shown}</body></html>"
    )


class TestTheStoryOfTheMetadata:
    @pytest.mark.parametrize(
        "shown",
        [
            "<div id='root'></div>",
            f"<h1>{H}</h1><div class='paywall'><p>Subscribe to read this story.</p></div>",
            f"<article><h1>{H}</h1><p class='byline'>By {A}</p><p>{STORY[0]}</p></article>",
        ],
    )
    def test_it_is_read_where_the_page_shows_none_or_a_teaser(self, shown: str) -> None:
        record = record_of(described("\n\n".join(STORY), shown))

        assert [text for text in paragraphs(record) if text in STORY] == STORY
        assert (record.headline, "body_from_metadata") == (H, record.warnings[0].code)

    def test_the_teaser_stands_in_it_once(self) -> None:
        record = record_of(described("\n".join(STORY), f"<article><h1>{H}</h1><p>{STORY[0]}</p></article>"))

        assert paragraphs(record) == STORY

    def test_markup_in_it_is_markup(self) -> None:
        body = "".join(f"<p>{text}</p>" for text in STORY)

        assert paragraphs(record_of(described(body))) == STORY

    def test_it_is_left_alone_where_the_page_shows_its_story(self) -> None:
        page = described(" ".join(STORY), f"<article><h1>{H}</h1>{''.join(f'<p>{text}</p>' for text in STORY)}</article>")
        record = record_of(page)

        assert (paragraphs(record), record.warnings) == (STORY, ())

    @pytest.mark.parametrize("body", [["a"], {"a": 1}, 7, None, "short", "x" * 100])
    def test_what_is_no_body_is_none(self, body: Any) -> None:
        with pytest.raises(NoStory):
            read(described(body).encode(), "page.html")


def test_a_fragment_never_comes_out_empty() -> None:
    for fragment in (
        "<div class='nav'>Ferry sails</div>",
        "<p class='related'>It sailed.</p>",
        "<div hidden><p>It sailed.</p></div>",
    ):
        (record,) = refine(fragment.encode(), "f.html")
        assert record.body or record.headline


def test_who_contributed_is_a_credit_though_the_sources_stand_below() -> None:
    shown = "".join(f"<p>{text}</p>" for text in [*STORY, "Researcher Bo Lind contributed to this report."])
    sources = (
        "<section><h2>Our Sources</h2>"
        + "".join(f"<p>Ledger, Goats of {year}, May 4, {year}</p>" for year in range(2001, 2031))
        + "</section>"
    )

    record = record_of(f"<html><body><article><h1>{H}</h1>{shown}{sources}</article></body></html>")

    assert "contributed" not in " ".join(paragraphs(record))


def test_a_pictures_credit_is_no_paragraph() -> None:
    record = record_of(SHAPES["captions in divs"])

    assert [block.text for block in record.body if block.kind == "caption"] == ["The ferry in fog."]
    assert "Fenna Ilunga" not in paragraphs(record)
