"""Laws that hold for every reader and every file."""

from __future__ import annotations

import contextlib
import re

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, Declaration, Doctype
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import UnreadableCopy
from pipeline.formats import detect
from pipeline.formats.decoding.decode import decode
from pipeline.formats.html import reader as html
from pipeline.formats.text import plain

TAGS = """<p> </p> <div> </div> <br> <h1> </h1> <h2> <li> </li> <ul> <table> <tr> <td> </td> </table> <b> </b> <a> </a> <span>
<pre> </pre> <blockquote> <figcaption> <nav> </nav> <aside> <form> <script> </script> <style> </style> <title> </title> <!-- -->
<template> </template> <time> <textarea> </textarea> <svg> <noscript> &nbsp; &amp; &lt; &#1; &#128; &eacute &bogus; < > " ' = /
<! <? ]]>"""
PIECES = st.sampled_from(TAGS.split())
WORDS = st.sampled_from(
    [
        "The ferry sailed on Monday.",
        "Ada",
        "Quill ",
        " by",
        "\n",
        "\n\n",
        "   ",
        "é",
        "\u00a0",
        "“",
        "漢字。",
        "\u200b",
        "- x",
        "©",
    ]
)
MARKUP = st.lists(PIECES | WORDS | st.text(max_size=5), max_size=40).map("".join)
COPY = st.lists(
    st.sampled_from([" ", "\n", "\n\n", "   ", "- ", "• ", "<", "&amp;"]) | WORDS | st.text(max_size=30), max_size=40
).map("".join)

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry sails | Ledger</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails", "author": "Ada Quill"}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Ferry sails</h1><p class="byline">By Ada Quill</p>
<figure><img src="f.jpg"><figcaption>The ferry.</figcaption></figure><p>The “ferry” sailed — late &amp; slow.</p>
<ul><li>nine goats</li></ul><table><tr><td>1</td><td>2</td></tr></table></article><!-- end --></body></html>"""


def read(reader: object, text: str) -> Document | None:
    try:
        (document,) = reader.read(text.encode("utf-8", "replace"), "copy")  # type: ignore[attr-defined]  # a module
    except UnreadableCopy:
        return None
    assert isinstance(document, Document)
    return document


def squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", text)


def assert_lawful(document: Document) -> None:
    """Passages are in order, apart from each other, trimmed, true to the text, and leave nothing visible out."""
    left_out, end = "", 0
    for passage in document.passages:
        assert end <= passage.start < passage.end
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip()
        left_out += document.text[end : passage.start]
        end = passage.end
    assert not (left_out + document.text[end:]).strip()
    lines = [passage.line for passage in document.passages]
    assert lines == sorted(lines)
    assert all(line >= 1 for line in lines)


@given(COPY)
def test_passages_of_plain_text_cover_it_in_order(text: str) -> None:
    document = read(plain, text)

    if document:
        assert_lawful(document)


@given(MARKUP)
def test_passages_of_html_cover_it_in_order(markup: str) -> None:
    document = read(html, markup)

    if document:
        assert_lawful(document)


@given(MARKUP)
def test_html_loses_and_adds_no_character(markup: str) -> None:
    document = read(html, markup)

    if document:
        soup = html.soup_of(decode(markup.encode("utf-8", "replace")).text)
        for tag in soup(["script", "style", "template", "title"]):
            tag.decompose()
        left = "".join(text for text in soup.find_all(string=True) if not isinstance(text, (Comment, Declaration, Doctype)))
        assert squeezed(document.text) == squeezed(left)


@given(st.binary(max_size=300) | MARKUP.map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_documents_or_an_error_of_the_tree(raw: bytes) -> None:
    documents = []

    with contextlib.suppress(UnreadableCopy):
        documents = detect.read(raw, "copy")

    for document in documents:
        assert_lawful(document)


@given(st.binary(max_size=200))
def test_the_html_reader_takes_any_bytes(raw: bytes) -> None:
    documents = []

    with contextlib.suppress(UnreadableCopy):
        documents = html.read(raw, "copy")

    for document in documents:
        assert_lawful(document)


@pytest.mark.parametrize("cut", range(len(PAGE.encode())))
def test_a_page_may_break_off_anywhere(cut: int) -> None:
    try:
        (document,) = detect.read(PAGE.encode()[:cut], "page.html")
    except UnreadableCopy:
        return

    assert_lawful(document)


def test_reading_twice_gives_the_same_document() -> None:
    assert detect.read(PAGE.encode(), "page.html") == detect.read(PAGE.encode(), "page.html")


def test_beautiful_soup_finds_the_story_that_the_reader_finds() -> None:
    (document,) = detect.read(PAGE.encode(), "page.html")

    article = BeautifulSoup(PAGE, "lxml").article
    assert article is not None
    assert squeezed(article.get_text()) in squeezed(document.text)
