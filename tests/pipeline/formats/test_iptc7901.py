"""IPTC 7901: takes as dpa, ATS, APA, AFP and Reuters send them."""

from __future__ import annotations

import pytest

from pipeline.document import Defaults
from pipeline.errors import NotAStory
from pipeline.formats import detect
from pipeline.formats.telegraph import iptc7901
from pipeline.refine import refine

HEADER = "bdt0455 3 pl 98  dpa 0911"
STORY = (
    "   Wiekhaven (dpa) - Die Fähren zwischen Wiekhaven und der Insel\r\n"
    "Norderkog sollen von Mai an doppelt so oft in der Nacht fahren. Das\r\n"
    "teilte der Fährverband am Dienstag mit.\r\n\r\n"
    "   «Wir haben lange genug gewartet», sagte die Vorsitzende.\r\n"
)
FIRST = (
    "Die Fähren zwischen Wiekhaven und der Insel Norderkog sollen von Mai an doppelt so oft in der Nacht fahren. "
    "Das teilte der Fährverband am Dienstag mit."
)


def take(
    title: str = "Nachtfähre fährt öfter =\r\n",
    story: str = STORY,
    header: str = HEADER,
    keywords: str = "Verkehr/Inseln/",
    trailer: str = "121030 GMT Mrz 26",
) -> bytes:
    return f"\x01{header}\r\n\r\n{keywords}\r\n\x02{title}\r\n{story}\r\n\x03{trailer}\r\n\x7f\x04".encode("latin-1")


def test_a_take_gives_what_its_header_tells() -> None:
    (record,) = refine(take(), "a.txt")

    assert (record.source.format, record.urgency, record.slug, record.keywords) == (
        "iptc7901",
        3,
        "Verkehr/Inseln",
        ("Verkehr", "Inseln"),
    )
    assert (record.agency and record.agency.id) == "dpa"


def test_the_headline_loses_its_mark_and_cut_lines_are_joined() -> None:
    (record,) = refine(take(), "a.txt")

    assert record.headline == "Nachtfähre fährt öfter"
    assert record.body[0].text == FIRST


def test_western_bytes_are_read_without_a_guess() -> None:
    (record,) = refine(take(), "a.txt")

    assert (record.source.encoding, record.warnings) == ("windows-1252", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_take_may_be_in_another_encoding(encoding: str) -> None:
    (record,) = refine(take().decode("latin-1").encode(encoding), "a.txt")

    assert record.body[0].text == FIRST


def test_russian_copy_is_not_taken_for_western() -> None:
    story = "   ГАЛИН, 3 марта. /ТАСС/. Паром через реку снова ходит, сообщил журналистам капитан судна.\r\n" * 3

    (document,) = iptc7901.read(take("Parom =\r\n", story.encode("cp1251").decode("latin-1")), "a.txt")

    assert "Паром через реку снова ходит" in document.text


@pytest.mark.parametrize(
    "copy",
    [
        b"eca0318 4 e 268  dpa 0427\n\nBrannau-transport/\nTram drivers win =\n",
        b"\x01 no header at all\n\x02Text\x03",
        b"Brill (dpa) - On Monday at 4 i saw 211 ferries.\n",
    ],
)
def test_what_has_no_header_or_no_control_byte_is_text(copy: bytes) -> None:
    assert [document.format for document in detect.read(copy, "a.txt")] == ["text"]


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("EXTRA\r\nNachtfähre fährt öfter =\r\n", "Nachtfähre fährt öfter"),
        ("Situation \r\nNorderkog:  \r\nNachtfähre fährt öfter = \r\n", "Nachtfähre fährt öfter"),
        ("Nachtfähre fährt öfter\r\n", "Nachtfähre fährt öfter"),
        (
            "Fährverband will Nachtfahrten zwischen Wiekhaven und der Insel\r\nNorderkog verdoppeln =\r\n",
            "Fährverband will Nachtfahrten zwischen Wiekhaven und der Insel Norderkog verdoppeln",
        ),
    ],
)
def test_the_headline_is_the_line_that_closes_with_the_mark(title: str, headline: str) -> None:
    (record,) = refine(take(title), "a.txt")

    assert (record.headline, record.body[0].text) == (headline, FIRST)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Zusammenfassung 2\r\nFähre fährt öfter =\r\n", ("Fähre fährt öfter", "2", "usable")),
        ("KORREKTUR: Fähre fährt öfter =\r\n", ("Fähre fährt öfter", None, "corrected")),
    ],
)
def test_a_marker_above_or_in_the_headline_tells_version_and_status(title: str, told: tuple[str, str | None, str]) -> None:
    (record,) = refine(take(title), "a.txt")

    assert (record.headline, record.version, record.status) == told


