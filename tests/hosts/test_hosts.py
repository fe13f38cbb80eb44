"""A desk on one host, workers on two others, its broker on a fourth, its store on a fifth; cables are pulled and put in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.absent import absent
from tests.end_to_end.desk import story
from tests.hosts.network import Network, NoNetwork
from tests.hosts.newsroom import HOSTS, WORKERS, Newsroom, newsroom
from tests.workers.desk import drop, until
from workers import quarantine
from workers.audit import audit
from workers.broker import BrokerNotFound
from workers.history import all_records

PATIENCE = 90.0  # seconds
STORIES = 60
CUT_SECONDS = 3.0


@pytest.fixture
def network() -> Iterator[Network]:
    try:
        with Network(*HOSTS) as made:
            yield made
    except NoNetwork as refused:
        absent(refused)


@pytest.fixture(params=[("redis", "message"), ("rabbitmq", "s3")], ids=lambda pair: " and ".join(pair))
def desk(request: pytest.FixtureRequest, network: Network, tmp_path: Path, s3_credentials: None) -> Iterator[Newsroom]:
    broker, carrier = request.param
    try:
        with newsroom(tmp_path, network, broker, carrier) as made:
            yield made
    except BrokerNotFound as missing:
        absent(missing)


def drop_stories(desk: Newsroom, first: int, last: int) -> None:
    for number in range(first, last):
        drop(desk.spool, f"{number}.txt", story(number))


def test_stories_come_home_from_other_hosts_once_each_though_cables_are_pulled(desk: Newsroom, network: Network) -> None:
    drop(desk.spool, "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    drop_stories(desk, 0, STORIES // 3)
    assert until(lambda: all(desk.worked(name) for name in WORKERS), PATIENCE), "both hosts take their share"

    network.hosts["one"].cut()
    drop_stories(desk, STORIES // 3, 2 * STORIES // 3)
    assert until(desk.drained, PATIENCE), "the other one takes over what the first had in its hands"
    network.hosts["one"].heal()
    network.hosts["broker"].cut()
    drop_stories(desk, 2 * STORIES // 3, STORIES)
    assert not until(desk.drained, CUT_SECONDS), "files are claimed all the same, and wait"
    network.hosts["broker"].heal()

    assert until(desk.drained, PATIENCE)
    assert desk.store.count() == STORIES
    assert all(record.cluster_id for record in all_records(desk.store)), "the desk has linked what they stored"
    assert [path.name for path in quarantine.files(desk.spool.quarantined)] == ["picture.txt"]
    assert audit(desk.spool, [desk.store]).mismatches == ()
