"""Which reader gets a file: by its bytes, whatever its name."""

from __future__ import annotations

import pytest

from pipeline.errors import BinaryCopy, UnknownFormat
from pipeline.formats.detect import read
from pipeline.formats.registry import READERS

PAGE = "<!DOCTYPE html>\n<html><body><h1>Ferry sails</h1><p>It sailed at dawn.</p></body></html>"


def format_of(text: str, filename: str = "copy") -> str:
    (document,) = read(text.encode(), filename)
    return document.format


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        f"<?xml version='1.0'?>\n<!-- saved -->\n{PAGE}",
        '<html xmlns="http://www.w3.org/1999/xhtml"><p>It sailed.</p></html>',
        "\n\n  <p>It sailed.</p>",
        "<P CLASS=x>It sailed.",
        "<h1>Ferry sails</h1>\nIt sailed.",
        "<b>Ferry sails</b> at dawn",
        "<div hidden class='a'><p>It sailed.</p></div>",
        "Ferry sails<br>By Ada Quill<br/><br/>It sailed.",
        "Ferry sails\n<p>It sailed.\n<p>It sank.",
    ],
)
def test_html_is_html_under_any_name(text: str) -> None:
    assert format_of(text, "story.txt") == "html"


@pytest.mark.parametrize(
    "text",
    [
        "Ferry sails\nIt sailed at dawn.",
        "<<Update>> Ferry sails",
        "<Update> Ferry sails",
        "<A short note of caution> The ferry sails.",
        "< 5 boats sailed",
        "{sic} The ferry sails.",
        '{"It sails," she said}',
        "[corrected] The ferry sails.",
        "[1] The ferry sails.",
        "[{]",
        "The council wrote <p> where it meant <b>.",
        "%PDF is how the file began, he said",
    ],
)
def test_prose_is_text_even_where_it_begins_with_a_bracket(text: str) -> None:
    assert format_of(text, "story.html") == "text"


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ('<?xml version="1.0"?><ledger><row/></ledger>', "XML with root ledger"),
        ('<ledger version="3.4"><row><p>It sailed.</p><p>It sank.</p></row></ledger>', "XML with root ledger"),
        ("<?xml version='1.0'?>\n<!-- a > b -->\n<n:ledgerItem xmlns:n='urn:x'>", "XML with root ledgerItem"),
        ("<!DOCTYPE ledger SYSTEM 'ledger.dtd' [<!ENTITY a 'b'>]><ledger>", "XML with root ledger"),
        ("<story><p>It sailed.</p></story>", "XML with root story"),
        ("<?xml version='1.0'?><article><p>It sailed.</p></article>", "XML with root article"),
        ("<?xml version='1.0'", "XML"),
        ('{"headline": "Ferry sails"}', "JSON"),
        ('{"items": []}', "JSON"),
        ('[{"headline": "Ferry sails"}]', "JSON"),
        ('{"a": 1}\n{"a": 2}\n', "JSON"),
        ("{\\rtf1\\ansi Ferry sails}", "RTF"),
        ("%PDF-1.7\nstream", "PDF"),
    ],
)
def test_a_format_without_a_reader_is_refused_by_its_name(text: str, looks: str) -> None:
    with pytest.raises(UnknownFormat, match=f"copy.xml: looks like {looks}") as caught:
        read(text.encode(), "copy.xml")

    assert caught.value.reason == "unknown_format"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_format_is_seen_through_the_encoding(encoding: str) -> None:
    (document,) = read(PAGE.encode(encoding), "page")

    assert (document.format, document.passages[0].text) == ("html", "Ferry sails")


def test_a_picture_is_binary_under_any_name() -> None:
    with pytest.raises(BinaryCopy):
        read(b"\xff\xd8\xff\xe0" + bytes(200), "story.html")


def test_plain_text_is_tried_last() -> None:
    assert READERS[-1].name == "text"
