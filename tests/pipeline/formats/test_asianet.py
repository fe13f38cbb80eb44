"""Plain-text feeds with transmission headers of their own: AsiaNet, News Bites, telex."""

from __future__ import annotations

import pytest

from pipeline.refine import refine

BODY = (
    "Kelvara Instruments today announced a tide gauge that runs for a year on the\n"
    "movement of the water it measures.\n\n"
    "The company has tested forty gauges in three harbors since 2024, and none of\n"
    "them has been lost, it said.\n\n"
    "Deliveries are to begin in September, and the first gauge will go to the\n"
    "harbor of Brill.\n"
)


def release(
    source: str = "Source: Kelvara Instruments, Inc.\n",
    number: str = "MEDIA RELEASE PR90417\n",
    title: str = "Gauge Winds Itself Up\n",
) -> bytes:
    dateline = "BRILL, Norway, Feb. 3, 2026 /PRNewswire-AsiaNet/ --"
    return f"{source}{number}{title}\n{dateline}\n\n{BODY}\nSOURCE: Kelvara Instruments, Inc.\n".encode()


@pytest.mark.parametrize("number", ["MEDIA RELEASE PR90417\n", "Media Release 90417\n", "PRESS RELEASE AN90417\n"])
def test_the_headline_stands_below_source_and_number(number: str) -> None:
    (record,) = refine(release(number=number), "a.tst")

    assert record.headline == "Gauge Winds Itself Up"
    assert len(record.body) == 3


def test_the_source_holds_the_rights() -> None:
    (record,) = refine(release(), "a.tst")

    assert record.rights.holder == "Kelvara Instruments, Inc."


def test_a_headline_over_two_lines_is_one() -> None:
    title = "Kelvara Instruments Launches Self-Winding Tide Gauge for Harbors and River\nMouths\n"

    (record,) = refine(release(title=title), "a.tst")

    assert record.headline == "Kelvara Instruments Launches Self-Winding Tide Gauge for Harbors and River Mouths"


def test_a_dateline_alone_on_its_line_signs_nobody() -> None:
    (record,) = refine(release().replace(b"BRILL", b"PORT VESTRY"), "a.tst")

    assert record.byline.authors == ()
    assert record.dateline is not None
    assert (record.dateline.city, record.dateline.country, record.dateline.date) == ("Port Vestry", "Norway", "Feb. 3, 2026")


def test_whom_to_ask_is_a_contact() -> None:
    contact = b"\nInvestor relations contact:\n\nSolveig Tran-Maddox\nKelvara Instruments\npress@kelvara.example\n\nSOURCE: "

    (record,) = refine(release().replace(b"\nSOURCE: ", contact), "a.tst")

    assert [(person.name, person.email) for person in record.contacts] == [("Solveig Tran-Maddox", "press@kelvara.example")]


def test_news_bites_tags_its_fields() -> None:
    tagged = "zczc\nAN#NB1\nPD#06 June 2026 14:00:00\nCO#VFX\nSF#\nBY#\nKY#Vestry Ferries\nTI#Ferries lift dividend\nAB#\n"
    text = "TX#Vestry Ferries lifted its dividend on Monday.\nThe line carried 310,000 passengers, it said.\n"

    (record,) = refine((tagged + text).encode(), "a.tst")

    assert (record.headline, record.slug) == ("Ferries lift dividend", "Vestry Ferries")
    assert [block.text for block in record.body] == [
        "Vestry Ferries lifted its dividend on Monday.",
        "The line carried 310,000 passengers, it said.",
    ]


def test_telex_marks_frame_the_story() -> None:
    telex = (
        "ZCZC\n$f\n:FERRY TALKS\n=(BRILL)\n*X\n^Ferry talks fail in Brill\n"
        "BRILL, March 3 AP - Talks on the ferry failed on Monday.\nThey will go on in May, officials said.\nNNNN\n"
    )

    (record,) = refine(telex.encode(), "a.tst")

    assert (record.headline, record.slug) == ("Ferry talks fail in Brill", "FERRY TALKS")
    assert record.body[-1].text == "They will go on in May, officials said."


def test_a_story_about_a_source_keeps_its_first_line() -> None:
    (record,) = refine(b"Source of the leak found\nEngineers found the leak on Monday, they said.\nIt was a valve.\n", "a.txt")

    assert record.headline == "Source of the leak found"
