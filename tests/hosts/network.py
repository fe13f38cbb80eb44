"""Several hosts on one machine: network namespaces on one switch, each with an address and a cable that can be pulled.

They share no network with this machine, nor with those of other tests. Takes root and iproute2.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

NEW_NETWORK: Final = 0x40000000  # CLONE_NEWNET of sched.h; Python has os.setns from 3.12 on
NAMESPACES: Final = Path("/run/netns")
_libc = ctypes.CDLL(None, use_errno=True)


class NoNetwork(Exception):
    """This machine, or this user, makes no namespaces."""


class Host:
    """One host: what is started or connected `inside` is there."""

    def __init__(self, network: Network, name: str, number: int) -> None:
        self.address = f"10.77.0.{number}"
        self._network = network
        self._space = f"{network.prefix}-{name}"
        self._port = f"port{number}"

    @contextmanager
    def inside(self) -> Iterator[None]:
        """This thread is on that host: its new sockets, and the processes that it starts."""
        here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _enter(os.open(NAMESPACES / self._space, os.O_RDONLY))
            yield
        finally:
            _enter(here)

    def plug_in(self) -> None:
        """Puts the host on the switch; its loopback comes up too."""
        _ip("netns", "add", self._space)
        pair = ("type", "veth", "peer", "name", "eth0", "netns", self._space)
        _ip("-n", self._network.switch, "link", "add", self._port, *pair)
        _ip("-n", self._space, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", self._space, "link", "set", device, "up")
        self.heal()

    def cut(self) -> None:
        """Pulls the cable at the switch: nobody is told, packets are lost."""
        _ip("-n", self._network.switch, "link", "set", self._port, "nomaster")

    def heal(self) -> None:
        """Puts it in again."""
        _ip("-n", self._network.switch, "link", "set", self._port, "master", "bridge", "up")


class Network:
    """`hosts` by their names. Raises NoNetwork."""

    def __init__(self, *names: str) -> None:
        self.prefix = f"copydesk-{os.getpid()}"
        self.switch = f"{self.prefix}-switch"
        self.hosts = {name: Host(self, name, number) for number, name in enumerate(names, 1)}

    def __enter__(self) -> Network:
        try:
            _ip("netns", "add", self.switch)
            _ip("-n", self.switch, "link", "add", "bridge", "up", "type", "bridge", "forward_delay", "0")
            for host in self.hosts.values():
                host.plug_in()
        except (OSError, subprocess.CalledProcessError) as refused:
            self._remove()
            raise NoNetwork(f"no network namespaces here: {getattr(refused, 'stderr', refused)}") from refused
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._remove()

    def _remove(self) -> None:
        for name in (*self.hosts, "switch"):
            space = f"{self.prefix}-{name}"
            if (NAMESPACES / space).exists():
                _ip("netns", "delete", space)


def _enter(namespace: int) -> None:
    failed = _libc.setns(namespace, NEW_NETWORK)
    os.close(namespace)
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
