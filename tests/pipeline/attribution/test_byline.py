"""What a byline is, and who signs it."""

from __future__ import annotations

import pytest

from pipeline.attribution import byline
from pipeline.record import Byline


def names_of(read: Byline | None) -> tuple[str, ...] | None:
    return None if read is None else tuple(author.name for author in read.authors)


ADA, BOTH, THREE = ("Ada Quill",), ("Ada Quill", "Peter Vance"), ("Ada Quill", "Peter Vance", "Mary Holt")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Quill", ADA),
        ("by Ada Quill", ADA),
        ("BY ADA QUILL", ADA),
        ("^By ADA QUILL=", ADA),
        ("By ADA QUILL,", ADA),
        ("(By Ada Quill)", ADA),
        ("ByADA QUILL and PETER VANCE", BOTH),
        ("By: Ada Quill", ADA),
        ("By Ada Quill and Peter Vance", BOTH),
        ("By ADA QUILL , PETER VANCE and MARY HOLT", THREE),
        ("By Ada Quill and and Peter Vance", BOTH),
        ("By Ada Quill and five others", ADA),
        ("By Dr. Ada Quill", ADA),
        ("By Ada Quill, M.D.", ADA),
        ("By Ada Quill, Ph.D., and Peter Vance, M.D.", BOTH),
        ("By Peter Vance, Jr., AP Writer", ("Peter Vance Jr.",)),
        ("By PETER McVANCE and SEAN O'HALDEN", ("Peter McVance", "Sean O'Halden")),
        ("Story by Ada Quill", ADA),
        ("Story and photos by Ada Quill", ADA),
        ("Analysis by Ada Quill, CNN", ADA),
        ("Opinion by Ada Quill", ADA),
        ("A commentary by Ada Quill", ADA),
        ("Words by Ada Quill", ADA),
        ("Written by Ada Quill | New Delhi | Updated: March 3, 2020 10:00:05 am", ADA),
        ("OPINION | By Ada Quill", ADA),
        ("Author: Ada Quill", ADA),
        ("Posted on January 3, 2020 by Ada Quill", ADA),
        ("LONDON | By Ada Quill", ADA),
        ("By staff writer Ada Quill", ADA),
        ("by Xinhua writers Li Wei, Wang Fang", ("Li Wei", "Wang Fang")),
        ("By CNN's Ada Quill", ADA),
        ("By Ada Quill and agencies", ADA),
        ("By Ada Quill; Photographs by Peter Vance", ADA),
        ("— By Ada Quill, Peter Vance, with Mary Holt", BOTH),
        ("— Ada Quill", ADA),
        ("— Ada Quill\nCQ-Roll Call", ADA),
        ("-- Ada Quill, Los Angeles Times", ADA),
    ],
)
def test_the_forms_of_english_bylines(text: str, names: tuple[str, ...]) -> None:
    assert names_of(byline.read(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Von Ada Quill", ADA),
        ("Von Ada Quill und Peter Vance, dpa", BOTH),
        ("Von unserem Korrespondenten Ada Quill", ADA),
        ("Ein Kommentar von Ada Quill", ADA),
        ("Text und Fotos: Ada Quill", ADA),
        ("Von Ada Quill publiziert am 25. September 2018", ADA),
        ("Par Ada QUILL à Paris", ADA),
        ("Par Ada Quill (avec AFP)", ADA),
        ("Por Ada Quill y Peter Vance", BOTH),
        ("por Ada Quill 4 mayo, 2022", ADA),
        ("Por Ada Quill, enviada especial", ADA),
        ("Por Ada Quill – Repórter da Agência Brasil – Brasília", ADA),
        ("di Ada Quill e Peter Vance", BOTH),
        ("A cura di Ada Quill", ADA),
        ("Door Ada Quill", ADA),
        ("Av Ada Quill og Peter Vance", BOTH),
        ("Af Ada Quill", ADA),
        ("Tekst: Ada Quill, foto: Peter Vance", ADA),
        ("Автор: Анна Квилова", ("Анна Квилова",)),
        ("Oleh Ada Quill", ADA),
    ],
)
def test_the_forms_of_bylines_in_other_languages(text: str, names: tuple[str, ...]) -> None:
    assert names_of(byline.read(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "By Ada Quill – 3 days ago",
        "By Ada Quill 42 minutes ago",
        "By Ada Quill Mar 19, 2020, 10:00am EDT",
        "By ADA QUILL AUG. 3, 2014",
        "By Ada Quill on January 3, 2020 at 5:04 p.m.",
        "By Ada Quill, Published: January 3",
        "By Ada Quill Paris | Monday, 14 January, 2008",
        "By Ada Quill • Jan 3, 2020",
        "By Ada Quill - 01/03/20 10:00 AM EST",
        "By Ada Quill January 3 at 5:04 PM Follow @quill",
    ],
)
def test_a_time_beside_the_name_is_no_part_of_it(text: str) -> None:
    assert names_of(byline.read(text)) == ADA


def test_the_text_of_a_byline_is_kept_as_it_stands() -> None:
    read = byline.read(" ^By ADA QUILL=\nAP Sports Writer= ")

    assert read is not None
    assert read.text == "^By ADA QUILL=\nAP Sports Writer="


@pytest.mark.parametrize(
    "text",
    [
        "By The Associated Press",
        "By staff",
        "By MND Staff",
        "By Reuters Staff",
        "By our correspondent",
        "By The Editorial Board",
        "By the Halden Daily News Editorial Board",
        "Von dpa",
        "From wire reports",
        "From Press Association",
        "Staff and agencies",
        "Staff report",
        "CQ-Roll Call",
        "^Associated Press=",
        "^AP Sports Writer=",
        "Associated Press April 28, 2023 GMT",
        "Reuters in Paris",
        "AFP/Reuters",
        "Redazione ANSA",
        "— The Associated Press",
    ],
)
def test_a_line_that_only_a_house_signs_has_no_author(text: str) -> None:
    assert names_of(byline.read(text)) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Quill", ADA),
        ("ADA QUILL and PETER VANCE", BOTH),
        ("Ada Quill, Staff Writer", ADA),
        ("Ada Quill, The Daily Planet", ADA),
        ("Ada Quill Associated Press", ADA),
        ("Ada Quill\nThe Canadian Press", ADA),
        ("Ada Quill | Bloomberg (TNS)", ADA),
        ("Ada Quill / Faktisk.no", ADA),
        ("Ada Quill in Washington and agencies", ADA),
        ("ADA QUILL, PETER VANCE Associated Press", BOTH),
    ],
)
def test_a_bare_line_may_sign_where_its_place_vouches_for_it(text: str, names: tuple[str, ...]) -> None:
    assert names_of(byline.read_bare(text)) == names
    assert byline.read(text) is None


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("By Ada Quill in Halifax, with files from Peter Vance in Brill.", "with files from Peter Vance in Brill."),
        ("By Ada Quill, additional reporting by Peter Vance", "additional reporting by Peter Vance"),
        ("By Ada Quill with Peter Vance", "with Peter Vance"),
        ("Par Ada Quill (avec AFP)", "avec AFP"),
        ("Words: Ada Quill; Pictures: Peter Vance", "Pictures: Peter Vance"),
        ("By Ada Quill, Librarian with Halden County Library", None),
        ("Story and photos by Ada Quill", None),
        ("By Ada Quill", None),
    ],
)
def test_the_tail_that_names_helpers_is_handed_to_the_credits(text: str, tail: str | None) -> None:
    assert byline.credit_tail(text) == tail