def test_apa_sets_an_undertitle() -> None:
    (record,) = refine(
        take("Fähre fährt öfter =\r\nUtl.: Gemeinde zahlt die Hälfte =\r\n", header="APA0123 5 II 0211 XI   Di, 03.Mär 2026"), "a"
    )

    assert (record.subheadline, record.agency and record.agency.id) == ("Gemeinde zahlt die Hälfte", "apa")


def test_a_feature_is_signed_below_its_headline() -> None:
    (record,) = refine(take("Fähre fährt öfter =\r\nVon Imke Tjarks, dpa =\r\n"), "a.txt")

    assert [(author.name, author.organization) for author in record.byline.authors] == [("Imke Tjarks", "dpa")]


def test_the_notebook_is_no_story() -> None:
    notebook = (
        "\r\n# Notizblock\r\n\r\n## Internet\r\n- [Fahrplan](http://faehre.example)\r\n\r\n* * * *\r\n"
        "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt\r\n\r\n"
        "Der Sprecher des Verbands ist erst am Nachmittag zu erreichen.\r\n\r\n"
        "## dpa-Kontakte\r\n- Autorin: Imke Tjarks, <nord@newsroom.example>\r\n- Redaktion: Jannik Oltmanns\r\n"
        "\r\ndpa itj yyno n1 jol\r\n"
    )

    (record,) = refine(take(story=STORY + notebook), "a.txt")

    assert len(record.body) == 2
    assert [(credit.role, credit.name) for credit in record.credits] == [
        ("writing", "Imke Tjarks"),
        ("editing", "Jannik Oltmanns"),
    ]


def test_the_english_notebook_is_no_story_either() -> None:
    notebook = "\r\nThe following information is not intended for publication\r\n\r\nThe council will meet again on Friday.\r\n"

    (record,) = refine(take(story=STORY + notebook), "a.txt")

    assert len(record.body) == 2


@pytest.mark.parametrize(
    ("trailer", "sent"),
    [
        ("131137 GMT Nov 13", "2013-11-13T11:37:00+00:00"),
        ("AFP 131137 GMT NOV 13", "2013-11-13T11:37:00+00:00"),
        ("131137 MEZ Dez 2013", "2013-12-13T11:37:00+01:00"),
        ("091223 déc 98", None),
        ("321137 GMT Nov 13", None),
        ("131137 GMT Foo 13", None),
    ],
)
def test_the_last_line_is_the_time_of_sending(trailer: str, sent: str | None) -> None:
    (record,) = refine(take(trailer=trailer), "a.txt")

    assert (record.published_at and record.published_at.isoformat()) == sent


def test_a_time_without_a_zone_is_that_of_the_desk() -> None:
    (record,) = refine(take(trailer="121030 Mrz 26"), "a.txt", Defaults(timezone="Europe/Berlin"))

    assert record.published_at is not None
    assert record.published_at.isoformat() == "2026-03-12T10:30:00+01:00"


@pytest.mark.parametrize(
    ("header", "agency"),
    [
        ("frs0123 4 I 0240 FRA /AFP-AB12", "afp"),
        ("bsf025 3 ec 121   etf 967", "dpa"),
        ("eca0124 3 i dpa 1888", "dpa"),
        ("ZCZC\r\n\x01eca0124 3 i 93  dpa 1888", "dpa"),
    ],
)
def test_headers_of_other_agencies_are_known(header: str, agency: str) -> None:
    raw = take(header=header) if "\x01" not in header else take(header=header)[1:]

    (record,) = refine(raw, "a.txt")

    assert (record.source.format, record.agency and record.agency.id) == ("iptc7901", agency)


def test_a_flash_of_two_lines_is_one_paragraph() -> None:
    story = "Brill (Reuters) - Der Hafen von Brill stellt am Dienstag nach Angaben\r\nder Betreiber den Betrieb ein.\r\n"

    (record,) = refine(take(story=story), "a.txt")

    assert [block.text for block in record.body] == [
        "Der Hafen von Brill stellt am Dienstag nach Angaben der Betreiber den Betrieb ein."
    ]


def test_a_table_is_not_joined() -> None:
    table = (
        "   Wiekhaven (dpa) - So endeten die Rennen am Wochenende.\r\n1. Brill        12 Punkte\r\n2. Halden        9 Punkte\r\n"
    )

    (record,) = refine(take(story=table), "a.txt")

    assert [block.text for block in record.body][1:] == ["1. Brill        12 Punkte", "2. Halden        9 Punkte"]


def test_each_take_of_a_file_is_a_story() -> None:
    first, second = refine(take() + take("Zweite Meldung =\r\n"), "a.txt")

    assert (first.headline, second.headline, second.source.item) == ("Nachtfähre fährt öfter", "Zweite Meldung", 2)


def test_a_header_alone_is_no_story() -> None:
    with pytest.raises(NotAStory):
        iptc7901.read(b"\x01eca062 4 i 211 dpa 061\r\n\x02\r\n\x03131137 GMT Nov 13", "a.txt")
