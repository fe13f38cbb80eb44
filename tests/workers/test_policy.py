"""What is tried again, what goes to quarantine, what stops."""

from __future__ import annotations

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.errors import (
    BinaryCopy,
    BrokerUnavailable,
    CopydeskError,
    Crashed,
    OutOfMemory,
    SpoolUnavailable,
    StillChanging,
    StoreUnavailable,
    TimedOut,
    TooLarge,
    Vanished,
)
from workers.policy import Ending, backoff, ending, foreseen, poison


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (StoreUnavailable, "kept"), (SpoolUnavailable, "kept"), (BrokerUnavailable, "kept"), (StillChanging, "kept"),
        (BinaryCopy, "quarantined"), (TooLarge, "quarantined"), (Crashed, "quarantined"), (TimedOut, "quarantined"),
        (Vanished, "gone"),
    ],
)  # fmt: skip
def test_the_kind_of_error_decides_how_a_claim_ends(error: type[CopydeskError], expected: Ending) -> None:
    assert ending(error("story.txt", "what happened")) == expected


@pytest.mark.parametrize("error", [RecursionError(), ValueError("no"), UnicodeDecodeError("utf-8", b"", 0, 1, "bad")])
def test_what_nobody_foresaw_is_a_crash_with_its_cause(error: Exception) -> None:
    crashed = foreseen(error, "story.txt", alone=False)

    assert isinstance(crashed, Crashed)
    assert crashed.__cause__ is error


@pytest.mark.parametrize(("error", "expected"), [(SoftTimeLimitExceeded(), TimedOut), (MemoryError(), OutOfMemory)])
def test_a_limit_blames_a_file_only_when_it_was_alone(error: Exception, expected: type[CopydeskError]) -> None:
    assert isinstance(foreseen(error, "story.txt", alone=True), expected)
    with pytest.raises(expected):
        foreseen(error, "story.txt", alone=False)


def test_poison_says_how_its_tries_ended_as_far_as_anybody_saw_it() -> None:
    assert "3 tries, which ended by: SIGKILL, SIGSEGV, nobody saw how" in poison("story.txt", 3, ["SIGKILL", "SIGSEGV"]).message


def test_waits_double_up_to_the_longest() -> None:
    assert [backoff(times, 1.0, 10.0, chance=0.0) for times in range(6)] == [1, 2, 4, 8, 10, 10]


def test_waits_are_spread_by_chance() -> None:
    assert backoff(10**6, 1.0, 60.0, chance=1.0) == 90.0
    assert 1.0 <= backoff(0, 1.0, 60.0) <= 1.5
