"""The storm's short form: each fault once, under a stream of files. The long one is `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.absent import absent
from tests.faults.cast import PATIENCE
from tests.faults.injections import INJECTIONS
from tests.faults.storm import storm
from workers.broker import BrokerNotFound

SEED = 20_261


@pytest.mark.parametrize("server", ["redis", "rabbitmq"])
def test_nothing_is_lost_and_nothing_comes_twice_in_a_storm(tmp_path: Path, server: str) -> None:
    try:
        found, struck = storm(tmp_path, files=200, faults=len(INJECTIONS), seed=SEED, poison=5, server=server)
    except BrokerNotFound as missing:
        absent(missing)

    assert found.clean, found
    assert "SIGKILL of a worker and its pool" in struck
    assert [name for name, met in struck.items() if max(met.recovery) >= PATIENCE] == []  # nobody stood still for good
