"""Feeds: RSS, RDF, Atom and WordPress exports, an entry a story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.errors import NotAStory
from pipeline.formats.detect import read
from pipeline.formats.feeds import reader as feeds
from tests.pipeline.formats.feed_makers import ATOM, ATOM_0_3, RDF, TITLE, WHOLE, body, codes, labelled, rss, story


def test_every_entry_is_a_story_with_its_number() -> None:
    raw = rss(f"<title>Ferry sails</title>{WHOLE}", f"<title>Ferry sinks</title>{WHOLE}")

    assert [(one.item, one.fields.headline, one.format) for one in read(raw, "feed.xml")] == [
        (1, "Ferry sails", "rss"),
        (2, "Ferry sinks", "rss"),
    ]


@pytest.mark.parametrize(
    ("raw", "format"),
    [
        (ATOM.format(f"<entry>{TITLE}<content type='text'>It sailed.</content></entry>"), "atom"),
        (f"<entry xmlns='http://www.w3.org/2005/Atom'>{TITLE}<summary>It sailed.</summary></entry>", "atom"),
        (ATOM_0_3.format(f"<entry>{TITLE}<content mode='escaped'>&lt;p>It sailed.&lt;/p></content></entry>"), "atom"),
        (RDF.format(f"<item rdf:about='https://a.example/1'>{TITLE}<description>It sailed.</description></item>"), "rss"),
        (f"<rss version='0.91'><channel><item>{TITLE}<description>It sailed.</description></item></channel></rss>", "rss"),
        (f"<!DOCTYPE rss><rss><channel><item>{TITLE}It<description>It sailed.</description></item></channel></rss>", "rss"),
    ],
)  # fmt: skip
def test_each_kind_of_feed_is_recognised_and_read(raw: str, format: str) -> None:
    (document,) = read(raw.encode(), "copy")

    assert (document.format, document.fields.headline, body(document)[-1][1]) == (format, "Ferry sails", "It sailed.")


@pytest.mark.parametrize(
    "item",
    [
        WHOLE,
        "<description>&lt;p&gt;The ferry sailed at dawn with nine goats.&lt;/p&gt;</description>",
        "<content:encoded>&lt;div&gt;The ferry sailed &lt;b&gt;at dawn&lt;/b&gt; with nine goats.&lt;/div&gt;</content:encoded>",
        "<body xmlns='http://www.w3.org/1999/xhtml'><p>The ferry sailed <i>at dawn</i> with nine goats.</p></body>",
        "<full-text xmlns='http://news.yandex.ru'>The ferry sailed at dawn with nine goats.</full-text>",
        "<atom:content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The ferry sailed at dawn with nine goats.</div>"
        "</atom:content>",
    ],
)
def test_the_story_is_found_in_whatever_part_holds_it(item: str) -> None:
    assert body(story(rss(f"<title>Ferry sails</title>{item}"))) == [
        ("paragraph", "The ferry sailed at dawn with nine goats.")
    ] or [("line", "The ferry sailed at dawn with nine goats.")]


def test_the_whole_story_wins_over_its_summary_which_is_not_said_twice() -> None:
    raw = rss(f"<title>Ferry sails</title><description>The ferry sailed at dawn [...]</description>{WHOLE}")

    document = story(raw)

    assert (document.fields.subheadline, labelled(document, "subheadline")) == (None, [])


def test_a_summary_that_says_something_else_is_the_subheadline() -> None:
    document = story(rss(f"<title>Ferry sails</title><description>Nobody was late.</description>{WHOLE}"))

    assert labelled(document, "subheadline") == ["Nobody was late."]


def test_a_feed_of_summaries_says_so() -> None:
    document = story(rss("<title>Ferry sails</title><description>It sailed at dawn.</description>"))

    assert (body(document), codes(document)) == ([("line", "It sailed at dawn.")], ["summary_only"])


def test_lines_of_plain_text_are_paragraphs() -> None:
    document = story(rss("<description>It sailed at dawn.\n\nNobody was late.</description>"))

    assert [text for _, text in body(document)] == ["It sailed at dawn.", "Nobody was late."]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<dc:creator>Ada Quill</dc:creator>", "Ada Quill"),
        ("<author>desk@a.example (Ada Quill)</author>", "Ada Quill"),
        ("<atom:author><atom:name>Ada Quill</atom:name><atom:uri>https://a.example</atom:uri></atom:author>", "Ada Quill"),
        ("<itunes:author>Ada Quill</itunes:author>", "Ada Quill"),
        ("<dc:creator>Ada Quill</dc:creator><author>ada quill</author>", "Ada Quill"),
    ],
)
def test_who_signed_is_the_byline(author: str, name: str) -> None:
    assert labelled(story(rss(f"<title>Ferry sails</title>{author}{WHOLE}")), "byline") == [name]


@pytest.mark.parametrize("author", ["desk@a.example", "https://a.example/team", " "])
def test_an_address_is_nobody(author: str) -> None:
    assert labelled(story(rss(f"<title>Ferry sails</title><author>{author}</author>{WHOLE}")), "byline") == []


def test_a_title_may_be_escaped_twice_or_hold_markup() -> None:
    titles = ["Fish &amp;amp; chips", "&lt;b&gt;Fish&lt;/b&gt; &amp;amp; chips", "Fish &amp; chips", "<![CDATA[Fish & chips]]>"]

    assert {story(rss(f"<title>{title}</title>{WHOLE}")).fields.headline for title in titles} == {"Fish & chips"}


def test_a_media_title_is_not_the_headline() -> None:
    document = story(rss(f"<media:title>The ferry in fog</media:title><title>Ferry sails</title>{WHOLE}"))

    assert document.fields.headline == "Ferry sails"


def test_rights_and_language_of_the_channel_hold_for_its_entries() -> None:
    channel = "<title>Ferry News</title><copyright>© 2026 Ferry News</copyright><language>en-nz</language>"

    fields = story(rss(f"<title>Ferry sails</title>{WHOLE}", channel=channel)).fields

    assert (fields.copyright, fields.language, fields.agency) == ("© 2026 Ferry News", "en-nz", "Ferry News")


def test_what_the_entry_says_of_rights_and_source_comes_first() -> None:
    channel = "<title>Ferry News</title><copyright>© 2026 Ferry News</copyright>"
    own = "<dc:rights>© 2026 Tide Wire</dc:rights><source url='https://t.example'>Tide Wire</source>"

    fields = story(rss(f"<title>Ferry sails</title>{own}{WHOLE}", channel=channel)).fields

    assert (fields.copyright, fields.agency) == ("© 2026 Tide Wire", "Tide Wire")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Tue, 10 Mar 2026 07:42:00 +0100", 6),
        ("10 Mar 2026 07:42:00 GMT", 7),
        ("Tue, 10 Mar 2026 07:42:00 EST", 12),  # RFC 822, section 5: -0500
        ("2026-03-10T07:42:00Z", 7),
    ],
)
def test_times_of_every_writing_have_their_offset(written: str, hour: int) -> None:
    document = story(rss(f"<title>Ferry sails</title><pubDate>{written}</pubDate>{WHOLE}"))

    assert document.fields.published_at == datetime(2026, 3, 10, hour, 42, tzinfo=UTC)


def test_a_bad_date_is_told_and_not_guessed() -> None:
    document = story(rss(f"<title>Ferry sails</title><pubDate>last Tuesday</pubDate>{WHOLE}"))

    assert (document.fields.published_at, codes(document)) == (None, ["bad_date"])


def test_identity_is_the_guid_then_the_id_then_the_link() -> None:
    link = "<link>https://a.example/1</link>"

    assert story(rss(f"<title>A</title><guid>g-1</guid>{link}{WHOLE}")).fields.story_id == "g-1"
    assert story(rss(f"<title>A</title>{link}{WHOLE}")).fields.story_id == "https://a.example/1"


def test_pictures_keep_caption_credit_and_address_and_the_caption_is_text() -> None:
    media = (
        "<media:group><media:content url='https://a.example/f.jpg' medium='image'><media:credit>Bo Lind</media:credit>"
        "<media:description>The ferry in fog.</media:description></media:content></media:group>"
    )

    document = story(rss(f"<title>Ferry sails</title>{media}{WHOLE}"))

    assert document.fields.images == (("The ferry in fog.", "Bo Lind", "https://a.example/f.jpg"),)
    assert labelled(document, "caption") == ["The ferry in fog."]


def test_an_entry_that_encloses_a_film_says_so() -> None:
    item = f"{TITLE}<description>Watch it.</description><enclosure url='https://a.example/f.mp4' type='video/mp4'/>"

    assert story(rss(item)).fields.genre == "video"


def test_wordpress_closing_line_is_furniture() -> None:
    closing = "<p>The post <a href='/1'>Ferry sails</a> appeared first on <a href='/'>Ferry News</a>.</p>"
    item = f"<title>Ferry sails</title><content:encoded><![CDATA[<p>It sailed.</p>{closing}]]></content:encoded>"

    assert labelled(story(rss(item)), "furniture") == ["The post Ferry sails appeared first on Ferry News."]


@pytest.mark.parametrize(
    "raw",
    [
        rss(),
        rss("<title> </title>"),
        ATOM.format("").encode(),
        RDF.format("").encode(),
        rss("<title>By: Bo</title><link>https://a.example/1#comment-7</link><description>Nice.</description>"),
    ],
)
def test_a_feed_without_a_story_is_refused_as_no_story(raw: bytes) -> None:
    with pytest.raises(NotAStory):
        feeds.read(raw, "feed.xml")


@pytest.mark.parametrize(
    "text", ["<feed><price>4</price></feed>", "<RDF><a/></RDF>", "<items><item><title>A</title></item></items>", "rss"]
)
def test_what_only_looks_like_a_feed_is_none(text: str) -> None:
    assert not feeds.recognises(text.encode())


def test_nitf_in_an_atom_entry_is_the_story_with_its_byline() -> None:
    nitf = (
        "<nitf xmlns=''><body><body.head><hedline><hl1>Ferry sails</hl1></hedline><byline>By Ada Quill</byline>"
        "<dateline>CORVANE</dateline></body.head><body.content><p>It sailed.</p></body.content></body></nitf>"
    )

    document = story(ATOM.format(f"<entry>{TITLE}<content type='text/xml'>{nitf}</content></entry>").encode())

    assert body(document) == [("paragraph", "It sailed.")]
    assert (labelled(document, "byline"), labelled(document, "dateline")) == (["By Ada Quill"], ["CORVANE"])


def test_content_of_another_medium_is_no_text() -> None:
    entry = f"<entry>{TITLE}<content type='image/png'>aGVsbG8=</content><summary>It sailed.</summary></entry>"

    assert [text for _, text in body(story(ATOM.format(entry).encode()))] == ["It sailed."]
