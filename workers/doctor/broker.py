"""The broker: whether it answers, keeps what it accepts, and is this desk's alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from kombu.exceptions import KombuError
from packaging.version import InvalidVersion, Version

from workers.broker import EmbeddedBroker, find_server
from workers.doctor import redis_server
from workers.doctor.finding import Finding, fault, ok, warning
from workers.doctor.neighbours import others
from workers.settings import Settings
from workers.spool import Spool

if TYPE_CHECKING:
    from kombu.connection import Connection

ABOUT: Final = "broker"
OLDEST_RABBIT: Final = Version("3.10")  # its quorum queues count deliveries
_SECONDS: Final = 5.0
_HERE: Final = ("localhost", "127.0.0.1", "::1")


def answers(settings: Settings) -> Iterator[Finding]:
    """The one that is named, else the desk's own server if it runs."""
    if settings.broker_url is not None:
        yield from _open_to_all(settings.broker_url)
        yield from _asked(settings, settings)
        return
    server = find_server()  # raises BrokerNotFound, which says what to install
    embedded = EmbeddedBroker(Spool(settings.desk).state / "broker")
    if embedded.running():
        yield from _asked(settings.model_copy(update={"broker_url": embedded.url}), settings)
    else:
        yield ok(ABOUT, f"the desk's own, {server.name}: not running now")


def _asked(settings: Settings, desk: Settings) -> Iterator[Finding]:
    from workers.app import make_app

    with make_app(settings).connection_for_write() as link:
        try:
            link.ensure_connection(max_retries=1, timeout=_SECONDS)
            known = _redis if link.transport.driver_type == "redis" else _rabbit
            yield from known(link, desk)
        except (KombuError, *link.connection_errors, *link.channel_errors) as error:
            fix = "start it, and look at the URL: host, port, password, database"
            yield fault(ABOUT, f"{link.as_uri()} does not answer: {' '.join(str(error).split())}", fix)


def _redis(link: Connection, desk: Settings) -> Iterator[Finding]:
    channel: Any = link.default_channel  # of the transport for Redis
    client = channel.client
    info = client.info()
    kind, here = redis_server.version_of(info)
    wrong = [*redis_server.too_old(ABOUT, kind, here), *redis_server.keeps(ABOUT, info)]
    yield from wrong or [ok(ABOUT, f"{link.as_uri()} answers: {kind} {here}, append-only file on, noeviction")]
    yield from redis_server.clock("broker's clock", client)
    yield from others(client, desk)


def _rabbit(link: Connection, desk: Settings) -> Iterator[Finding]:
    told = link.connection.server_properties
    try:
        here = Version(told.get("version", ""))
    except InvalidVersion:
        yield warning(ABOUT, f"{link.as_uri()} answers, and does not tell its version", f"at least RabbitMQ {OLDEST_RABBIT}")
        return
    if here < OLDEST_RABBIT:
        yield fault(ABOUT, f"RabbitMQ {here} is too old: at least {OLDEST_RABBIT}", "apt install rabbitmq-server")
    else:
        yield ok(ABOUT, f"{link.as_uri()} answers: RabbitMQ {here}, quorum queues, confirmed messages")


def _open_to_all(url: str) -> Iterator[Finding]:
    """A Redis that listens to a network and asks for no password belongs to whoever finds it."""
    parts = urlsplit(url)
    if parts.scheme in ("redis", "rediss") and "@" not in parts.netloc and parts.hostname not in _HERE:
        found = f"{parts.hostname} asks for no password: whoever reaches it may read and write the queue"
        yield warning(ABOUT, found, "redis-cli config set requirepass ... # and redis://:...@ in broker_url")
