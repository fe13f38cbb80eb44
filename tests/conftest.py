"""What several rooms of the tests need: a real broker, a desk, and a place to wait for something without sleeping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.absent import absent
from tests.faults.servers import RabbitServer
from tests.workers.postgres_server import PostgresServer, a_postgres
from tests.workers.s3_server import CREDENTIALS, S3Server
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
        absent(missing)
    yield broker.url
    broker.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for the whole session; a test that ends it starts it again. Skipped and failed as above."""
    with a_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3_credentials() -> Iterator[None]:
    """Those of the tests in the environment, and nobody's own."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            environment.delenv(name)
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def s3_server(s3_credentials: None) -> Iterator[S3Server]:
    """A server of the S3 API for the whole session, with a bucket; whoever kills one starts an `S3Server` of their own."""
    with S3Server() as server:
        yield server


@pytest.fixture(scope="session")
def rabbit_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitServer]:
    """A RabbitMQ for the whole session: it takes seconds to start. Skipped and failed as above."""
    server = RabbitServer(tmp_path_factory.mktemp("rabbit"))
    try:
        server.start()
    except BrokerNotFound as missing:
        absent(missing)
    yield server
    server.stop()


@pytest.fixture
def rabbit(rabbit_server: RabbitServer) -> RabbitServer:
    """The same, up and empty, whatever the last test did to it."""
    rabbit_server.revive()
    rabbit_server.wipe()
    return rabbit_server


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
