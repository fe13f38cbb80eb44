"""XML of no standard, read by the names of its elements."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import UnknownFormat, UnreadableCopy
from pipeline.formats.detect import read
from pipeline.formats.xml import story as xml_story

PROSE = "<p>The ferry sailed at dawn with nine goats and a lamp.</p><p>Nobody was late.</p>"


def document_of(text: str) -> Document:
    (document,) = read(text.encode(), "copy.xml")
    return document


def open_text(document: Document) -> list[str]:
    return [one.text for one in document.passages if one.given is None]


@pytest.mark.parametrize(
    "text",
    [
        f"<story><headline>Ferry sails</headline><body>{PROSE}</body></story>",
        f"<News><Title>Ferry sails</Title><BodyText>{PROSE.replace('<', '&lt;')}</BodyText></News>",
        f"<newsdoc><meta><hl1>Ferry sails</hl1></meta><content><text>{PROSE}</text></content></newsdoc>",
        "<nota><titulo>Ferry sails</titulo>"
        "<cuerpo>The ferry sailed at dawn with nine goats and a lamp.\n\nNobody was late.</cuerpo></nota>",
        f"<n:doc xmlns:n='urn:x'><n:HeadLine>Ferry sails</n:HeadLine><n:body_content>{PROSE}</n:body_content></n:doc>",
        "<story><headline>Ferry sails</headline><body><para>The ferry <b>sailed</b> at dawn with nine goats and a lamp.</para>"
        "<para>Nobody was <i>late</i>.</para></body></story>",
    ],
)
def test_a_headline_and_a_body_of_any_name_make_a_story(text: str) -> None:
    document = document_of(text)

    assert (document.fields.headline, open_text(document)) == (
        "Ferry sails",
        ["The ferry sailed at dawn with nine goats and a lamp.", "Nobody was late."],
    )


def test_the_record_says_that_it_was_read_by_guessing_and_what_was_not_read() -> None:
    (notice,) = document_of(f"<story><headline>A</headline><moon>new</moon><body>{PROSE}</body></story>").notices

    assert (notice.code, "moon" in notice.message) == ("unknown_xml", True)


def test_the_usual_parts_are_found_by_their_names() -> None:
    document = document_of(
        f"""<story id="s-1" xml:lang="en"><head><headline>Ferry sails</headline><subtitle>A late start</subtitle>
        <byline>By Ada Quill</byline>
        <dateline>CORVANE</dateline><pubDate>2026-03-03T06:15:00Z</pubDate><copyright>© 2026 Tide Wire</copyright>
        <version>3</version>
        <source>Tide Wire</source><keywords>goats, boats</keywords><slug>ferry</slug></head><body>{PROSE}</body>
        <caption>The ferry.</caption></story>"""
    )
    fields = document.fields

    assert [one.given[0] for one in document.passages if one.given] == [
        "headline",
        "subheadline",
        "byline",
        "dateline",
        "caption",
    ]
    assert (fields.story_id, fields.language, fields.version, fields.agency, fields.keywords, fields.copyright) == (
        "s-1", "en", "3", "Tide Wire", ("goats", "boats"), "© 2026 Tide Wire",
    )  # fmt: skip


def test_several_stories_are_numbered() -> None:
    one = f"<story><headline>A</headline><body>{PROSE}</body></story>"

    assert [document.item for document in read(f"<stories>{one}{one}</stories>".encode(), "x")] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        f"<events><event><title>Regatta</title><text>{PROSE}</text></event></events>",
        "<quotes><title>Prices</title><text>4.2</text></quotes>",
        "<data><title>Goals</title><content>Corvane 3 Brill 1</content></data>",
        "<story><headline>Ferry</headline></story>",
        f"<story><body>{PROSE}</body></story>",
        f"<sports-results><title>Goals</title><body>{PROSE}</body></sports-results>",
        "<root/>",
    ],
)
def test_plans_numbers_and_halves_are_no_stories(text: str) -> None:
    with pytest.raises(UnknownFormat):
        read(f"<?xml version='1.0'?>{text}".encode(), "copy.xml")


@pytest.mark.parametrize("root", ["rss", "nitf", "NewsML", "newsItem", "html", "planningItem"])
def test_a_standards_own_root_is_not_read_by_guessing(root: str) -> None:
    assert not xml_story.recognises(f"<?xml version='1.0'?><{root}><title>A</title><body>{PROSE}</body></{root}>".encode())


def test_a_hundred_thousand_elements_take_no_time() -> None:
    text = "<a><title>Ferry</title>" + "<text><b/></text><title/>" * 30_000 + "</a>"
    began = time.process_time()

    with contextlib.suppress(UnreadableCopy):
        xml_story.read(text.encode(), "x")
    assert time.process_time() - began < 5


NAMES = st.sampled_from(["title", "headline", "body", "text", "p", "content", "author", "date", "note", "source"])
TREES = st.recursive(
    st.tuples(NAMES, st.text(alphabet="ab. é", max_size=60)).map(lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"),
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"),
    max_leaves=12,
)


@given(TREES)
def test_no_shape_of_tree_breaks_the_reader(tree: str) -> None:
    with contextlib.suppress(UnreadableCopy):
        for document in xml_story.read(f"<x>{tree}</x>".encode(), "x"):
            assert all(document.text[one.start : one.end] == one.text for one in document.passages)
