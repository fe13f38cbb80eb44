"""NewsML-G2 that is cut off, jumbled or meant to harm: it is read or refused, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import UnreadableCopy
from pipeline.formats.newsml_g2 import reader as newsml_g2
from seeds.listing import SEEDS

NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
WHOLE = (SEEDS / "newsml-g2" / "kiln-orders.xml").read_bytes()
NAMES = st.sampled_from([
    "newsItem", "itemMeta", "contentMeta", "contentSet", "inlineXML", "inlineData", "html", "body", "nitf", "body.content",
    "body.head", "p", "h1", "span", "headline", "by", "dateline", "creator", "name", "edNote", "description", "located",
    "subject", "remoteContent", "rightsInfo", "usageTerms", "groupSet", "itemRef", "embargoed", "img", "figure", "media",
])  # fmt: skip
ATTRIBUTES = st.sampled_from(["", " qcode=':'", " role='x:sub'", " class='byline dat'", " encoding='base64'", " width='9e9'"])
TEXTS = st.sampled_from(["", "Ada", "2026-13-45", "&amp;#0;", "By Ada Quill", "%%%", "\n", " "])


def element(name: str, attribute: str, inner: list[str]) -> str:
    return f"<{name}{attribute}>{''.join(inner)}</{name}>"


TREES = st.recursive(TEXTS, lambda inner: st.builds(element, NAMES, ATTRIBUTES, st.lists(inner, max_size=5)), max_leaves=25)


def read_or_refuse(copy: bytes) -> list[Document]:
    try:
        return newsml_g2.read(copy, "copy.xml")
    except UnreadableCopy:
        return []


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)))
def test_a_file_cut_off_anywhere_is_read_or_refused(end: int) -> None:
    assert len(read_or_refuse(WHOLE[:end])) <= 2


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_parts_in_any_order_and_place_are_read_or_refused(inside: str) -> None:
    documents = read_or_refuse(
        f"<newsMessage {NS}><itemSet><newsItem>{inside}</newsItem>{inside}</itemSet></newsMessage>".encode()
    )

    passages = [(document, passage) for document in documents for passage in document.passages]
    assert all(document.text[passage.start : passage.end] == passage.text for document, passage in passages)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>" * 5000,
        f"<p class='{'a ' * 200_000}'>x</p>",
        "<span class='byline'>" * 200 + "x" + "</span>" * 200,
        f"<p>{'goat ' * 200_000}</p>",
        "<p>&goat;</p>" * 1000,
    ],
    ids=["deep", "a long class", "nested spans", "a long line", "entities"],
)
def test_hostile_text_is_read_or_refused(inside: str) -> None:
    content = f"<contentSet><inlineXML><body>{inside}</body></inlineXML></contentSet>"
    copy = f"<newsItem {NS}><contentMeta><headline>Ferry sails</headline></contentMeta>{content}</newsItem>"

    assert len(read_or_refuse(copy.encode())) <= 1


def test_a_flood_of_subjects_is_cut_short() -> None:
    subjects = "".join(f"<subject qcode='x:{number}'/>" for number in range(5000))
    copy = f"<newsItem {NS}><contentMeta><headline>Ferry sails</headline>{subjects}</contentMeta></newsItem>"

    (document,) = read_or_refuse(copy.encode())

    assert len(document.fields.subjects) <= 200
