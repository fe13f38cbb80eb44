"""The headline is found by its place."""

from __future__ import annotations

from collections.abc import Callable

Label = Callable[..., list[tuple[str, str, str]]]
PARAGRAPHS = "It sank at dawn on Monday.\nNobody was hurt, the harbour master said."

BYLINE = """
[[rule]]
id = "test.byline"
label = "byline"
where = "head"
match = "By .*"
why = "Who wrote it."
examples = [{ text = "By Ada Quill" }]
spares = ["Bye"]
"""


def labels_of(found: list[tuple[str, str, str]]) -> list[str]:
    return [label for label, _, _ in found]


def test_the_first_line_that_is_no_sentence_is_the_headline(labelled: Label) -> None:
    found = labelled(f"The ferry sank\n{PARAGRAPHS}")

    assert labels_of(found) == ["headline", "body", "body"]


def test_a_line_between_headline_and_story_stays_as_a_heading_of_the_story(labelled: Label) -> None:
    found = labelled(f"The ferry sank\nHarbour master blames the tide\n{PARAGRAPHS}")

    assert labels_of(found) == ["headline", "subheading", "body", "body"]


def test_a_line_between_headline_and_byline_is_the_subheadline(labelled: Label) -> None:
    text = f"The ferry sank\nHarbour master blames the tide\nBy Ada Quill\n{PARAGRAPHS}"

    found = labelled(text, BYLINE)

    assert labels_of(found) == ["headline", "subheadline", "byline", "body", "body"]


def test_a_story_that_begins_with_its_first_sentence_has_no_headline(labelled: Label) -> None:
    assert labels_of(labelled(PARAGRAPHS)) == ["body", "body"]


def test_a_question_above_a_paragraph_is_a_headline(labelled: Label) -> None:
    assert labels_of(labelled(f"Who sank the ferry?\n{PARAGRAPHS}")) == ["headline", "body", "body"]


def test_a_headline_repeated_with_the_name_of_the_site_is_said_once(labelled: Label) -> None:
    found = labelled(f"The ferry sank at dawn | The Brill Weekly\nThe ferry sank at dawn\n{PARAGRAPHS}")

    assert found[0][::2] == ("furniture", "head.headline_again")
    assert found[1][:2] == ("headline", "The ferry sank at dawn")


def test_a_short_line_between_paragraphs_is_a_subheading_of_the_story(labelled: Label) -> None:
    found = labelled(f"The ferry sank\n{PARAGRAPHS}\nCause unknown\n{PARAGRAPHS}")

    assert found[3] == ("subheading", "Cause unknown", "story.subheading")
