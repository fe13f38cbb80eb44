"""What several rooms of the tests need: a real broker, a desk, and a place to wait for something without sleeping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.broker import BrokerNotFound, EmbeddedBroker
from workers.settings import Settings
from workers.spool import Spool


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server for the whole session. Without its binary tests are skipped; in CI they fail."""
    broker = EmbeddedBroker(tmp_path_factory.mktemp("broker"))
    try:
        broker.start()
    except BrokerNotFound as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
    yield broker.url
    broker.stop()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """The folders of an empty desk."""
    made = Spool(tmp_path / "desk")
    made.prepare()
    return made


@pytest.fixture
def settings(spool: Spool) -> Settings:
    """The settings of that desk: all as they come, with small waits."""
    return Settings.load(spool.desk, resend_seconds=0.2, reconcile_seconds=0.1)
