"""The sentences of a text: what changes them and what does not, and how many must be the same."""

from __future__ import annotations

import textwrap
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.kinship_text import LEAST_BYTES, MOST, alike, nearly_equal, sentences, shared
from tests.kin_stories import PARAGRAPHS

TEXT = "\n".join(PARAGRAPHS)
LONG_SENTENCES = st.text("abcdefghij ", min_size=1).map(
    lambda text: f"{text} and so on until it is certainly long enough to stand alone."
)
ANY = st.text(max_size=300)


@pytest.mark.parametrize(
    "same",
    [
        TEXT.upper(),
        TEXT.replace("“", '"').replace("”", '"').replace("’", "'"),
        TEXT.replace("\n", "\n\n"),
        TEXT.replace(", ", ",\u00a0"),
        TEXT.replace("Okoro-Lund", "Okoro\u2011Lund"),
        TEXT.replace("Tuesday", "Tuesday,"),
        TEXT.replace("fi", "\ufb01"),
        TEXT.replace("officials", "offi\u00adcials"),
    ],
    ids=["case", "quotes", "spacing", "hard blanks", "hard hyphen", "comma", "ligature", "soft hyphen"],
)
def test_what_is_no_letter_makes_no_difference(same: str) -> None:
    assert sentences(same) == sentences(TEXT)


def test_a_sentence_that_was_wrapped_is_the_same_when_it_is_joined_again() -> None:
    wrapped = [" ".join(textwrap.wrap(paragraph, 30)) for paragraph in PARAGRAPHS]

    assert sentences("\n".join(wrapped)) == sentences(TEXT)


def test_short_ends_do_not_part_a_sentence() -> None:
    assert sentences("Mr. Novak of the U.S. Coast Guard said so on Tuesday in Saltmarsh.") == sentences(
        "Mr Novak of the US Coast Guard said so on Tuesday in Saltmarsh."
    )


@pytest.mark.parametrize("stop", ["。", "！", "？", "।", "؟", "۔", "።"])
def test_every_script_ends_its_sentences(stop: str) -> None:
    one, other = "公司周一公布第三季度净利润为四十二万元每股收益为十二分", "本季度营业收入为九百八十万元比去年同期增长百分之十三"

    assert len(sentences(f"{one}{stop}{other}{stop}")) == 2


@given(ANY)
def test_the_same_text_has_the_same_sentences(text: str) -> None:
    assert sentences(text) == sentences(text)
    assert all(0 <= number < 2**32 for number in sentences(text))


@given(st.lists(LONG_SENTENCES, min_size=1, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_paragraphs_makes_no_difference(paragraphs: list[str], dice: Random) -> None:
    shuffled = list(paragraphs)
    dice.shuffle(shuffled)

    assert set(sentences("\n".join(shuffled))) == set(sentences("\n".join(paragraphs)))


@given(st.lists(LONG_SENTENCES, min_size=2), st.data())
def test_a_text_that_was_cut_at_the_end_holds_nothing_that_the_whole_does_not(paragraphs: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.integers(1, len(paragraphs)))

    assert set(sentences("\n".join(paragraphs[:kept]))) <= set(sentences("\n".join(paragraphs)))


NUMBERS = st.lists(st.integers(0, 60), max_size=40)


@given(NUMBERS, NUMBERS)
def test_likeness_does_not_depend_on_who_came_first(one: list[int], other: list[int]) -> None:
    assert shared(one, other) == shared(other, one)
    assert (alike(one, other), nearly_equal(one, other)) == (alike(other, one), nearly_equal(other, one))


@given(st.lists(st.integers(0, 60), min_size=1))
def test_a_text_is_like_itself(text: list[int]) -> None:
    assert nearly_equal(text, text)
    assert alike(text, text) == (len(set(text)) > 1)


@given(NUMBERS, NUMBERS)
def test_what_is_nearly_equal_is_alike_unless_it_is_a_single_sentence(one: list[int], other: list[int]) -> None:
    if nearly_equal(one, other) and len(set(one) & set(other)) > 1:
        assert alike(one, other)


@pytest.mark.parametrize(("fewest", "same", "expected"), [(1, 1, False), (2, 2, True), (4, 3, False), (5, 4, True), (10, 7, True),
                                                          (10, 6, False), (50, 31, True), (50, 30, False)])  # fmt: skip
def test_the_fewer_sentences_the_more_must_be_the_same(fewest: int, same: int, expected: bool) -> None:
    assert alike(range(fewest), [*range(same), *range(1000, 1100)]) is expected


def test_a_text_without_a_word_has_no_sentences() -> None:
    assert sentences(" ***\n---\n“…”") == ()


def test_of_a_book_only_the_beginning_counts() -> None:
    book = "".join(f"This is sentence number {number} of a very long book of many pages.\n" for number in range(2 * MOST))

    assert len(sentences(book)) == MOST
    assert len("This is sentence number of a very long book") > LEAST_BYTES
