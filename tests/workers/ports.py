"""Ports for servers of our own."""

from __future__ import annotations

import socket
from contextlib import suppress
from random import SystemRandom
from typing import Final

# Below those that the system gives to clients: of these one may be taken while its server is down, or connect to itself.
FOR_SERVERS: Final = range(20_000, 32_000)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on at this moment, and that no client gets by chance."""
    while True:
        port = SystemRandom().choice(FOR_SERVERS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
