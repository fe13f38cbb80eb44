"""Mail: which text of it is the story, what its headers tell, and what is the mail's own."""

from __future__ import annotations

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import EmptyCopy, UnreadableCopy
from pipeline.formats import detect
from pipeline.formats.mail import reader as mail
from pipeline.refine import refine

HEADERS = (
    "Date: Wed, 18 Mar 2026 10:12:28 +0100 (CET)\nFrom: Zola Pettibone <press@seeds.example>\nTo: desk@newsroom.example\n"
    "Message-ID: <1@seeds.example>\nSubject: Seed library lends its last bean\n"
)
STORY = (
    "The seed library of Brill lent its last bean on Saturday, it said.\n\n“We began with three shoeboxes,” said the founder.\n"
)
BODY = [
    "The seed library of Brill lent its last bean on Saturday, it said.",
    "“We began with three shoeboxes,” said the founder.",
]


def letter(text: str = STORY, headers: str = HEADERS, kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"{headers}Content-Type: {kind}\n\n{text}".encode()


def parts(*bodies: tuple[str, str], kind: str = "alternative") -> bytes:
    """A mail of several parts, each a type (with further header lines) and a body."""
    inside = "".join(f"--xx\nContent-Type: {head}\n\n{body}\n" for head, body in bodies)
    return f"{HEADERS}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=xx\n\n{inside}--xx--\n".encode()


def body_of(raw: bytes) -> list[str]:
    return [block.text for block in refine(raw, "a.eml")[0].body]


@pytest.mark.parametrize(
    "before", [b"", b"   \r\n", b"\n\n", b"\xef\xbb\xbf", b"From press@seeds.example Wed Mar 18 10:12:28 2026\n"]
)
def test_a_mail_is_told_by_its_header(before: bytes) -> None:
    assert [document.format for document in detect.read(before + letter(), "a.txt")] == ["mail"]


@pytest.mark.parametrize(
    "copy",
    [
        "From: the north comes a wind\n\nIt blew.",
        "Subject: what was it?\nFrom: whom?\n\nNobody knew.",
        "From: A\nTo: B\nSubject: C\nand then it went on without a blank line.",
        "Source: Ferry Works\nMEDIA RELEASE PR12345\nFerry sails\n\nBRILL",
        "",
    ],
)
def test_a_story_that_opens_like_a_mail_is_none(copy: str) -> None:
    assert not mail.recognises(copy.encode())


def test_the_header_gives_headline_id_and_time() -> None:
    (record,) = refine(letter(), "a.eml")

    assert (record.headline, record.story_id) == ("Seed library lends its last bean", "<1@seeds.example>")
    assert record.published_at is not None
    assert record.published_at.isoformat() == "2026-03-18T10:12:28+01:00"


def test_the_sender_is_no_author() -> None:
    (record,) = refine(letter(), "a.eml")

    assert record.byline.authors == ()
    assert "From: Zola Pettibone <press@seeds.example>" in [stretch.text for stretch in record.removed]


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("=?UTF-8?Q?Ein_Bohnenfest_f=C3=BCr_?=\n =?UTF-8?Q?Brill?=", "Ein Bohnenfest für Brill"),
        ("=?iso-8859-1?B?" + base64.b64encode("Bohnen für Brill".encode("latin-1")).decode() + "?=", "Bohnen für Brill"),
        ("=?no-such-charset?Q?Bohnen_f=C3=BCr_Brill?=", "Bohnen für Brill"),
        ("Bohnen für Brill", "Bohnen für Brill"),
        ("Fwd: RE: Beans for Brill", "Beans for Brill"),
        ("Beans for Brill and\n for Halden", "Beans for Brill and for Halden"),
    ],
)
def test_a_subject_is_decoded_unfolded_and_freed_of_prefixes(subject: str, headline: str) -> None:
    raw = letter(headers=HEADERS.replace("Seed library lends its last bean", subject))

    assert refine(raw, "a.eml")[0].headline == headline


@pytest.mark.parametrize(
    "raw",
    [
        letter(),
        parts(("text/plain; charset=utf-8", STORY), ("text/html; charset=utf-8", "<p>x</p>")),
        parts(
            ("text/plain", "Your reader shows no HTML."), ("text/html; charset=utf-8", "".join(f"<p>{text}</p>" for text in BODY))
        ),
        letter(base64.b64encode(STORY.encode()).decode(), HEADERS + "Content-Transfer-Encoding: base64\n"),
        letter(
            STORY.encode("cp1252").hex(" ").upper().replace(" ", "=").join(["=", ""]),
            HEADERS + "Content-Transfer-Encoding: quoted-printable\n",
        ),
        letter().replace(b"charset=utf-8", b"charset=us-ascii"),
    ],
)
def test_the_richer_part_is_read_however_it_is_encoded(raw: bytes) -> None:
    assert body_of(raw) == BODY


def test_parts_that_are_no_alternatives_are_all_kept() -> None:
    raw = parts(
        ("text/plain; charset=utf-8", STORY), ("text/html", "<p>It will open again on Sunday, she said.</p>"), kind="mixed"
    )

    assert body_of(raw) == [*BODY, "It will open again on Sunday, she said."]


