"""The nodes of our control room for pytest-celery: a durable Redis, a RabbitMQ, and `copydesk worker` on a desk.

One pair of classes serves local processes (the default) and Docker containers (`pytest --nodes=docker`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pytest_celery import CeleryWorkerContainer, RabbitMQContainer, RedisContainer

from tests.celery_nodes.process import ProcessContainer, ServerContainer
from tests.faults.servers import RabbitServer
from tests.workers.ports import free_port
from workers.broker import find_server

DESK_IN_CONTAINER = "/desk"
REDIS_OPTIONS = ("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction")


class DurableRedis(RedisContainer):
    """Redis as the compose file runs it: what it accepted survives a SIGKILL."""

    @classmethod
    def image(cls) -> str:
        return "redis:8.2-alpine"

    @classmethod
    def command(cls, *args: str, **_: Any) -> list[str]:
        return ["redis-server", "--protected-mode", "no", *REDIS_OPTIONS, *args]


class LocalRedis(DurableRedis):
    """The same over a server binary of this machine, on a port of the loopback interface."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        where = ["--bind", "127.0.0.1", "--port", str(self._port), "--dir", str(folder)]
        container = ProcessContainer("redis", [str(find_server()), *REDIS_OPTIONS, *where], folder)
        super().__init__(container)
        container.start()

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    @property
    def host_url(self) -> str:
        return self.url

    def teardown(self) -> None:
        self._container.kill("SIGKILL")


class LocalRabbit(RabbitMQContainer):
    """The session's RabbitMQ, which outlives this node."""

    def __init__(self, server: RabbitServer) -> None:
        self._server = server
        super().__init__(ServerContainer("rabbitmq", server))

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def host_url(self) -> str:
        return self.url

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def ready_prompt(self) -> None:
        """None: it is up before there is a node."""

    def teardown(self) -> None:
        """The fixture sees to it."""


class DeskWorker(CeleryWorkerContainer):
    """`copydesk worker` in our own image."""

    @classmethod
    def command(cls, *args: str, **_: Any) -> list[str]:
        return ["worker", *args]

    @classmethod
    def initial_env(cls, celery_worker_cluster_config: dict[str, Any], initial: dict[str, str] | None = None) -> dict[str, str]:
        """The settings of a desk instead of Celery's variables: the broker is the cluster's first."""
        broker = celery_worker_cluster_config["celery_broker_cluster_config"]["urls"][0]
        return {"COPYDESK_DESK": DESK_IN_CONTAINER, "COPYDESK_BROKER_URL": broker, "COPYDESK_CONCURRENCY": "1", **(initial or {})}


class LocalDeskWorker(DeskWorker):
    """The same over the installed command, with the image's meaning of SIGTERM."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        copydesk = str(Path(sys.executable).with_name("copydesk"))
        container = ProcessContainer("worker", [copydesk, *self.command()], folder, {**env, "REMAP_SIGTERM": "SIGQUIT"})
        super().__init__(container)
        container.start()

    def teardown(self) -> None:
        self._container.kill("SIGKILL")
