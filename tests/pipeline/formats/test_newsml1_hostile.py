"""NewsML 1.x that is cut off or put together at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableCopy
from pipeline.formats.newsml1 import reader as newsml1
from tests.pipeline.formats.newsml1_makers import (
    FIRST,
    LINES,
    NITF,
    PHOTO,
    component,
    content,
    item,
    read_all,
)

WHOLE_ITEM = item(component(LINES + content(NITF) + component(PHOTO.format("é.jpg"), "Picture")))
WHOLE = f'<?xml version="1.0"?><NewsML>{WHOLE_ITEM}</NewsML>'.encode()


@pytest.mark.parametrize("length", range(0, len(WHOLE), 7))
def test_a_file_cut_off_anywhere_is_refused_by_name(length: int) -> None:
    with pytest.raises(UnreadableCopy):
        newsml1.read(WHOLE[:length], "story.xml")


ELEMENT_NAMES = """NewsItem NewsComponent NewsComponent Role NewsLines HeadLine ByLine DateLine NewsLine NewsLineText NewsLineType
ContentItem ContentItem DataContent DataContent Encoding MediaType Format nitf body body.content p html Identification
NewsIdentifier PublicIdentifier RevisionId NewsManagement Status StatusWillChange DescriptiveMetadata Location Property Comment"""
NAMES = st.sampled_from(ELEMENT_NAMES.split())
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' FormalName="Text"',
        ' FormalName="Photo"',
        ' FormalName="Caption"',
        ' FormalName="Main"',
        ' Notation="base64"',
        ' Href=""',
    ]
)
WORDS = st.sampled_from(["", "A", "By Ada Quill", "&lt;nitf&gt;", "&lt;p&gt;x&lt;/p&gt;", "QUFB", "20260303T101500Z", FIRST])
ELEMENTS = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, said, parts: f"<{name}{said}>{''.join(parts)}</{name}>", NAMES, ATTRIBUTES, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@given(ELEMENTS, ELEMENTS)
def test_any_order_of_elements_gives_documents_or_a_refusal(item_inside: str, component_inside: str) -> None:
    inside = f"{item_inside}<NewsComponent>{component_inside}</NewsComponent>"
    try:
        documents = read_all(f"<NewsItem>{inside}</NewsItem>")
    except UnreadableCopy:
        return
    assert all(
        passage.text == document.text[passage.start : passage.end] for document in documents for passage in document.passages
    )
