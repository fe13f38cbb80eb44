"""The language is named only where it is sure."""

from __future__ import annotations

import pytest

from pipeline.attribution.language import language_of

ENGLISH = (
    "The harbour council voted on Tuesday night to rebuild the old ferry pier, ending a dispute that had split the town for "
    "most of a decade. Engineers told the meeting that the timber piles could not be saved and that a concrete deck would do."
)
SWEDISH = (
    "Hamnstyrelsen beslutade på tisdagskvällen att bygga upp den gamla färjekajen och avslutade därmed en strid som har delat "
    "staden i nästan tio år. Ingenjörerna sa att pålarna inte kan räddas och att ett betongdäck kostar mindre för alla."
)
FINNISH = (
    "Satamalautakunta päätti tiistai-iltana rakentaa vanhan lauttalaiturin uudelleen ja lopetti riidan, joka oli jakanut "
    "kaupungin lähes vuosikymmenen ajan. Insinöörit kertoivat kokouksessa, ettei paaluja voitu enää pelastaa."
)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (SWEDISH, "sv"), (FINNISH, "fi")])
def test_a_paragraph_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_short_line_tells_nothing() -> None:
    assert language_of("The ferry sank at dawn.") is None


def test_telling_words_of_two_languages_leave_it_to_the_model() -> None:
    mixed = "the of and that with was for said der und die das nicht mit für von " * 3

    assert language_of(mixed) in (None, "en", "de")
