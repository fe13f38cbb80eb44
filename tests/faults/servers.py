"""Brokers of our own to be killed, stopped and wiped: a Redis on a unix socket, a RabbitMQ on a port of the loopback interface.

Both lay all they have into one folder, come back with it after a SIGKILL, and leave no process behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import redis

from tests.workers.desk import until
from tests.workers.ports import free_port
from workers.app import make_app
from workers.broker import BrokerFailed, BrokerNotFound, EmbeddedBroker
from workers.settings import Settings
from workers.tasks import QUEUE, TOLD_SECONDS

RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # Debian's command of that name insists on a user and on /var
WRITTEN_SECONDS = 2.0  # a few times as long as RabbitMQ keeps names to itself
START_SECONDS = 60.0  # two to four on an idle machine


class Server(Protocol):
    """What the storm asks of a broker."""

    url: str

    @property
    def pid(self) -> int | None: ...
    def revive(self) -> bool: ...
    def wipe(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class RedisServer(EmbeddedBroker):
    """The embedded server, and a way to take everything from it."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def wipe(self) -> None:
        """Everything is gone: queue, unacknowledged messages, bindings."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()


class RabbitServer:
    """A RabbitMQ without plugins, whose data, log, cookie and port mapper are its own, for whoever runs the tests.

    `config` are lines of rabbitmq.conf, where "{port}" is the port of the URL; a URL for TLS is up to who configures it.
    Raises BrokerNotFound, BrokerFailed.
    """

    def __init__(self, folder: Path, config: str = "listeners.tcp.1 = 127.0.0.1:{port}", scheme: str = "amqp") -> None:
        self.folder = folder
        self._config = config
        self.port, self._node_port, self._mapper_port = free_port(), free_port(), free_port()
        self.url = f"{scheme}://guest:guest@127.0.0.1:{self.port}//"
        self._mapper: subprocess.Popen[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The Erlang machine, which is the whole server; None while there is none."""
        return self._server.pid if self._server and self._server.poll() is None else None

    def start(self) -> None:
        """Returns when it takes connections."""
        if not RABBIT.exists() or not (mapper := shutil.which("epmd")):
            raise BrokerNotFound("broker", "no RabbitMQ on this machine", "`apt install rabbitmq-server`")
        self._configure()
        # Erlang would start one of its own that stays for ever.
        self._mapper = self._spawn([mapper, "-port", str(self._mapper_port), "-address", "127.0.0.1"], {})
        self.revive()
        self.wipe()

    def revive(self) -> bool:
        """Start it again if it died, True if so. What was confirmed is in its log on the disk."""
        if self.pid:
            return False
        self._server = self._spawn([str(RABBIT)], self._environment())
        until(lambda: self._answers() or not self.pid, START_SECONDS)
        if not self._answers():
            raise BrokerFailed(str(self.folder), "RabbitMQ does not come up", "see server.log there")
        return True

    def signal(self, what: int) -> None:
        """Sends it a signal; SIGKILL is waited for."""
        if pid := self.pid:
            os.kill(pid, what)
            if self._server and what == signal.SIGKILL:
                self._server.wait()

    def wipe(self) -> None:
        """The queue is gone with all that was in it, unacknowledged messages too; an empty one is in its place.

        Returns when its name is on the disk. RabbitMQ writes down names of quorum queues up to half a second late, and one
        that it forgot in a SIGKILL can't be used any more: that is a fault of its own, not of a desk.
        """
        app = make_app(Settings.load(self.folder, broker_url=self.url))
        with app.connection_for_write() as connection:
            channel = connection.default_channel
            channel.queue_delete(QUEUE)
            until(lambda: False, TOLD_SECONDS)
            app.amqp.queues[QUEUE](channel).declare()
            declared = time.time()
        names = list(self.folder.glob("data/*/quorum/*/names.dets"))
        until(lambda: any(path.stat().st_mtime >= declared for path in names), WRITTEN_SECONDS)

    def stop(self) -> None:
        """SIGKILL: nothing in the folder is needed any more, and a clean stop takes seconds."""
        for process in (self._server, self._mapper):
            if process:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # in sessions of their own: with their helpers
                process.wait()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _configure(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = (self._config.format(port=self.port), "disk_free_limit.absolute = 1MB", "log.file.level = warning")
        (self.folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (self.folder / "enabled_plugins").write_text("[].\n")

    def _environment(self) -> dict[str, str]:
        """Everything that would be looked for in /etc, /var or the home folder lies in ours."""
        return {
            "HOME": str(self.folder),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._mapper_port),
            "RABBITMQ_NODENAME": "copydesk@localhost",
            "RABBITMQ_DIST_PORT": str(self._node_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell between us and the Erlang machine: its process id is the one we see
        }

    def _spawn(self, command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                command, env={**os.environ, **environment}, cwd=self.folder, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def _answers(self) -> bool:
        """It listens when all of it is up."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1.0):
            return True
        return False
