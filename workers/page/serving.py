"""Serves the desk page until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

import uvicorn

from workers.addresses import listening
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


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ip_address(bind).is_loopback
    except ValueError:
        return bind == "localhost"
