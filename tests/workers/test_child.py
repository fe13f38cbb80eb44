"""Processes that we keep alive: started again when they die, ended when we end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.desk import until
from tests.workers.processes import alive
from workers.child import LOG_BYTES, Child

# Says its process id, then waits; leashed if it is told to be.
SLEEPER = """
import os, sys, time
from workers.child import leash
if "leashed" in sys.argv:
    leash()
print(os.getpid(), flush=True)
time.sleep(600)
"""
# Starts a leashed sleeper, says that it did, and waits to be killed.
LAUNCHER = """
import sys, time
from pathlib import Path
from workers.child import Child
Child("sleeper", [sys.executable, "-c", sys.argv[1], "leashed"], Path(sys.argv[2]), {}).start()
print("started", flush=True)
time.sleep(600)
"""


def pids(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split("\n")[:-1]] if log.exists() else []


def deaths(child: Child) -> int:
    child.tend()
    return child.deaths


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    made = Child("sleeper", [sys.executable, "-c", SLEEPER], tmp_path / "sleeper.log", {})
    made.start()
    assert until(lambda: len(pids(made.log)) == 1)
    yield made
    made.kill()


def test_a_killed_child_is_started_again_at_once(child: Child) -> None:
    os.kill(pids(child.log)[0], signal.SIGKILL)

    assert until(lambda: deaths(child) == 1)
    assert until(lambda: len(pids(child.log)) == 2)


def test_one_that_lives_is_left_alone(child: Child) -> None:
    assert not child.tend()
    assert child.deaths == 0


def test_one_that_dies_of_its_start_is_started_again_more_and_more_rarely(tmp_path: Path) -> None:
    broken = Child("broken", [sys.executable, "-c", "raise SystemExit(1)"], tmp_path / "broken.log", {})
    broken.start()
    began = time.monotonic()

    assert until(lambda: deaths(broken) == 4)

    assert time.monotonic() - began > 1.0


def test_stopping_asks_first(child: Child) -> None:
    pid = pids(child.log)[0]

    child.stop(grace=10)

    assert not alive(pid)


def test_stopping_one_that_does_not_listen_kills_it(tmp_path: Path) -> None:
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLEEPER}"
    child = Child("deaf", [sys.executable, "-c", deaf], tmp_path / "deaf.log", {})
    child.start()
    assert until(lambda: len(pids(child.log)) == 1)

    child.stop(grace=0.1)

    assert not alive(pids(child.log)[0])


def test_a_leashed_child_ends_when_its_launcher_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "sleeper.log"
    call = [sys.executable, "-c", LAUNCHER, SLEEPER, str(log)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, cwd=Path.cwd()) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline() == b"started\n"
        assert until(lambda: len(pids(log)) == 1)

        launcher.kill()

    assert until(lambda: not alive(pids(log)[0]))


def test_a_log_that_grew_too_long_is_set_aside(child: Child) -> None:
    with child.log.open("ab") as log:
        log.truncate(LOG_BYTES + 1)

    child.tend()

    assert child.log.stat().st_size == 0
    assert child.log.with_name("sleeper.log.1").stat().st_size == LOG_BYTES + 1
