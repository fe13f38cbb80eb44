"""Mutated seeds, a reader at a time. The short form; `make fuzz` goes on for as long as it is let."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.lawful import assert_lawful, seeds_of
from tests.fuzz.mutations import mutated

SEEDS = seeds_of()
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("reader", SEEDS)
@SLOW
@given(data=st.data())
def test_a_mutated_seed_is_read_whole_or_refused(reader: str, data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(SEEDS[reader]), label="seed")
    random: Random = data.draw(st.randoms(use_true_random=False), label="random")

    assert_lawful(mutated(raw, SEEDS[reader], random))
