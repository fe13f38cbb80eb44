"""A process of this machine behind the interface of a docker container, so that pytest-celery needs no Docker engine.

pytest-celery and pytest-docker-tools ask a container for little: its attributes, its log, and to be killed or restarted.
The log goes on over a restart, and "exited" is a status: both as docker has it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.faults.servers import RabbitServer


class ProcessContainer:
    """Stands in for docker.models.containers.Container; `folder` holds the log and is the working folder."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, env: dict[str, str] | None = None) -> None:
        self.id = uuid.uuid4().hex
        self.name = f"{name}-{self.id[:12]}"
        self._command = list(command)
        self._folder = folder
        self._env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
        self._log = folder / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def attrs(self) -> dict[str, Any]:
        """What docker would tell of it: no network of its own, no ports to publish."""
        return {
            "Config": {"Hostname": socket.gethostname(), "Env": [f"{key}={value}" for key, value in self._env.items()]},
            "NetworkSettings": {"Networks": {}, "Ports": {}},
            "HostConfig": {"PortBindings": None},
        }

    @property
    def status(self) -> str:
        """One of docker's words: created, running, exited."""
        if self._process is None:
            return "created"
        return "running" if self._process.poll() is None else "exited"

    def logs(self) -> bytes:
        """Standard output and error of every run so far."""
        return self._log.read_bytes() if self._log.exists() else b""

    def start(self) -> None:
        """Start it, in a session of its own: SIGKILL then reaches its children, and a Ctrl-C here does not."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._env, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def kill(self, signal: str | int | None = None) -> None:
        """SIGKILL ends the whole group and waits, as docker's does; any other signal goes to the main process alone."""
        number = _number(signal)
        if self._process is None or self._process.poll() is not None:
            return
        if number == _number("SIGKILL"):
            os.killpg(self._process.pid, number)
            self._process.wait()
        else:
            self._process.send_signal(number)

    def stop(self, timeout: float = 10) -> None:
        """SIGTERM, then SIGKILL after `timeout` seconds."""
        self.kill("SIGTERM")
        try:
            self.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill("SIGKILL")

    def restart(self, timeout: float = 10) -> None:
        """Stop it if it runs, and start it again."""
        self.stop(timeout)
        self.start()

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended; raises subprocess.TimeoutExpired."""
        return self._process.wait(timeout) if self._process else 0

    def reload(self) -> None:
        """Nothing to fetch: what is asked is looked up when it is asked."""


class ServerContainer(ProcessContainer):
    """The same over a server that somebody else started."""

    def __init__(self, name: str, server: RabbitServer) -> None:
        super().__init__(name, [], server.folder)
        self._server = server

    @property
    def status(self) -> str:
        return "running" if self._server.pid else "exited"

    def start(self) -> None:
        self._server.revive()

    def kill(self, signal: str | int | None = None) -> None:
        """Only SIGKILL is waited for."""
        self._server.signal(_number(signal))

    def stop(self, timeout: float = 10) -> None:
        """At once: it must be able to bear that."""
        self.kill()


def _number(name: str | int | None) -> int:
    return name if isinstance(name, int) else int(signal.Signals[name or "SIGKILL"])