@pytest.mark.parametrize(
    "own",
    [
        "\n-- \nZola Pettibone\nPress officer\n",
        "\nUnsubscribe | View online\n",
        "\nTo leave this list, unsubscribe here: http://seeds.example/u\n",
        "\nThis e-mail and any files with it are confidential and intended solely for the addressee.\n",
        "\nSent from my telephone\n",
    ],
)
def test_what_is_the_mails_own_leaves_the_story(own: str) -> None:
    assert body_of(letter(STORY + own)) == BODY


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers who want to unsubscribe from the water works must now write a letter, the mayor said on Monday.",
        "This message was carved into the pier by a ferryman, the guild said.",
    ],
)
def test_a_sentence_that_speaks_of_such_things_stays(sentence: str) -> None:
    assert sentence in body_of(letter(STORY + f"\n{sentence}\n"))


def test_the_header_of_a_mail_that_was_sent_on_is_no_story() -> None:
    sent_on = "---------- Forwarded message ---------\nFrom: Ada <ada@x.example>\nDate: Tue, Mar 17\nSubject: Beans\nTo: Zola\n\n"

    assert body_of(letter(sent_on + STORY)) == BODY


def test_a_mail_inside_a_mail_is_a_story_of_its_own() -> None:
    raw = parts(
        ("text/plain; charset=utf-8", "See below, please, and tell me."), ("message/rfc822", letter().decode()), kind="mixed"
    )

    first, second = refine(raw, "a.eml")

    assert [block.text for block in second.body] == BODY
    assert (first.source.item, second.source.item) == (1, 2)


def test_a_text_that_is_attached_is_a_story_of_its_own() -> None:
    attached = "text/plain; charset=utf-8\nContent-Disposition: attachment; filename=beans.txt"

    _, second = refine(
        parts(("text/plain", "Please find our story attached, and call."), (attached, STORY), kind="mixed"), "a.eml"
    )

    assert [block.text for block in second.body] == BODY


def test_an_attachment_is_named() -> None:
    raw = parts(("text/plain; charset=utf-8", STORY), ('application/pdf; name="beans.pdf"', "JVBERi0="), kind="mixed")

    (record,) = refine(raw, "a.eml")

    assert [(warning.code, "beans.pdf" in warning.message) for warning in record.warnings] == [("item_left_out", True)]


def test_names_in_bytes_of_no_encoding_end_in_a_record_all_the_same() -> None:
    raw = parts(("text/plain; charset=XX", STORY), ('application/pdf; name="XX.pdf"', "JVBERi0="), kind="mixed").replace(
        b"XX", b"\xff\xfe"
    )

    (record,) = refine(raw, "a.eml")

    assert record.to_json()


def test_a_charset_that_lies_is_told() -> None:
    (record,) = refine(letter(kind="text/plain; charset=us-ascii"), "a.eml")

    assert "encoding_lied" in [warning.code for warning in record.warnings]


def test_a_mail_without_text_is_empty() -> None:
    with pytest.raises(EmptyCopy):
        mail.read(parts(("application/pdf", "JVBERi0=")), "a.eml")


def test_a_mail_of_a_thousand_levels_is_refused() -> None:
    levels = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(1000))
    raw = f'{HEADERS}Content-Type: multipart/mixed; boundary="b0"\n\n{levels}'.encode()

    with pytest.raises(UnreadableCopy):
        mail.read(raw, "a.eml")


def test_a_mail_cut_off_anywhere_is_read_or_refused() -> None:
    raw = parts(
        ("text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", base64.b64encode(STORY.encode()).decode()),
        ("text/html", "<p>x</p>"),
    )
    for end in range(len(raw)):
        with contextlib.suppress(UnreadableCopy):
            refine(raw[:end], "a.eml")


LINES = (  # noqa: SIM905  a list literal takes a line for each
    "--xx|--xx--|Content-Type: multipart/mixed; boundary=xx|Content-Type: text/html; charset=bogus|Content-Type: message/rfc822"
    "|Content-Transfer-Encoding: base64|Subject: =?utf-8?B?w?=|Date: 99 Foo||=?|\x00\xff|-- |<p>|=C3=|From:"
).split("|")


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_any_mixture_of_lines_is_read_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(UnreadableCopy):
        mail.read(HEADERS.encode() + "\n".join(lines).encode("latin-1"), "a.eml")


@pytest.mark.parametrize(
    "line", ["To: a\n", "--xx\n", "-- \n", "Subject: =?utf-8?Q?a?= =?utf-8?Q?b?=\n", " folded\n", "<p>x\n", "\n"]
)
def test_a_hundred_thousand_lines_are_read_in_time(line: str) -> None:
    with contextlib.suppress(UnreadableCopy):
        mail.read(parts(("text/plain; charset=utf-8", line * 100_000), ("text/html", "<p>x</p>")), "a.eml")
    with contextlib.suppress(UnreadableCopy):
        mail.read(HEADERS.encode() + (line * 100_000).encode() + b"\n" + STORY.encode(), "a.eml")
