"""Position decides as much as wording, and which rule wins is stated."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.record import Byline

Label = Callable[..., list[tuple[str, str, str]]]
STORY = "The ferry sank\nIt sank at dawn on Monday.\nNobody was hurt, the harbour master said."

COMMENTS = """
[[rule]]
id = "test.comments"
label = "furniture"
where = "tail"
match = "Comments"
why = "The comment section's heading."
examples = [{ text = "Comments" }]
spares = ["Comments are free"]
"""

CREDIT = """
[[rule]]
id = "test.credit"
label = "credit"
where = "line-end"
reach = 1
judge = "credit"
match = "[(]Reporting by .*"
why = "Credits behind the last sentence."
examples = [{ text = "x (Reporting by Ada Quill)" }]
spares = ["Reporting by night"]
"""

MARK = """
[[rule]]
id = "test.mark"
label = "metadata"
where = "edge-end"
match = " ="
why = "Old wires close the lines of the head with it."
examples = [{ text = "The ferry sank =" }]
spares = ["one = two"]
"""

BYLINE = """
[[rule]]
id = "test.byline"
label = "byline"
where = "head"
lines = 2
judge = "byline"
match = "By .*"
why = "Who wrote it."
examples = [{ text = "By Ada Quill" }]
spares = ["Bye"]
"""


def test_a_tail_rule_takes_a_line_below_the_last_paragraph(labelled: Label) -> None:
    assert labelled(f"{STORY}\nComments", COMMENTS)[-1] == ("furniture", "Comments", "test.comments")


def test_the_same_line_inside_the_story_stays_in_it(labelled: Label) -> None:
    found = labelled(f"The ferry sank\nIt sank at dawn on Monday.\nComments\n{STORY}", COMMENTS)

    assert not [span for span in found if span[0] == "furniture"]


def test_a_rule_for_the_edges_takes_the_end_of_a_line_above_and_below_the_story_and_none_inside(labelled: Label) -> None:
    found = labelled(f"A ferry =\n{STORY}\nThe inner line =\n{STORY}\nThe end =", MARK)

    assert [text for _, text, rule in found if rule == "test.mark"] == ["=", "="]


def test_a_tail_rule_sees_past_loose_words_that_no_rule_knows(labelled: Label) -> None:
    found = labelled(f"{STORY}\nComments\nThe Brill Weekly", COMMENTS)

    assert ("furniture", "Comments", "test.comments") in found


def test_a_part_of_a_line_goes_and_the_sentence_before_it_stays(labelled: Label) -> None:
    found = labelled(f"{STORY} (Reporting by Ada Quill)", CREDIT, credit=lambda text: ("a credit",))

    assert found[-2:] == [
        ("body", "Nobody was hurt, the harbour master said.", "story.body"),
        ("credit", "(Reporting by Ada Quill)", "test.credit"),
    ]


def test_what_the_judge_refuses_stays_in_the_story(labelled: Label) -> None:
    found = labelled(f"{STORY} (Reporting by night is hard.)", CREDIT, credit=lambda text: None)

    assert found[-1][0] == "body"
    assert found[-1][1].endswith("is hard.)")


def test_a_rule_may_take_the_next_line_where_the_judge_reads_both_as_one(labelled: Label) -> None:
    text = "The ferry sank\nBy Ada Quill\nThe Brill Weekly\nIt sank at dawn on Monday."

    found = labelled(text, BYLINE, byline=lambda text: Byline(text=text) if text.startswith("By") else None)

    assert [(label, words) for label, words, _ in found[1:3]] == [("byline", "By Ada Quill"), ("byline", "The Brill Weekly")]


def test_a_hostile_line_of_a_megabyte_is_left_in_the_story(labelled: Label) -> None:
    found = labelled(f"The ferry sank\n{'Comments ' * 120_000}", COMMENTS)

    assert found[-1][0] == "body"


def test_a_line_that_goes_on_in_the_next_is_read_together_with_it(labelled: Label) -> None:
    text = "The ferry sank\nBy Ada Quill and\nPeter Vance\nIt sank at dawn on Monday."

    found = labelled(text, BYLINE, byline=lambda text: Byline(text=text) if "Peter" in text else None)

    assert [label for label, _, _ in found[1:3]] == ["byline", "byline"]


def test_a_judge_is_not_asked_about_every_line_of_an_endless_list(labelled: Label) -> None:
    asked: list[str] = []

    labelled("The ferry sank\n" + "By us\n" * 5_000, BYLINE.replace('"head"', '"tail"'), byline=asked.append)

    assert len(asked) < 1_000
