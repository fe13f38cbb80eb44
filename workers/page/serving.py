"""Serves the desk page until it is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn

from pipeline.errors import BadSettings
from workers.page.app import make_page
from workers.page.guard import Key
from workers.settings import Settings
from workers.stores import open_store


def serve(settings: Settings, bind: str, port: int, token: str | None, ready: Callable[[str], None]) -> None:
    """Serves; calls `ready` with the address once it listens. Ends by SIGINT or SIGTERM. `port` 0 is any that is free.

    Raises BadSettings for an address that can't be had; SpoolUnavailable, StoreUnavailable.
    """
    with listening(bind, port) as listener:
        port = listener.getsockname()[1]
        store = open_store(settings.store_urls[0])
        app = make_page(settings, store, Key(token, port), bind)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)
        ready(f"http://{f'[{bind}]' if ':' in bind else bind}:{port}/")
        uvicorn.Server(config).run([listener])
        store.close()


def listening(bind: str, port: int) -> socket.socket:
    """A socket that listens there. Raises BadSettings."""
    try:
        return socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET, backlog=64)
    except (OSError, OverflowError) as fault:
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise BadSettings(
            f"{bind}:{port}", f"it can't listen there: {why.lower()}", "name another with --port or --bind"
        ) from fault


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ip_address(bind).is_loopback
    except ValueError:
        return bind == "localhost"
