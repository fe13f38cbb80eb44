"""Stories in loose markup: parted by blank lines, signed in the line of the date, with shortcodes, with tables in figures."""

from __future__ import annotations

import pytest

from pipeline.record import Record
from pipeline.refine import refine

STORY = [f"The ferry sailed {when}, and Wilhelmina Sarkany of the guild was on board." for when in (
    "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday")]  # fmt: skip
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)


def record(markup: str) -> Record:
    (one,) = refine(markup.encode(), "page.html")
    return one


def paragraphs(one: Record) -> list[str]:
    return [block.text for block in one.body if block.kind != "caption"]


@pytest.mark.parametrize("around", ["<h1>Ferry sails</h1>{}", "<h1>Ferry sails</h1><div class='body'>{}</div>"])
@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n  \n"])
def test_blank_lines_part_paragraphs_where_nothing_else_does(around: str, blank: str) -> None:
    one = record(around.format(blank.join(["By Ada Quill", *STORY])))

    assert ([author.name for author in one.byline.authors], paragraphs(one)) == (["Ada Quill"], STORY)


def test_blank_lines_of_a_template_part_no_sentence() -> None:
    text = " ".join(STORY).replace(", and Wilhelmina", ",\n\n   and Wilhelmina")

    assert paragraphs(record(f"<article><h1>Ferry sails</h1><p>\n\n  {text}\n\n</p></article>")) == [" ".join(STORY)]


def test_a_shortcode_of_a_caption_is_a_caption() -> None:
    shown = "[caption id='a' width='300']<img src='/g.jpg'/> Goats on deck.[/caption]"

    assert [block.text for block in record(f"{PARAGRAPHS}{shown}").body if block.kind == "caption"] == ["Goats on deck."]


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2026 By <b>Ada Quill</b> | <a href='#c'>Leave a Comment</a>",
        "Mar 3, 2026 at 2:56 pm | By Ada Quill",
        "3. März 2026, von Ada Quill",
    ],
)
def test_a_line_of_date_and_name_signs_the_story(line: str) -> None:
    one = record(f"<html><body><h1>Ferry sails</h1><div class='info'>{line}</div>{PARAGRAPHS}</body></html>")

    assert ([author.name for author in one.byline.authors], paragraphs(one)) == (["Ada Quill"], STORY)


@pytest.mark.parametrize("name", ["date", "article__date", "entryDate"])
def test_a_date_by_its_class_is_no_heading(name: str) -> None:
    one = record(f"<html><body><h1>Ferry sails</h1><div class='{name}'>3 March 2026, 19:00</div>{PARAGRAPHS}</body></html>")

    assert paragraphs(one) == STORY


def test_a_table_in_a_figure_is_no_picture() -> None:
    table = "<figure><table><tr><td>Goats</td><td>9</td></tr></table><figcaption>Source: Harbour office</figcaption></figure>"

    assert record(f"<article><h1>Ferry sails</h1>{PARAGRAPHS}{table}</article>").images == ()
