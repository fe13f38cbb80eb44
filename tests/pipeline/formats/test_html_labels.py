"""What a page says of its own lines, and where it is not to be believed."""

from __future__ import annotations

import pytest

from pipeline.formats.html import reader as html

STORY = [f"The ferry sailed {when}, and Wilhelmina Sarkany of the guild was on board." for when in (
    "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday")]  # fmt: skip
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def labels_of(markup: str) -> dict[str, tuple[str, str] | None]:
    (document,) = html.read(markup.encode(), "page.html")
    return {passage.text: passage.given for passage in document.passages}


@pytest.mark.parametrize(
    ("insert", "rule"),
    [
        ("<nav><ul><li><a href='/'>{}</a></li></ul></nav>", "html.navigation"),
        ("<div role='navigation'>{}</div>", "html.navigation"),
        ("<ol class='site-breadcrumbs'><li>{}</li></ol>", "html.navigation"),
        ("<aside>{}</aside>", "html.aside"),
        ("<div role='complementary'>{}</div>", "html.aside"),
        ("<form><label>{}</label><input></form>", "html.form"),
        ("<div class='shareBar'><button>{}</button></div>", "html.share"),
        ("<ul id='social_links'><li>{}</li></ul>", "html.share"),
        ("<section class='m-related-stories'><h3>{}</h3></section>", "html.related"),
        ("<section id='comments'><p>{}</p></section>", "html.comments"),
        ("<div class='newsletter-signup'><p>{}</p></div>", "html.newsletter"),
        ("<div class='adSlot ad'>{}</div>", "html.advert"),
        ("<div class='promo'>{}</div>", "html.promo"),
        ("<div id='cookie-banner'>{}</div>", "html.cookie"),
        ("<div style='display: none'>{}</div>", "html.hidden"),
        ("<div aria-hidden='true'>{}</div>", "html.hidden"),
        ("<noscript>{}</noscript>", "html.noscript"),
        ("<div class='paywall'><p>{}</p></div>", "html.paywall"),
    ],
)
def test_an_insert_in_the_story_is_furniture_by_a_telling_rule(insert: str, rule: str) -> None:
    line = "Subscribe and read on"
    middle = PARAGRAPHS.index("<p>", len(PARAGRAPHS) // 2)

    labels = labels_of(
        page(f"<article><h1>Ferry sails</h1>{PARAGRAPHS[:middle]}{insert.format(line)}{PARAGRAPHS[middle:]}</article>")
    )

    assert labels[line] == ("furniture", rule)
    assert [labels[text] for text in STORY] == [None] * len(STORY)


@pytest.mark.parametrize(
    "wrapper",
    [
        "<form id='aspnetForm'>{}</form>",
        "<aside>{}</aside>",
        "<div class='comments'>{}</div>",
        "<div class='paywall'>{}</div>",
        "<div class='social share'>{}</div>",
        "<div role='dialog'>{}</div>",
        "<div style='display:none'>{}</div>",
        "<header>{}</header>",
        "<div class='related'><div>{}</div></div>",
        "<table class='ads'><tr><td>{}</td></tr></table>",
    ],
)
@pytest.mark.parametrize("headline", ["<h1>Ferry sails</h1>", ""])
def test_what_wraps_the_story_is_no_evidence_against_it(wrapper: str, headline: str) -> None:
    inside = labels_of(page(wrapper.format(headline + PARAGRAPHS) + "<p>Contact us</p>"))
    outside = labels_of(page(headline + wrapper.format(PARAGRAPHS) + "<p>Contact us</p>"))

    assert [inside[text] for text in STORY] == [None] * len(STORY)
    assert [outside[text] for text in STORY] == [None] * len(STORY)


@pytest.mark.parametrize("count", range(1, len(STORY)))
@pytest.mark.parametrize("name", ["paywall", "ad-follows", "share", "social", "promo", "popular"])
def test_paragraphs_with_a_suspicious_class_of_their_own_stay_open(name: str, count: int) -> None:
    marked = PARAGRAPHS.replace("<p>", f"<p class='{name}'>", count)

    labels = labels_of(page(f"<h1>Ferry sails</h1><div>{marked}</div>"))

    assert [labels[text] for text in STORY] == [None] * len(STORY)


@pytest.mark.parametrize("split", range(1, len(STORY)))
def test_the_part_of_a_story_behind_a_paywall_is_story(split: int) -> None:
    free, paid = ("".join(f"<p>{text}</p>" for text in part) for part in (STORY[:split], STORY[split:]))

    labels = labels_of(page(f"<h1>Ferry sails</h1><div>{free}</div><div class='paywall'>{paid}</div>"))

    assert [labels[text] for text in STORY] == [None] * len(STORY)


def test_comments_are_furniture_even_where_they_are_longer_than_the_story() -> None:
    comments = "".join(
        f"<div class='comment'><p>I for one sailed with her in {year}, and it rained.</p></div>" for year in range(1960, 1980)
    )

    labels = labels_of(page(f"<h1>Ferry sails</h1><div>{PARAGRAPHS}</div><section class='comments'>{comments}</section>"))

    assert labels["I for one sailed with her in 1971, and it rained."] == ("furniture", "html.comments")
    assert [labels[text] for text in STORY] == [None] * len(STORY)


def test_a_class_that_tells_of_a_state_is_no_evidence() -> None:
    assert (
        labels_of(page(f"<div class='no-ads has-sidebar'><p>Contact us</p></div><div>{PARAGRAPHS}</div>"))["Contact us"] is None
    )


def test_the_only_h1_is_the_headline() -> None:
    assert labels_of(f"<h1>Ferry sails</h1>{PARAGRAPHS}")["Ferry sails"] == ("headline", "html.h1")


def test_of_several_h1_the_one_that_the_metadata_name_is_the_headline() -> None:
    head = '<meta property="og:title" content="Ferry sails | The Ledger"><meta property="og:site_name" content="The Ledger">'

    labels = labels_of(page(f"<h1>The Ledger</h1><h1>Ferry sails</h1>{PARAGRAPHS}<h1>More</h1>", head))

    assert [text for text, label in labels.items() if label and label[0] == "headline"] == ["Ferry sails"]


def test_an_h1_with_the_sites_name_is_no_headline() -> None:
    head = '<meta property="og:title" content="Ferry sails"><meta property="og:site_name" content="The Ledger">'

    labels = labels_of(
        page(f"<header><h1><a href='/'>The Ledger</a></h1></header><h2>Ferry sails</h2><div>{PARAGRAPHS}</div>", head)
    )

    assert labels["Ferry sails"] == ("headline", "html.h1")
    assert labels["The Ledger"] == ("furniture", "html.navigation")


def test_several_h1_without_metadata_leave_the_choice_to_the_rules() -> None:
    assert set(labels_of(f"<h1>Ferry sails</h1><h1>Goats on board</h1>{PARAGRAPHS}").values()) == {None}


def test_the_header_of_an_article_is_not_the_pages() -> None:
    markup = f"<article><header><h2>Ferry sails</h2><p class='byline'>By Ada Quill</p></header><div>{PARAGRAPHS}</div></article>"

    labels = labels_of(page(markup))

    assert labels["Ferry sails"] is None
    assert labels["By Ada Quill"] == ("byline", "html.byline")


@pytest.mark.parametrize(
    ("markup", "text", "label"),
    [
        ("<p class='byline'>By Ada Quill</p>", "By Ada Quill", ("byline", "html.byline")),
        ("<div itemprop='author'><span>Ada Quill</span></div>", "Ada Quill", ("byline", "html.byline")),
        ("<div><span class='byline'>Ada Quill</span> <time>May 3, 2026</time></div>", "Ada Quill", ("byline", "html.byline")),
        ("<div><span class='byline'>Ada Quill</span> <time>May 3, 2026</time></div>", "May 3, 2026", ("published", "html.date")),
        ("<p class='story__timestamp'>May 3, 2026</p>", "May 3, 2026", ("published", "html.date")),
        (
            "<figure><img src=x><figcaption>The ferry at dawn.</figcaption></figure>",
            "The ferry at dawn.",
            ("caption", "html.caption"),
        ),
    ],
)
def test_bylines_dates_and_captions_are_known_by_their_elements(markup: str, text: str, label: tuple[str, str]) -> None:
    assert labels_of(page(f"<h1>Ferry sails</h1>{markup}{PARAGRAPHS}"))[text] == label


@pytest.mark.parametrize(
    "text", ["Close", "Follow us on the sea", "Ada Quill has written about ferries, goats and lamps for thirty years."]
)
def test_not_everything_in_an_authors_box_is_a_byline(text: str) -> None:
    head = '<meta name="author" content="Ada Sarkany">'

    assert labels_of(page(f"<h1>Ferry sails</h1><div class='author'><p>{text}</p></div>{PARAGRAPHS}", head))[text] is None


def test_a_time_within_a_sentence_does_not_part_it() -> None:
    sentence = "It will sail again on Friday at dawn, the guild said."

    assert sentence in labels_of(
        page(f"<h1>Ferry</h1>{PARAGRAPHS}<div>{sentence.replace('Friday', '<time>Friday</time>')}</div>")
    )


def test_cards_of_other_stories_outside_the_article_are_furniture() -> None:
    cards = "<div><div><h3>Goat elected mayor</h3><p>May 3</p><p>Nobody in Tidewater was surprised by it.</p></div></div>"

    labels = labels_of(page(f"<main><article><h1>Ferry sails</h1><div>{PARAGRAPHS}</div></article></main><div>{cards}</div>"))

    assert labels["Goat elected mayor"] == ("furniture", "html.page")
    assert labels["Nobody in Tidewater was surprised by it."] == ("furniture", "html.page")


def test_running_text_and_wire_lines_outside_the_article_stay_open() -> None:
    tail = "<div><p>The guild will meet again on Sunday, in the old cannery.</p></div><div>© 2026 Tidewire</div>"

    labels = labels_of(page(f"<main><article><h1>Ferry sails</h1><div>{PARAGRAPHS}</div></article></main>{tail}"))

    assert labels["The guild will meet again on Sunday, in the old cannery."] is None
    assert labels["© 2026 Tidewire"] is None


def test_the_pages_copyright_is_the_storys_where_it_has_no_other() -> None:
    footer = "<footer><ul><li><a href=/a>About us</a></li></ul><p class='copyright'>© 2026 The Ledger</p></footer>"

    alone = labels_of(page(f"<h1>Ferry sails</h1><div>{PARAGRAPHS}</div>{footer}"))
    beside = labels_of(page(f"<h1>Ferry sails</h1><div>{PARAGRAPHS}<p>©2026 Tidewire.</p></div>{footer}"))

    assert alone["© 2026 The Ledger"] == ("rights", "html.copyright")
    assert beside["© 2026 The Ledger"] == ("furniture", "html.navigation")


def test_credits_in_a_footer_of_the_article_stay_open() -> None:
    markup = (
        f"<article><h1>Ferry sails</h1>{PARAGRAPHS}<footer><p>(Reporting by Ada Quill; Editing by Bo Lind)</p></footer></article>"
    )

    assert labels_of(page(markup))["(Reporting by Ada Quill; Editing by Bo Lind)"] is None
