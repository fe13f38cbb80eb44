"""Pages made to break a reader: each is read, or refused by name, in a bounded time."""

from __future__ import annotations

import contextlib
import time

import pytest

from pipeline.errors import UnreadableCopy
from pipeline.formats import detect
from pipeline.formats.text import plain

STORY = "<p>The ferry sailed on Monday, the guild said.</p>"
SECONDS = 20.0  # generous: the slowest takes one on an idle core; what is quadratic takes hours

PAGES = {
    "a hundred thousand divs": "<div>" * 100_000 + STORY,
    "navigation in navigation": STORY + "<nav>Text here. " * 30_000,
    "headers in headers": STORY + "<header><h2>x</h2>" * 20_000,
    "figures in figures": STORY + "<figure>x" * 10_000,
    "asides in asides": STORY + "<aside>x" * 10_000,
    "addresses in addresses": STORY + "<address>x" * 10_000,
    "lines of an address": STORY + "<address>" + "Ada Quill<br>" * 50_000 + "</address>",
    "spans that no blank parts": STORY + "<div>" + "<span>Jan 6</span>" * 30_000 + "</div>",
    "blanks before escaped markup": f"<div>{' ' * 1_000_000}&lt;/p&gt;&lt;/p&gt;</div>{STORY}",
    "tables in tables": "<table><tr><td>x" * 10_000 + STORY,
    "bold in bold": STORY + "<b>" * 50_000 + "x" + STORY,
    "a class of a megabyte": f'<p class="{"ad share " * 110_000}">{STORY}',
    "an attribute that never ends": STORY + '<p class="' * 50_000,
    "scripts that never end": STORY + "<script>" * 50_000,
    "scripts that never begin": STORY + "<script " * 50_000,
    "comments that never end": STORY + "<!--" * 50_000,
    "a paragraph in a script": f"<script>var p = '</p>{STORY}';</script>{STORY}",
    "entities of entities": f"<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>{STORY}<p>&b;" + "&amp;" * 100_000,
    "a megabyte of blanks": f"<p>a{' ' * 1_000_000}b</p>{STORY}",
    "a megabyte of newlines": f"<p>a</p>{chr(10) * 1_000_000}{STORY}",
    "breaks without end": "<div>" + "a<br>" * 50_000 + STORY,
    "times without end": "<div>" + "<time>May 1</time>" * 20_000 + STORY,
    "angle brackets": "<p>" + "<" * 200_000 + STORY,
    "json-ld nested deep": f'<script type="application/ld+json">{"[" * 200_000}</script>{STORY}',
    "json-ld without end": '<script type="application/ld+json">{"@graph": [{"@graph": []}]}</script>' * 5_000 + STORY,
    "headlines without end": "<h1>x</h1>" * 20_000 + STORY,
    "captions without end": "<figure>" + "<figcaption>x</figcaption>" * 20_000 + STORY,
    "nuls": "<p>a\x00b</p>" * 3 + STORY,
}


@pytest.mark.parametrize("markup", PAGES.values(), ids=PAGES.keys())
def test_a_hostile_page_is_read_in_time(markup: str) -> None:
    began = time.process_time()

    (document,) = detect.read(markup.encode(), "page.html")

    assert time.process_time() - began < SECONDS
    assert "The ferry sailed on Monday, the guild said." in document.text


@pytest.mark.parametrize(
    "raw",
    [
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]><lolz>&l2;</lolz>',
        b'<?xml version="1.0"?><!DOCTYPE foo [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><foo>&xxe;</foo>',
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b"<" * 1_000_000,
        b"<!--" * 250_000,
        b"<?" * 500_000,
        b"<a " * 300_000,
        b"<a b=" * 200_000,
    ],
)
def test_no_head_of_a_file_holds_up_detection(raw: bytes) -> None:
    began = time.process_time()

    with contextlib.suppress(UnreadableCopy):
        detect.read(raw, "copy")

    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "text", ["itâ€™s a cafÃ© " * 70_000, "it’s “fine” " * 90_000, "é\x85" * 400_000, "a\n" * 300_000, "\r" * 500_000 + "a"]
)
def test_a_hostile_text_is_read_in_time(text: str) -> None:
    began = time.process_time()

    plain.read(text.encode(), "story.txt")

    assert time.process_time() - began < SECONDS
