"""What a process may use up, and what is said of how it ended."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from billiard.exceptions import TimeLimitExceeded, WorkerLostError

from pipeline.errors import Crashed
from workers.limits import how_it_ended

EAT = """
import sys
from workers.limits import limit_memory

limit_memory(300_000_000)
try:
    eaten = [bytearray(10_000_000) for _ in range(60)]
except MemoryError:
    eaten = None
print("stopped" if eaten is None else "ate it all")
print(len(bytearray(100_000_000)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no other kernel counts a process's data")
def test_a_limit_on_memory_stops_what_goes_over_it_and_nothing_else() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run([sys.executable, "-c", EAT], capture_output=True, text=True, check=True, env=environment)

    assert done.stdout.split("\n")[:2] == ["stopped", "100000000"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (WorkerLostError("Worker exited prematurely: signal 11 (SIGSEGV) Job: 15."), "SIGSEGV"),
        (WorkerLostError("Worker exited prematurely: exitcode 1 Job: 15."), "exitcode 1"),
        (WorkerLostError("Could not start worker processes"), None),
        (TimeLimitExceeded(90), "hard_time_limit"),
        (Crashed("story.txt", "a fault of ours"), None),
    ],
    ids=["signal", "exit", "no process", "hard limit", "another error"],
)
def test_the_end_of_a_try_has_a_word(error: BaseException, expected: str | None) -> None:
    assert how_it_ended(error) == expected
