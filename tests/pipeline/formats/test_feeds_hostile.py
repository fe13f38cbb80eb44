"""Feeds cut off, and entries with anything in them."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TooLarge, UnreadableCopy
from pipeline.formats.detect import read
from pipeline.formats.feeds import reader as feeds
from tests.pipeline.formats.feed_makers import WHOLE, export, rss

FULL = rss(
    "<title>Ferry &amp; sails</title><guid>1</guid><dc:creator>Ada Quill</dc:creator>"
    f"<pubDate>Tue, 10 Mar 2026 07:42:00 +0100</pubDate>{WHOLE}",
    "<title>Ferry sinks</title><description>It sank.</description>"
    "<media:content url='a.jpg'><media:credit>B</media:credit></media:content>",
)  # fmt: skip


@pytest.mark.parametrize("size", range(1, len(FULL), 3))
def test_a_feed_cut_off_anywhere_gives_stories_or_a_reason(size: int) -> None:
    with contextlib.suppress(UnreadableCopy):
        assert read(FULL[:size], "feed.xml")


NAMES = [
    "title",
    "link",
    "author",
    "category",
    "content:encoded",
    "media:content",
    "media:group",
    "pubDate",
    "guid",
    "source",
    "dc:creator",
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.text(alphabet="aZ0<&;[]\n .:=/é", max_size=30),
            st.sampled_from(["", " url='a'", " type='xhtml'", " domain='category'", " rel='x' href='y'"]),
        ),
        max_size=12,
    )
)
def test_no_entry_breaks_the_reader(parts: list[tuple[str, str, str]]) -> None:
    item = "".join(f"<{name}{more}><![CDATA[{text}]]></{name}>" for name, text, more in parts)

    with contextlib.suppress(UnreadableCopy):
        for document in feeds.read(export(item), "feed.xml"):
            assert all(document.text[one.start : one.end] == one.text for one in document.passages)


@pytest.mark.parametrize(
    "text", ["<pre " * 40_000, "[caption " * 40_000, "\n" * 200_000, " " * 200_000 + "...", "<" * 200_000, "&" * 100_000]
)
def test_a_part_of_one_thing_over_and_over_takes_no_time(text: str) -> None:
    began = time.process_time()

    with contextlib.suppress(UnreadableCopy):
        feeds.read(
            export(f"<title>A</title><content:encoded>{text.replace('&', '&amp;').replace('<', '&lt;')}</content:encoded>"), "x"
        )
    assert time.process_time() - began < 3


def test_a_feed_without_end_is_refused_and_not_cut() -> None:
    with pytest.raises(TooLarge):
        feeds.read(rss(*["<title>A</title>"] * 10_001), "x")
