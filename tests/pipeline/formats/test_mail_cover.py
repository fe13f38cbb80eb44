"""A story that is pasted into a mail below a few words to the desk."""

from __future__ import annotations

from pipeline.record import Record
from pipeline.refine import refine

STORY = (
    "Goats board the ferry\nBy Ada Quill\n\nThe ferry to Corvane sailed at dawn on Monday.\n\nIt came back at noon with nobody.\n"
)
BODY = ["The ferry to Corvane sailed at dawn on Monday.", "It came back at noon with nobody."]


def record(text: str, subject: str = "Story for Wednesday: Goats board the ferry") -> Record:
    headers = f"From: Ada Quill <ada@l.example>\nTo: desk@l.example\nDate: Tue, 06 Jan 2026 19:00:00 +0000\nSubject: {subject}\n"
    (one,) = refine(f"{headers}Content-Type: text/plain\n\n{text}".encode(), "a.eml")
    return one


def test_the_words_to_the_desk_are_not_the_story() -> None:
    one = record(f"Hi all,\n\nStory below, please run it tomorrow.\n\nThanks,\nAda\n\n{STORY}")

    assert (one.headline, [block.text for block in one.body]) == ("Goats board the ferry", BODY)
    assert "mail.cover_note" in {removed.rule for removed in one.removed}


def test_what_a_release_says_above_its_headline_is_no_note_to_the_desk() -> None:
    one = record(f"EMBARGOED UNTIL 6 a.m. ET, Jan. 7, 2026\n\n{STORY}", subject="Goats board the ferry")

    assert (one.status, "mail.cover_note" in {removed.rule for removed in one.removed}) == ("embargoed", False)
