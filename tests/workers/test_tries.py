"""Tries: who works on what, seen through the kernel's locks, and how often a claim's worker died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from workers.spool import Spool
from workers.tries import Tried

HOLD = """
import sys, time
from pathlib import Path
from workers.tries import Tries

with Tries(Path(sys.argv[1])).attempt(sys.argv[2:]):
    print("begun", flush=True)
    time.sleep(600)
"""


def begun(spool: Spool, *names: str) -> subprocess.Popen[str]:
    """A process that has begun a try of these claims and will not end it."""
    command = [sys.executable, "-c", HOLD, str(spool.tries.folder), *names]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_try_is_running_while_its_process_lives(spool: Spool) -> None:
    process = begun(spool, "a", "b")

    try:
        assert spool.tries.look().running == {"a", "b"}
        assert not spool.tries.look().unfinished
    finally:
        killed(process)


def test_a_killed_process_leaves_an_unfinished_try(spool: Spool) -> None:
    killed(begun(spool, "a", "b"))
    killed(begun(spool, "b"))

    assert spool.tries.look().running == frozenset()
    assert spool.tries.look().unfinished == {"a": 1, "b": 2}


def test_how_a_process_ended_is_kept_for_what_it_had_in_hand(spool: Spool) -> None:
    other = begun(spool, "a", "b")
    for how in ("SIGKILL", "hard_time_limit"):
        process = begun(spool, "a")
        killed(process)
        spool.tries.ended_with(process.pid, how)
    killed(other)

    seen = spool.tries.look().seen

    assert {name: sorted(hows) for name, hows in seen.items()} == {"a": ["SIGKILL", "hard_time_limit"]}


def test_a_process_that_ends_twice_over_ended_each_try_once(spool: Spool) -> None:
    process = begun(spool, "a")
    killed(process)

    for _ in range(2):
        spool.tries.ended_with(process.pid, "SIGKILL")

    assert spool.tries.look().seen == {"a": ["SIGKILL"]}


def test_how_it_ended_is_forgotten_with_its_claim(spool: Spool) -> None:
    killed(begun(spool, "a", "b"))
    spool.tries.ended(["a", "b"], "SIGKILL")

    spool.tries.sweep({"b"})
    kept = spool.tries.look().seen
    spool.tries.sweep({"c"})

    assert kept == {"a": ["SIGKILL"], "b": ["SIGKILL"]}
    assert list(spool.tries.folder.iterdir()) == []


def test_a_try_that_ended_leaves_nothing(spool: Spool) -> None:
    with spool.tries.attempt(["a"]):
        assert spool.tries.look().running == {"a"}

    assert spool.tries.look() == Tried()


def test_one_try_after_the_other_makes_one_note(spool: Spool) -> None:
    for name in "abc":
        with spool.tries.attempt([name]):
            pass

    assert len(list(spool.tries.folder.iterdir())) == 1


def test_tries_side_by_side_in_one_process_are_told_apart(spool: Spool) -> None:
    with spool.tries.attempt(["a"]):
        with spool.tries.attempt(["b"]):
            assert spool.tries.look().running == {"a", "b"}
        assert spool.tries.look().running == {"a"}


def test_an_error_that_leaves_the_try_makes_it_unfinished(spool: Spool) -> None:
    with pytest.raises(KeyboardInterrupt), spool.tries.attempt(["a"]):
        raise KeyboardInterrupt

    assert spool.tries.look().unfinished == {"a": 1}


def test_a_note_goes_when_none_of_its_claims_is_claimed_any_more(spool: Spool) -> None:
    killed(begun(spool, "a", "b"))

    spool.tries.sweep({"b"})
    kept = spool.tries.look().unfinished
    spool.tries.sweep({"c"})

    assert kept == {"a": 1, "b": 1}
    assert not spool.tries.look().unfinished


def test_the_note_of_a_running_try_is_never_swept(spool: Spool) -> None:
    with spool.tries.attempt(["a"]):
        spool.tries.sweep(set())

        assert spool.tries.look().running == {"a"}


def test_a_note_without_names_says_nothing_of_anybody(spool: Spool) -> None:
    (spool.tries.folder / "just-made").touch()

    assert not spool.tries.look().unfinished
