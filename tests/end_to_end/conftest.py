"""The end-to-end tests need a server binary: without one they are skipped, in CI they fail."""

from __future__ import annotations

import sys

import pytest

from tests.absent import absent
from workers.broker import BrokerNotFound, find_server


@pytest.fixture(autouse=True)
def server_binary() -> None:
    if sys.platform != "linux":
        pytest.skip("looks into /proc for the processes of a desk")
    try:
        find_server()
    except BrokerNotFound as missing:
        absent(missing)
