"""What pages set between and around the paragraphs of a story: links, posts, pull quotes, comments, names, clocks."""

from __future__ import annotations

import json

import pytest

from pipeline.record import Record
from pipeline.refine import refine

STORY = [f"The ferry sailed {when}, and Wilhelmina Sarkany of the guild was on board." for when in (
    "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday")]  # fmt: skip
PARAGRAPHS = [f"<p>{text}</p>" for text in STORY]
COMMENT = "<li><p>I have seen these goats myself, and they are larger than that.</p><a href='#'>Reply</a></li>"


def record(middle: str = "", above: str = "", below: str = "", title: str = "Ferry sails with nine goats") -> Record:
    story = "".join([*PARAGRAPHS[:3], middle, *PARAGRAPHS[3:]])
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{above}{story}</article>{below}</body></html>"
    )
    (one,) = refine(page.encode(), "page.html")
    return one


def paragraphs(one: Record) -> list[str]:
    return [block.text for block in one.body if block.kind != "caption"]


@pytest.mark.parametrize(
    "insert",
    [
        "<p><a href='/1'>Nine goats were seen in Brill last week</a></p>",
        "<p><strong><a href='/1'>PHOTOS: The goats on deck</a></strong></p>",
        "<div class='pull-quote'><p>The ferry sailed on Monday</p></div>",
        "<blockquote class='pullquote'>The ferry sailed on Monday</blockquote>",
        "<div class='c-read-next'><h4>Nine more ferries</h4></div>",
        "<div class='article__more-from'><p>Goats of the north shore.</p></div>",
        "<newsletter-signup><p>The week on the water.</p></newsletter-signup>",
        "<amp-consent><div><p>We use cookies on this ferry.</p></div></amp-consent>",
    ],
)
def test_an_insert_is_no_paragraph_of_the_story(insert: str) -> None:
    assert paragraphs(record(insert)) == STORY


@pytest.mark.parametrize(
    "insert",
    [
        "<p><a href='/1'>The guild has published the list of the goats, and of the lamps.</a></p>",
        "<div class='pull-quote'><p>“Goats are heavier than lamps,” said Wilhelmina Sarkany.</p></div>",
    ],
)
def test_a_sentence_that_stands_nowhere_else_stays(insert: str) -> None:
    assert len(paragraphs(record(insert))) == len(STORY) + 1


def test_the_linked_headings_of_a_roundup_are_its_own() -> None:
    items = "".join(
        f"<p><a href='/{n}'>Item {n} of the long week</a></p><p>It was said on day {n} that it had been seen.</p>"
        for n in range(7)
    )

    assert sum("of the long week" in text for text in paragraphs(record(items))) == 7


def test_the_words_of_a_post_are_a_quote_and_its_frame_is_none() -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>Nine goats. One lamp. No words.</p>&mdash; Bo Lind (@bolind)"
        " <a href='https://x.example'>March 3, 2026</a></blockquote>"
    )

    assert [block.text for block in record(post).body if block.kind == "quote"] == ["Nine goats. One lamp. No words."]


@pytest.mark.parametrize(
    "comments",
    [
        f"<h3>3 responses to “Ferry sails”</h3><ol class='commentlist'>{COMMENT * 3}</ol>",
        f"<section><h2>12 Comments</h2><ul>{COMMENT * 12}</ul></section>",
        f"<div><h3>Kommentare (12)</h3><ul>{COMMENT * 2}</ul></div>",
    ],
)
def test_what_readers_write_is_not_the_story(comments: str) -> None:
    assert paragraphs(record(below=comments)) == STORY


@pytest.mark.parametrize(
    "signed",
    [
        "<div><a href='/author/ada-quill'>Ada Quill</a><span>Updated March 3, 2026, 8:15 a.m.</span></div>",
        "<div><span>March 3, 2026</span><span>Written By <a>Ada Quill</a></span></div>",
        "<div><span>By</span> <a rel='author' href='/q'>Ada Quill</a></div>",
    ],
)
def test_names_and_dates_that_no_blank_parts_are_lines_of_their_own(signed: str) -> None:
    one = record(above=signed)

    assert ([author.name for author in one.byline.authors], paragraphs(one)) == (["Ada Quill"], STORY)


def test_the_letter_that_opens_a_story_is_not_cut_off() -> None:
    (one,) = refine(b"<div><span>T</span><span>HE FERRY sailed on Monday.</span></div><p>It came back.</p>", "page.html")

    assert paragraphs(one)[0] == "THE FERRY sailed on Monday."


def test_each_entry_of_a_live_blog_is_signed_and_timed_outside_the_story() -> None:
    entry = "<div><time datetime='2026-03-03T11:00:00Z'>11:00</time><div class='post-author'>Ada Quill</div></div>"

    assert paragraphs(record(entry * 2, above="<p class='byline'>By Ada Quill and Bo Lind</p>")) == STORY


def test_the_name_above_the_note_on_an_author_is_no_heading() -> None:
    note = "<div><h4>Ada Quill</h4><p>Ada Quill covers ferries for The Ledger.</p></div>"

    assert paragraphs(record(above="<p class='byline'>By Ada Quill</p>", below=note)) == STORY


