"""A whole run over every kind of broker that a URL may name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.absent import absent
from tests.end_to_end.brokers import Certificate, Sentinel, tls_front
from tests.end_to_end.desk import PATIENCE, command, running, story
from tests.faults.servers import RabbitServer
from tests.workers.desk import drop, until
from workers.broker import BrokerNotFound, EmbeddedBroker
from workers.spool import Spool

STORIES = 30


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.made(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def rabbit_over_tls(certificate: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitServer]:
    """One for all: it takes seconds to start, and whoever is done with it leaves its queue empty."""
    server = RabbitServer(tmp_path_factory.mktemp("broker"), certificate.for_rabbit, "amqps")
    server.url += certificate.trust
    try:
        with server:
            yield server
    except BrokerNotFound as missing:
        absent(missing)


@pytest.fixture(params=["rediss", "amqp", "amqps"])
def url(request: pytest.FixtureRequest, certificate: Certificate, tmp_path: Path) -> Iterator[str]:
    with ExitStack() as stack:
        if request.param == "rediss":
            broker = stack.enter_context(EmbeddedBroker(tmp_path / "broker"))
            yield f"rediss://127.0.0.1:{stack.enter_context(tls_front(certificate, broker.socket))}/0{certificate.trust}"
        elif request.param == "amqp":
            yield request.getfixturevalue("rabbit").url
        else:
            yield request.getfixturevalue("rabbit_over_tls").url


def test_a_run_does_its_work_over_whatever_broker_is_named(spool: Spool, url: str) -> None:
    for number in range(STORIES):
        drop(spool, f"{number}.txt", story(number))

    done = command("run", spool.desk, "--once", "--broker", url)

    assert (done.returncode, f"{STORIES} done and 0 quarantined" in done.stdout) == (0, True), done.stdout + done.stderr
    assert command("audit", spool.desk).returncode == 0


@pytest.mark.parametrize("url", ["rediss", "amqps"], indirect=True)
def test_a_server_that_nobody_vouches_for_is_not_trusted(spool: Spool, url: str) -> None:
    refused = command("run", spool.desk, "--once", "--broker", url.partition("?")[0])

    assert "certificate verify failed" in refused.stderr.lower()
    assert refused.returncode == 4


def test_another_master_takes_over_and_no_story_is_lost(spool: Spool, tmp_path: Path) -> None:
    with Sentinel(tmp_path) as sentinel, running(spool, {"COPYDESK_RESEND_SECONDS": "0.5"}, ["--broker", sentinel.url]) as desk:
        for number in range(STORIES):
            drop(spool, f"{number}.txt", story(number))
            if number == STORIES // 2:
                sentinel.kill_master()

        assert until(lambda: desk.done(STORIES), PATIENCE), desk.said.read_text()
