"""A line goes by the rule that its wording is about; and where the walk begins again."""

from __future__ import annotations

import pytest

from pipeline import refine

STORY = [
    "Harbour council votes to rebuild pier",
    "The harbour council voted on Tuesday night to rebuild the old ferry pier.",
    "Work is due to start in the autumn, once the last of the terns have left the breakwater, officials said.",
    "Engineers told the meeting that the piles could not be saved.",
    "A concrete deck would cost less over forty years, they said.",
]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Comments", "site.comments"),
        ("12 Comments", "site.comments"),
        ("Share", "site.share"),
        ("Print", "site.share"),
        ("Email", "site.share"),
        ("Share Tweet Comments", "site.share"),
        ("(AFP)", "wire_marks.house_alone"),
    ],
)
def test_a_line_below_the_story_goes_by_the_rule_that_it_is_about(line: str, rule: str) -> None:
    [record] = refine("\n".join([*STORY, line]).encode(), "story.txt")

    assert [(gone.text, gone.rule) for gone in record.removed] == [(line, rule)]


def test_a_line_that_only_a_notice_held_apart_from_the_head_goes_with_it() -> None:
    # Given a house's sign below three sentences, of which the third is a notice
    notice = "Toutes les informations reproduites dans cette rubrique sont protégées par des droits détenus par l'AFP."

    [record] = refine("\n".join([*STORY[1:3], notice, "(TNS)", *STORY[1:3]]).encode(), "story.txt")

    assert [gone.text for gone in record.removed] == [notice, "(TNS)"]


def test_a_mark_at_the_end_of_a_line_takes_no_letter_with_it() -> None:
    [record] = refine("\n".join([STORY[0], "^By ADA QUILL=", *STORY[1:]]).encode(), "story.txt")

    assert [author.name for author in record.byline.authors] == ["Ada Quill"]
