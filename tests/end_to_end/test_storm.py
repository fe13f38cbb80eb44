"""The storm's short form: each fault once, under a stream of files. The long one is `make faults`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.injections import INJECTIONS
from tests.faults.storm import storm

SEED = 20_261


def test_nothing_is_lost_and_nothing_comes_twice_in_a_storm(tmp_path: Path) -> None:
    found, recovery = storm(tmp_path / "desk", files=400, faults=len(INJECTIONS), seed=SEED, poison=2)

    assert found.clean, found
    assert recovery.keys() == INJECTIONS.keys()
