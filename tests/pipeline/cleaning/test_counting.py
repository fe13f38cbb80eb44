"""Lossy counting: bounded memory, and an error that is known."""

from __future__ import annotations

from collections import Counter
from math import log

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.counting import LossyCounter

ITEMS = st.lists(st.sampled_from("abcdefghij") | st.text(min_size=2, max_size=3), max_size=300)


@given(ITEMS, st.integers(2, 20), st.integers(1, 10))
def test_nothing_that_was_there_so_often_is_left_out(items: list[str], width: int, times: int) -> None:
    counter = LossyCounter(width)
    for item in items:
        counter.add(item)
    owed = len(items) // width  # an item may be forgotten that came less than once a window

    there = {item for item, counted in Counter(items).items() if counted >= max(times, owed + 1)}

    assert there <= set(counter.at_least(times))


def test_a_stream_of_different_items_does_not_fill_the_memory() -> None:
    counter, most = LossyCounter(100), 0
    for number in range(50_000):
        counter.add(str(number) if number % 10 else "the same")
        most = max(most, len(counter))

    assert most <= 100 * log(50_000 / 100)
    assert next(counter.at_least(1000)) == "the same"
