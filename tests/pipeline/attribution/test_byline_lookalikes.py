"""What must never be taken for a byline, and the laws that hold for any line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution import byline
from pipeline.record import Byline


@pytest.mark.parametrize(
    "text",
    [
        "By December, the numbers had flipped.",
        "By a 50-32 percent margin, voters prefer the tram.",
        "By Wednesday night the pier was open again, Quill said.",
        "By mid-2017, the mayor's doubts had grown.",
        "By more than 2-1, members voted for the tram.",
        "By 5:30 a.m. Friday the crowds had thinned.",
        "By Tuesday, Quill and Vance had left.",
        "By Ada Quill's account, the meeting was short.",
        "By Ada Quill, the story goes, the town was saved.",
        "By electing Ada Quill, the town chose change.",
        "By Friday",
        "By Design",
        "By The Numbers",
        "By the Way",
        "By Popular Demand",
        "By Land and Sea",
        "By Word of Mouth",
        "By Unanimous Vote, Council Backs Plan",
        "By New Year's Eve, the town was empty",
        "By June 2015",
        "By Quill and Vance",
        "Bye Bye Ferry",
        "Di Maio said no",
        "Par exemple, Ada Quill",
        "Von der Brill warns London",
        "Door to Door",
        "From Paris to London",
        "From Ada Quill",
        "From left, Ada Quill, Peter Vance and Mary Holt.",
        "From the Editor's Desk",
        "Analysis: Ada Quill Wins",
        "Text: S M L",
        "Posted by mistake",
        "Photo by Ada Quill",
        "Foto: Ada Quill",
        "Edited by Ada Quill",
        "— Quill died of a wound, the coroner said.",
        "— Ada Quill said Monday",
        "— Ada Quill (@quill) November 8, 2014",
        "— Ada Quill contributed to this report",
        "- Ada Quill, 43, of Brill",
        "- New York",
        "Ada Quill is thanking supporters at a rally.",
        "Reuters has not seen the report.",
        "The Associated Press obtained a copy of the letter.",
        "Bloomberg said he would not do it.",
        "Staff for the mayor are looking into the matter.",
        "Special Reports",
        "Opinion",
        "",
        "By ",
        "By " + "Ada Quill, " * 200,
    ],
)
def test_what_is_no_byline_stays_in_the_body(text: str) -> None:
    assert byline.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ferry Service Resumes Monday",
        "Ada Quill wins",
        "Ada Quill?",
        "Ada Quill: We won",
        "Quill",
        "New York",
        "Police Arrest Man",
        "The council voted. It passed.",
        "Arts and Culture",
        "Monday, January 3",
    ],
)
def test_a_bare_line_that_is_more_than_names_does_not_sign(text: str) -> None:
    assert byline.read_bare(text) is None


PARTS = st.sampled_from(
    [
        *(
            "By ",
            "— ",
            "- ",
            "Ada",
            "QUILL",
            " and ",
            ", ",
            "\n",
            " | ",
            "/",
            "(",
            ")",
            "AP",
            "Staff Writer",
            "in ",
            "Paris",
            "with ",
        ),
        *(
            "’s",
            "@quill",
            "a@example.org",
            " 3 days ago",
            "2020",
            "Jr.",
            "Von ",
            "The ",
            ".",
            ": ",
            "=",
            "^",
            "Reuters",
            "Photos: ",
        ),
        *("\t", "\x1f", "\u00a0", "©", "İ"),
    ]
)
LINES = st.one_of(st.text(max_size=120), st.lists(PARTS, max_size=20).map("".join), st.lists(PARTS, max_size=12).map(" ".join))


@given(LINES)
def test_any_line_is_read_or_refused_and_no_author_is_invented(text: str) -> None:
    read = byline.read(text) or byline.read_bare(text) or Byline()

    assert read.text is None or read.text in text
    assert all(part.casefold() in text.casefold() for author in read.authors for part in author.name.split())


@given(LINES)
def test_the_tail_of_a_byline_is_a_part_of_it(text: str) -> None:
    tail = byline.credit_tail(text)

    assert tail is None or tail in text
