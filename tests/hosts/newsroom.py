"""A newsroom of five hosts: the desk, two workers that do not have its disk, the broker, and the store with the bucket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.faults.servers import RabbitServer
from tests.hosts.network import Host, Network
from tests.workers.desk import until
from tests.workers.processes import COPYDESK
from tests.workers.s3_server import S3Server
from workers.broker import find_server
from workers.spool import Spool
from workers.stores.stream import StreamStore

WORKERS = ("one", "two")
HOSTS = ("desk", *WORKERS, "broker", "store")
PORT = 6379
START_SECONDS = 60.0  # of a busy machine; else 2
HASTE = {"LEASE_SECONDS": "2", "RESEND_SECONDS": "1", "RECONCILE_SECONDS": "0.3", "CONCURRENCY": "1", "BATCH_MAX": "4"}
ANY_ADDRESS = "listeners.tcp.1 = 0.0.0.0:{port}\nloopback_users = none"
# A mount of its own over the desk's folder: what the disk of another host would show there, which is nothing.
BLIND = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"')


class Newsroom:
    """`spool` and `store` are to be looked at from the desk's host."""

    def __init__(self, folder: Path, hosts: Mapping[str, Host]) -> None:
        self.folder = folder
        self.hosts = hosts
        self.spool = Spool(folder / "desk")
        self.spool.prepare()
        self.store_url = f"redis://{hosts['store'].address}:{PORT}/0"
        self.store = StreamStore(self.store_url)
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, host: str, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        """A process on that host; its words go to NAME.log."""
        with self.hosts[host].inside(), (self.folder / f"{name}.log").open("ab") as log:
            given = {**os.environ, **environment}
            self._processes.append(subprocess.Popen(command, env=given, stdout=log, stderr=log, start_new_session=True))

    def end(self) -> None:
        for process in self._processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def drained(self) -> bool:
        return not self.spool.claims() and not any(self.spool.inbox.iterdir())

    def said(self, name: str, what: str) -> bool:
        """Whether a process has said this."""
        return what in (self.folder / f"{name}.log").read_text()

    def worked(self, worker: str) -> bool:
        """Whether this worker has brought a message to its end."""
        return self.said(worker, " succeeded in ")


@contextmanager
def newsroom(folder: Path, network: Network, broker: str, carrier: str) -> Iterator[Newsroom]:
    """At work; `broker` is redis or rabbitmq, `carrier` message or s3. Raises BrokerNotFound."""
    hosts = network.hosts
    with ExitStack() as stack:
        with hosts["store"].inside():
            _redis(stack, folder / "store", hosts["store"])
            bucket = S3Server(hosts["store"].address) if carrier == "s3" else None
            if bucket:
                stack.enter_context(bucket)
        with hosts["broker"].inside():
            url = _broker(stack, folder / "broker", hosts["broker"], broker)
        stack.enter_context(hosts["desk"].inside())
        made = Newsroom(folder, hosts)
        stack.callback(made.end)
        settings = {**HASTE, "BROKER_URL": url, "STORES": made.store_url, "CARRIER": bucket.url("copies") if bucket else carrier}
        environment = {f"COPYDESK_{name}": value for name, value in settings.items()}
        desk = str(made.spool.desk)
        made.start("desk", "watcher", [COPYDESK, "watch", desk], environment)
        made.start("desk", "home", [COPYDESK, "worker", desk, "--home", "--name", "home"], environment)
        for name in WORKERS:
            remote = [COPYDESK, "worker", "--remote", str(folder / name), "--name", name]
            made.start(name, name, [*BLIND, desk, *remote], environment)
        assert until(lambda: all(made.said(name, " ready.") for name in ("home", *WORKERS)), START_SECONDS)
        yield made


def _broker(stack: ExitStack, folder: Path, host: Host, kind: str) -> str:
    """Its URL for the other hosts. Raises BrokerNotFound."""
    if kind == "redis":
        _redis(stack, folder, host)
        return f"redis://{host.address}:{PORT}/0"
    server = stack.enter_context(RabbitServer(folder, ANY_ADDRESS))
    return server.url.replace("127.0.0.1", host.address)


def _redis(stack: ExitStack, folder: Path, host: Host) -> None:
    """A Redis on the host's address, with its append-only file. Raises BrokerNotFound."""
    folder.mkdir()
    where = ["--bind", host.address, "--port", str(PORT), "--protected-mode", "no", "--dir", str(folder)]
    command = [str(find_server()), *where, "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]
    with (folder / "log").open("wb") as log:
        server = stack.enter_context(subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True))
    stack.callback(server.kill)
    assert until(lambda: _listens(host.address))


def _listens(address: str) -> bool:
    with suppress(OSError), socket.create_connection((address, PORT), timeout=1.0):
        return True
    return False
