"""Brokers behind TLS and behind a sentinel, with certificates of their own."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.absent import absent
from tests.workers.desk import until
from tests.workers.ports import free_port
from workers.broker import find_server

MASTER = "mymaster"
START_SECONDS = 30.0
TLS_RABBIT = """listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:{{port}}
ssl_options.cacertfile = {certificate}
ssl_options.certfile = {certificate}
ssl_options.keyfile = {key}
ssl_options.verify = verify_none"""
SENTINEL = """sentinel monitor {master} 127.0.0.1 {port} 1
sentinel down-after-milliseconds {master} 500
sentinel failover-timeout {master} 3000
"""


@dataclass(frozen=True)
class Certificate:
    """One that signed itself, for 127.0.0.1: it is its own authority."""

    certificate: Path
    key: Path

    @classmethod
    def made(cls, folder: Path) -> Certificate:
        if not shutil.which("openssl"):
            absent("no openssl on this machine")
        made = cls(folder / "certificate.pem", folder / "key.pem")
        subject = ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
        subprocess.run([*new, *subject, "-keyout", made.key, "-out", made.certificate], check=True, capture_output=True)
        return made

    @property
    def trust(self) -> str:
        """What an address ends in whose server has this certificate."""
        return f"?ssl_ca_certs={self.certificate}"

    @property
    def for_rabbit(self) -> str:
        """Lines of rabbitmq.conf."""
        return TLS_RABBIT.format(certificate=self.certificate, key=self.key)


@contextmanager
def tls_front(certificate: Certificate, behind: Path) -> Iterator[int]:
    """A port that speaks TLS for a server on a unix socket, as stunnel does: the embedded one is built without."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as front:
        threading.Thread(target=_accept, args=(front, context, behind), daemon=True).start()
        yield int(front.getsockname()[1])


def _accept(front: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    with suppress(OSError):  # the front was closed
        while True:
            line, _ = front.accept()
            threading.Thread(target=_serve, args=(line, context, behind), daemon=True).start()


def _serve(line: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    with suppress(OSError), line, context.wrap_socket(line, server_side=True) as secure, socket.socket(socket.AF_UNIX) as server:
        server.connect(str(behind))
        answers = threading.Thread(target=_pass_on, args=(server, secure), daemon=True)
        answers.start()
        _pass_on(secure, server)
        answers.join()


def _pass_on(giver: socket.socket, taker: socket.socket) -> None:
    with suppress(OSError):
        while data := giver.recv(65_536):
            taker.sendall(data)
        taker.shutdown(socket.SHUT_RDWR)


class Sentinel:
    """A master, its replica, and a sentinel that sees to it that there is a master; each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self._master_port, self._replica_port = free_port(), free_port(), free_port()
        self.url = f"sentinel://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Sentinel:
        self._start("master", "--port", str(self._master_port), "--appendonly", "yes")
        follow = ["--replicaof", "127.0.0.1", str(self._master_port)]
        self._start("replica", "--port", str(self._replica_port), "--appendonly", "yes", *follow)
        assert until(lambda: self._role(self._replica_port) == "slave:connected", START_SECONDS)
        configuration = self._folder / "sentinel.conf"
        configuration.write_text(SENTINEL.format(master=MASTER, port=self._master_port))
        self._start("sentinel", str(configuration), "--sentinel", "--port", str(self.port))
        assert until(lambda: self._replicas() == 1, START_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.kill()
            process.wait()

    def kill_master(self) -> None:
        """Returns when the replica has taken over."""
        self._processes["master"].kill()
        assert until(lambda: self._role(self._replica_port) == "master", START_SECONDS)

    def _start(self, name: str, *words: str) -> None:
        place = self._folder / name
        place.mkdir()
        options = [] if name == "sentinel" else ["--dir", str(place), "--save", ""]
        with (place / "log").open("wb") as log:
            command = [str(find_server()), *words, "--bind", "127.0.0.1", *options]
            self._processes[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=place, start_new_session=True)

    def _role(self, port: int) -> str:
        with suppress(redis.RedisError), redis.Redis(port=port) as client:
            said = client.info("replication")
            return "master" if said["role"] == "master" else f"slave:{'connected' if said['master_link_status'] == 'up' else ''}"
        return ""

    def _replicas(self) -> int:
        with suppress(redis.RedisError), redis.Redis(port=self.port) as client:
            return len(client.sentinel_slaves(MASTER))
        return 0
