"""NITF that is cut off or put together at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableCopy
from pipeline.formats.nitf import reader as nitf
from tests.pipeline.formats.nitf_makers import BODY, FIRST, MEDIA, TITLED, read, story

WHOLE = story(body=f"<block><byline>By Cy Marsh</byline>{BODY}</block>{MEDIA}", head=f"{TITLED}<abstract>é</abstract>").encode()


@pytest.mark.parametrize("length", range(0, len(WHOLE), 7))
def test_a_story_cut_off_anywhere_is_refused_by_name(length: int) -> None:
    with pytest.raises(UnreadableCopy):
        nitf.read(WHOLE[:length], "story.xml")


ELEMENT_NAMES = """nitf head title meta docdata doc-id date.issue doc.copyright body body.head hedline hl1 hl2 byline byttl
person dateline location body.content block p br table tr td media media-caption media-reference note body.end tagline"""
NAMES = st.sampled_from(ELEMENT_NAMES.split())
ATTRIBUTES = st.sampled_from(["", ' norm="2026"', ' id-string=""', ' year="MMXX"', ' ed-urg="x"', ' class="byline p"'])
WORDS = st.sampled_from(["", "A", "By Ada Quill", "&lt;p&gt;x", "&lt;/p&gt;", "20260303T101500Z", FIRST])
ELEMENTS = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, said, parts: f"<{name}{said}>{''.join(parts)}</{name}>", NAMES, ATTRIBUTES, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@given(ELEMENTS)
def test_any_order_of_elements_gives_a_document_or_a_refusal(inside: str) -> None:
    try:
        document = read(f"<nitf>{inside}</nitf>")
    except UnreadableCopy:
        return
    assert all(document.text[passage.start : passage.end] == passage.text for passage in document.passages)
