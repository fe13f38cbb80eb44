"""pytest-celery's control room, set up as ours: a durable Redis or a RabbitMQ, one `copydesk worker`, no result backend.

Clusters, nodes and `celery_setup` are pytest-celery's own; only what is under them is chosen here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from pytest_celery import CeleryTestBroker, CeleryTestWorker, RabbitMQTestBroker, RedisContainer, RedisTestBroker
from pytest_docker_tools import build, container, fxtr

from tests.absent import absent
from tests.celery_nodes.nodes import DESK_IN_CONTAINER, DeskWorker, DurableRedis, LocalDeskWorker, LocalRabbit, LocalRedis
from workers.app import make_app
from workers.broker import BrokerNotFound, find_server
from workers.settings import Settings
from workers.spool import Spool

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def local(pytestconfig: pytest.Config) -> bool:
    """True for processes, False for containers; without a server binary the tests skip, in CI they fail."""
    if pytestconfig.getoption("--nodes") == "docker":
        return False
    try:
        find_server()
    except BrokerNotFound as missing:
        absent(missing)
    return True


@pytest.fixture
def desk(spool: Spool) -> Path:
    """The folder that test and worker share."""
    return spool.desk


@pytest.fixture
def default_redis_broker_cls() -> type[RedisContainer]:
    return DurableRedis


@pytest.fixture(params=["redis", "rabbitmq"])
def celery_broker(local: bool, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CeleryTestBroker]:
    """Every test runs on both."""
    if request.param == "redis":
        node = RedisTestBroker(LocalRedis(tmp_path) if local else request.getfixturevalue("default_redis_broker"))
    elif local:
        node = RabbitMQTestBroker(LocalRabbit(request.getfixturevalue("rabbit")))
    else:
        node = RabbitMQTestBroker(request.getfixturevalue("default_rabbitmq_broker"))
    yield node
    node.teardown()


@pytest.fixture
def celery_backend_cluster() -> None:
    """Results are ignored: the desk's folders are the result."""


@pytest.fixture
def celery_worker(
    local: bool, request: pytest.FixtureRequest, tmp_path: Path, desk: Path, celery_worker_cluster_config: dict[str, Any]
) -> Iterator[CeleryTestWorker]:
    env = DeskWorker.initial_env(celery_worker_cluster_config, {"COPYDESK_DESK": str(desk)})
    worker = LocalDeskWorker(tmp_path, env) if local else request.getfixturevalue("desk_worker_container")
    node = CeleryTestWorker(worker, request.getfixturevalue("celery_setup_app"))
    yield node
    node.teardown()


@pytest.fixture
def celery_setup_app(celery_setup_config: dict[str, Any], desk: Path) -> Celery:
    """Our own app, on the broker of the cluster."""
    return make_app(Settings.load(desk, broker_url=celery_setup_config["broker_url"]))


# For --nodes=docker: our image, the same desk mounted, as the user who runs the tests.


@pytest.fixture
def default_worker_container_cls() -> type[DeskWorker]:
    return DeskWorker


@pytest.fixture
def desk_volumes(desk: Path) -> dict[str, dict[str, str]]:
    return {str(desk): {"bind": DESK_IN_CONTAINER, "mode": "rw"}}


copydesk_image = build(path=str(ROOT), tag="copydesk:test")
desk_worker_container = container(
    image="{copydesk_image.id}",
    command=fxtr("default_worker_command"),
    environment=fxtr("default_worker_env"),
    network="{default_pytest_celery_network.name}",
    volumes=fxtr("desk_volumes"),
    user=f"{os.getuid()}:{os.getgid()}",
    wrapper_class=DeskWorker,
    timeout=60,
)