def test_the_headline_is_known_by_the_title_without_the_sites_name() -> None:
    story = "<br><br>".join(STORY)
    title = "<title>Ferry sails with nine goats | The Ledger</title>"
    links = "<td><a href='/'>Home</a><br><a href='/w'>Weather</a></td>"
    cell = f"<td><b>Ferry sails with nine goats</b><br><br>{story}</td>"
    page = f"<html><head>{title}</head><body><table><tr>{links}{cell}</tr></table></body></html>"

    (one,) = refine(page.encode(), "page.html")

    assert (one.headline, one.section, paragraphs(one)) == ("Ferry sails with nine goats", None, STORY)


def test_markup_that_was_escaped_in_the_page_is_markup() -> None:
    escaped = "".join(PARAGRAPHS).replace("<", "&lt;").replace(">", "&gt;")

    (one,) = refine(f"<div class='story'>{escaped}</div>".encode(), "page.html")

    assert (paragraphs(one), [warning.code for warning in one.warnings]) == (STORY, ["text_repaired"])


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Goats on deck. <span class='credit'>Bo Lind/Tide Pictures</span>", "Bo Lind/Tide Pictures"),
        ("Goats on deck. (Photo by Bo Lind/Tide Pictures)", "Bo Lind/Tide Pictures"),
        ("Goats on deck. Photo: Bo Lind", "Bo Lind"),
        ("A photo by the door.", None),
    ],
)
def test_a_captions_credit_is_the_pictures(caption: str, credit: str | None) -> None:
    (image,) = record(f"<figure><img src='/g.jpg'><figcaption>{caption}</figcaption></figure>").images

    assert image.credit == credit


@pytest.mark.parametrize(
    "insert",
    [
        "<ul><li><a href='/1'>Goats were seen in Brill</a></li><li><a href='/2'>Who owns the lamp, then?</a></li></ul>",
        "<div data-component='links-block'><ul><li><a href='/1'>Goats again</a></li></ul></div>",
        "<gu-island name='EmailSignUp'><div><p>Each morning we tell you what sailed.</p></div></gu-island>",
        "<div class='qc-cmp2-container'><p>We and our partners store cookies on your device.</p></div>",
    ],
)
def test_a_box_is_known_by_all_its_names_and_links(insert: str) -> None:
    assert paragraphs(record(insert)) == STORY


def test_a_consent_without_a_name_is_known_by_its_words_outside_the_story() -> None:
    consent = "<div><div><p>We and our 842 partners use cookies and store information on your device.</p></div></div>"

    assert paragraphs(record(below=consent)) == STORY


@pytest.mark.parametrize(
    "head",
    [
        "<header><p class='submitted'><span class='username'>Ada Quill</span> on March 3, 2026 - 7:00pm</p></header>",
        "<aside><address><a rel='author' href='/q'>Ada Quill</a></address><div>Share</div></aside>",
        "<div>Ada Quill<button>Follow</button></div>",
    ],
)
def test_a_byline_is_not_lost_with_the_furniture_around_it(head: str) -> None:
    assert [author.name for author in record(above=head).byline.authors] == ["Ada Quill"]


def test_two_authors_whom_a_word_joins_are_one_line() -> None:
    signed = "<a rel='author' href='/q'>Ada Quill</a> <span>and</span> <a rel='author' href='/l'>Bo Lind</a> in Brill"

    assert [author.name for author in record(above=f"<address>{signed}</address>").byline.authors] == [
        "Ada Quill", "Bo Lind",
    ]  # fmt: skip


def test_words_before_an_element_of_the_page_are_not_its_own() -> None:
    assert "It sailed again." in paragraphs(record("<div>It sailed again.<iframe src='/v'></iframe></div>"))


def test_the_name_of_a_blog_is_not_the_headline() -> None:
    story = "".join(PARAGRAPHS)
    title = "The Corvane Blog: Ferry sails with nine goats"
    lines = f"<h1>The Corvane Blog</h1><h3>Ferry sails with nine goats</h3>{story}"
    page = f"<html><head><title>{title}</title></head><body>{lines}</body></html>"

    (one,) = refine(page.encode(), "page.html")

    assert (one.headline, paragraphs(one)) == ("Ferry sails with nine goats", STORY)


def test_what_stands_beside_a_picture_is_its_credit() -> None:
    one = record("<figure><img src='/g.jpg'><span>Getty Images</span><figcaption>Goats on deck.</figcaption></figure>")

    assert (paragraphs(one), [image.caption for image in one.images]) == (STORY, ["Goats on deck."])


def test_a_page_that_scripts_fill_gives_the_story_of_its_data() -> None:
    story = {
        "title": "Ferry sails",
        "author": {"name": "Ada Quill"},
        "body": [{"type": "paragraph", "text": text} for text in STORY],
    }
    data = json.dumps({"props": {"pageProps": {"article": story}}})
    page = f"<html><body><div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{data}</script></body></html>"

    (one,) = refine(page.encode(), "page.html")

    assert (one.headline, paragraphs(one), [warning.code for warning in one.warnings]) == (
        "Ferry sails", STORY, ["body_from_metadata"],
    )  # fmt: skip


def test_a_live_blog_that_scripts_fill_gives_its_entries() -> None:
    updates = [{"@type": "BlogPosting", "headline": f"Entry {n}", "articleBody": text} for n, text in enumerate(STORY)]
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "Ferry live", "liveBlogUpdate": updates})
    page = f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>Ferry live</h1></body></html>"

    (one,) = refine(page.encode(), "page.html")

    assert [text for text in paragraphs(one) if text in STORY] == STORY
