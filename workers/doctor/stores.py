"""The stores: whether each opens and answers, takes something where that leaves no trace, and is as durable as it has to be."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from packaging.version import Version

from pipeline.errors import CopydeskError, StoreUnavailable
from workers.addresses import hide_password
from workers.disk import create
from workers.doctor import redis_server
from workers.doctor.finding import Finding, fault, of_error, ok, warning
from workers.doctor.room import FAR, kind_of
from workers.settings import Settings
from workers.stores import NOBODY, open_store
from workers.stores.stream import StreamStore

_PROBE: Final = ".copydesk-doctor-"
_TURN_SECONDS: Final = 5.0
_HAS_WAITAOF: Final = Version("7.2")


def take(settings: Settings) -> Iterator[Finding]:
    """Each store by itself; what it is called is shown without its password."""
    for url in settings.store_urls:
        about = f"store {hide_password(url)}"
        try:
            wrong = list(_LOOKS.get(url.partition("://")[0], _opened)(about, url))
        except CopydeskError as error:
            wrong = [of_error(about, error)]
        except (OSError, sqlite3.Error) as refused:
            wrong = [fault(about, str(refused), "see to its disk and to the rights of the desk's user")]
        yield from wrong or [ok(about, "opens, answers, and takes what is written")]


def _opened(about: str, url: str) -> Iterator[Finding]:
    """Opens it as a worker does, and asks for a record that is not there. PostgreSQL's own durability is asked in opening."""
    with closing(open_store(url)) as store:
        store.has(NOBODY)
    yield from ()


def _memory(about: str, url: str) -> Iterator[Finding]:
    yield warning(about, "it keeps nothing: records go with their process", 'stores = ["files:///srv/records"]')


def _folder(about: str, url: str) -> Iterator[Finding]:
    """Not opened where it is missing: that would make it, and a disk that is not mounted is missing too."""
    place = _path(url)
    if not place.is_dir():
        yield warning(about, "it is not there yet: the first run makes it", f"mkdir -p {place}  # or mount it")
        return
    yield from _opened(about, url)
    probe = place / (_PROBE + secrets.token_hex(4))
    try:
        descriptor = create(probe, b"probe")
        os.fsync(descriptor)
        os.close(descriptor)
    finally:
        probe.unlink(missing_ok=True)


def _database(about: str, url: str) -> Iterator[Finding]:
    """A writer's lock is taken and given back."""
    path = _path(url)
    if (kind := kind_of(path.parent)) in FAR:
        yield fault(about, f"on {kind}: its write-ahead log works on one machine only", "keep it on a disk of this machine")
    elif not path.is_file():
        yield warning(about, "it is not there yet: the first run makes it", f"mkdir -p {path.parent}  # or mount it")
    else:
        yield from _opened(about, url)
        with closing(sqlite3.connect(path, timeout=_TURN_SECONDS, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")


def _stream(about: str, url: str) -> Iterator[Finding]:
    """WAITAOF, which makes a record durable, needs an append-only file and a server that knows the command."""
    with closing(StreamStore(url)) as store:
        info: dict[str, Any] = store.client.info()
    kind, here = redis_server.version_of(info)
    yield from redis_server.too_old(about, kind, here, _HAS_WAITAOF)
    yield from redis_server.keeps(about, info)


def _bucket(about: str, url: str) -> Iterator[Finding]:
    """An object is put, read and removed: what a desk may do there."""
    from workers.stores.bucket import open_bucket

    key = _PROBE + secrets.token_hex(4)
    with closing(open_bucket(url, StoreUnavailable)) as bucket:
        bucket.put(key, b"probe")
        read = bucket.get(key)
        bucket.delete(key)
    if read != b"probe":
        yield fault(about, "it does not give back what was put into it", "see to the server")


def _path(url: str) -> Path:
    return Path(unquote(urlsplit(url).path))


_LOOKS: Final[dict[str, Callable[[str, str], Iterator[Finding]]]] = {
    "files": _folder,
    "memory": _memory,
    "ndjson": _folder,
    "redis": _stream,
    "rediss": _stream,
    "redis+socket": _stream,
    "s3": _bucket,
    "sqlite": _database,
}
