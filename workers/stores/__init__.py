"""Where records go: stores, chosen by URL. `open_store("files:///srv/records")`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import BadSettings
from workers.stores.base import Store
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore

__all__ = ["SCHEMES", "Store", "open_store"]


def _files(url: str) -> Store:
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/") or parts.query or parts.fragment:
        raise BadSettings(url, "no absolute path", "write files:///srv/records; percent-encode ? and #")
    return FileStore(Path(unquote(parts.path)))


def _memory(url: str) -> Store:
    return MemoryStore()


SCHEMES: dict[str, Callable[[str], Store]] = {"files": _files, "memory": _memory}


def open_store(url: str) -> Store:
    """The store behind this URL. Raises BadSettings for one that we don't have, StoreUnavailable for one that can't be opened."""
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in SCHEMES:
        known = ", ".join(f"{name}://" for name in sorted(SCHEMES))
        raise BadSettings(scheme + separator, "no such kind of store", f"there are {known}")
    return SCHEMES[scheme](url)
