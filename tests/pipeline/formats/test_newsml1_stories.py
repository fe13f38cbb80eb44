"""NewsML 1.x: which texts make a story, and which go with a picture."""

from __future__ import annotations

import pytest

from pipeline.errors import NotAStory
from tests.pipeline.formats.newsml1_makers import (
    FIRST,
    LINES,
    NITF,
    PHOTO,
    SECOND,
    component,
    content,
    item,
    labelled,
    paragraphs,
    read,
    read_all,
)

PARTS = [("Title", "Lock shut"), ("Lead", FIRST), ("Body", SECOND)]


def test_a_story_cut_up_into_parts_is_put_together() -> None:
    parts = "".join(component(content(text, "Text"), role) for role, text in PARTS)

    document = read(component(component(parts, "TEXT")))

    assert (labelled(document, "headline"), paragraphs(document)) == (["Lock shut"], [FIRST, SECOND])


def test_stories_side_by_side_are_numbered_and_have_ids_of_their_own() -> None:
    dutch = component("".join(component(content(text, "Text"), role) for role, text in PARTS), "TEXT", 'Duid="11" xml:lang="nl"')
    french = component(LINES + content("<p>Les travaux commencent en mai.</p>"), "TEXT", 'Duid="12" xml:lang="fr"')

    documents = read_all(item(component(dutch + french)))

    assert [(document.item, document.fields.language) for document in documents] == [(1, "nl"), (2, "fr")]
    assert [document.fields.story_id for document in documents] == [
        f"urn:newsml:wire.example:20260303:TX-1#{n}" for n in (11, 12)
    ]


def test_the_same_text_in_another_format_is_left_out() -> None:
    assert paragraphs(read(component(LINES + content(NITF) + content(FIRST, "Text")))) == [FIRST, SECOND]


def test_a_text_without_headline_goes_on_with_the_story_before() -> None:
    document = read(component(component(LINES + content(NITF)) + component(content("<p>A box on locks.</p>"))))

    assert paragraphs(document) == [FIRST, SECOND, "A box on locks."]


def test_items_that_are_no_stories_are_told_in_a_notice() -> None:
    story = item(component(LINES + content(NITF)))

    [document] = read_all(story, item(component(LINES), kind="Planning"))

    assert [notice.code for notice in document.notices] == ["item_left_out"]


@pytest.mark.parametrize("kind", ["Planning", "event", "MarketData", "Filler"])
def test_items_of_other_trades_are_refused_by_name(kind: str) -> None:
    with pytest.raises(NotAStory):
        read_all(item(component(LINES + content(NITF)), kind=kind))


def test_pictures_beside_the_story_are_images_in_one_size() -> None:
    caption = component(content("<p>The lock.</p>"), "Caption")
    sizes = component(PHOTO.format("small.jpg"), "Thumbnail") + component(PHOTO.format("large.jpg"), "HighRes")
    lines = "<NewsLines><ByLine>Dee Moss</ByLine><CreditLine>EW</CreditLine></NewsLines>"

    document = read(component(LINES + component(content(NITF), "Main") + component(lines + caption + sizes)))

    assert document.fields.images == (("The lock.", "Dee Moss / EW", "large.jpg"),)
    assert paragraphs(document) == [FIRST, SECOND]


def test_a_picture_alone_is_no_story() -> None:
    document = read(component(LINES + PHOTO.format("lock.jpg") + content("<p>The lock at Lakeford.</p>", "")))

    assert (document.fields.genre, labelled(document, "caption")) == ("picture", ["The lock at Lakeford."])


@pytest.mark.parametrize("inside", ["", component(""), component(content("", "Text")), component(PHOTO.format("x.jpg"))])
def test_an_item_without_a_word_is_refused(inside: str) -> None:
    with pytest.raises(NotAStory):
        read(inside)


def test_a_thousand_stories_in_one_file_are_read_in_order() -> None:
    many = [component(f"{LINES}{content(f'<p>Number {n} of the series.</p>')}{PHOTO.format(n)}", "Main") for n in range(1000)]

    documents = read_all(item(component("".join(many))))

    assert [document.item for document in documents] == list(range(1, 1001))
