"""A marker is told by its form; the same word as an ordinary one is the headline's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution import markers

# line, the marker's text, status, version, genre
MARKED = [
    ("UPDATE 2-Ferry talks fail", "UPDATE 2-", None, "2", None),
    ("UPDATE 2-3 hurt on ferry", "UPDATE 2-", None, "2", None),
    ("RPT-UPDATE 2-Ferry talks fail", "RPT-UPDATE 2-", None, "2", None),
    ("RPT UPDATE 2-Ferry talks fail", "RPT UPDATE 2-", None, "2", None),
    ("CORRECTED (OFFICIAL)-Ferry sank in 1931", "CORRECTED (OFFICIAL)-", "corrected", None, None),
    ("UPDATE 1-CORRECTED-Ferry sank in 1931", "UPDATE 1-CORRECTED-", "corrected", "1", None),
    ("KILL: Ferry talks fail in the U.S.", "KILL: ", "killed", None, None),
    ("(2nd LD) Ferry talks fail", "(2nd LD) ", None, "2nd LD", None),
    ("Korrektur: Fähre sank 1931", "Korrektur: ", "corrected", None, None),
    ("FACTBOX-What we know of the ferry", "FACTBOX-", None, None, "factbox"),
]
ORDINARY = [
    "Update on ferry talks",
    "Updates: how often is too often?",
    "Kill Bill returns",
    "Kill Bill: the ferry scene",
    "KILL SWITCH: who decides?",
    "Breaking: a new look at old ferries",
    "Exclusive club burns",
    "EXCLUSIVE: Ferry to close",
    "OPINION: Let the ferry sink",
    "ANALYSIS: Why ferries sink",
    "Correction officers strike",
    "Corrected figures show fewer ferries",
    "FLASH-FLOOD WARNING FOR BRILL",
    "LEAD-ACID BATTERIES SINK FERRY",
    "FEATURE-LENGTH FILM WINS",
    "Lead singer quits",
    "Urgent care clinic closes",
    "Advisory: boil your water",
    "Hold the line, says ferryman",
    "HOLD THE LINE",
    "Flash: the comic at 80",
    "TV-Moderator verlässt Sender",
    "ZF-Chef tritt zurück",
    "Soccer-Brill beat Halden on penalties",
    "2nd ferry sinks",
    "(Almost) all ferries late",
    "Embargo on fish lifted",
    "Withdrawn boy finds his voice",
    "BREAKING: Nine people were hurt when the ferry sank off Brill on Monday, the police said.",
    "UPDATED: The plot thickens! The ferry has been seen again. More is known of it on Monday.",
]


@pytest.mark.parametrize(("line", "text", "status", "version", "genre"), MARKED)
def test_a_marker_in_front_of_a_headline_is_read(
    line: str, text: str, status: str | None, version: str | None, genre: str | None
) -> None:
    read = markers.read(line)

    assert read is not None
    assert (read.text, read.status, read.version, read.genre) == (text, status, version, genre)


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_headline_has_no_marker(line: str) -> None:
    assert markers.read(line) is None
    assert markers.alone(line) is None


def test_a_marker_with_no_headline_behind_it_is_read_as_a_whole_line_only() -> None:
    alone = markers.alone("1st Ld-Writethru")

    assert markers.read("UPDATE 2-") is None
    assert alone is not None
    assert alone.version == "1st Ld-Writethru"


def test_of_several_statuses_the_gravest_counts() -> None:
    assert markers.gravest(["usable", "corrected", "killed", "embargoed"]) == "killed"
    assert markers.gravest([]) is None


@given(st.text(max_size=300))
def test_whatever_the_line_a_marker_is_its_beginning(line: str) -> None:
    read = markers.read(line)

    assert read is None or (line.startswith(read.text) and read.text)
