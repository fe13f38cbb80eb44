"""Where records go: stores, chosen by URL. `open_store("files:///srv/records")`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import BadSettings, StoreUnavailable
from workers.addresses import hide_password
from workers.stores.base import Store
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore
from workers.stores.ndjson import NdjsonStore
from workers.stores.postgres import PostgresStore
from workers.stores.s3 import S3Store
from workers.stores.sqlite import SqliteStore
from workers.stores.stream import StreamStore

__all__ = ["NOBODY", "SCHEMES", "Store", "meet", "open_store"]

NOBODY = "0" * 32  # an id that no record has


def _path(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/") or parts.query or parts.fragment:
        advice = f"write {parts.scheme}:///srv/records; percent-encode ? and #"
        raise BadSettings(hide_password(url), "no absolute path", advice)
    return Path(unquote(parts.path))


SCHEMES: dict[str, Callable[[str], Store]] = {
    "files": lambda url: FileStore(_path(url)),
    "memory": lambda url: MemoryStore(),
    "postgresql": PostgresStore,
    "redis": StreamStore,
    "ndjson": lambda url: NdjsonStore(_path(url)),
    "s3": S3Store,
    "sqlite": lambda url: SqliteStore(_path(url)),
}


ALIASES = {"postgres": "postgresql", "rediss": "redis", "redis+socket": "redis"}


def open_store(url: str) -> Store:
    """The store behind this URL. Raises BadSettings for one that we don't have, StoreUnavailable for one that can't be opened."""
    scheme, separator, _ = url.partition("://")
    scheme = ALIASES.get(scheme, scheme)
    if not separator or scheme not in SCHEMES:
        known = ", ".join(f"{name}://" for name in sorted(SCHEMES))
        raise BadSettings(scheme + separator, "no such kind of store", f"there are {known}")
    return SCHEMES[scheme](url)


def meet(urls: Iterable[str]) -> list[str]:
    """Asks each store something, before stories do: a wrong URL is better told at once than once a story.

    Returns what is wrong with those that are down, a sentence each: they are waited for. Raises BadSettings.
    """
    down = []
    for url in urls:
        try:
            with closing(open_store(url)) as store:
                store.has(NOBODY)
        except StoreUnavailable as fault:
            down.append(f"no record can be stored, and the files wait: {fault}")
    return down
