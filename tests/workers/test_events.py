"""Events: nobody waits for them, and least of all the worker that sends them."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from tests.absent import absent
from tests.faults.servers import RabbitServer, RedisServer
from workers.app import make_app
from workers.broker import BrokerNotFound
from workers.settings import Settings

PATIENCE = 10.0  # seconds


def test_a_heartbeat_that_cant_be_sent_keeps_nobody(settings: Settings, tmp_path: Path) -> None:
    """Celery asks for it to be tried again, without end: a worker would not hear that it is to stop."""
    try:
        server = RedisServer(tmp_path / "broker").__enter__()
    except BrokerNotFound as missing:
        absent(missing)
    app = make_app(settings.model_copy(update={"broker_url": server.url}))
    with app.connection_for_write() as connection:
        dispatcher = app.events.Dispatcher(connection.connect() and connection)
        dispatcher.send("worker-heartbeat", retry=True)
        os.kill(server.pid or 0, signal.SIGKILL)

        heart = Thread(target=partial(dispatcher.send, "worker-heartbeat", retry=True), daemon=True)
        heart.start()
        heart.join(PATIENCE)

    assert not heart.is_alive()


@pytest.mark.filterwarnings("ignore::celery.exceptions.SecurityWarning")  # Celery to whoever is root
def test_claims_are_confirmed_by_rabbitmq_and_events_are_not(settings: Settings, rabbit: RabbitServer) -> None:
    app = make_app(settings.model_copy(update={"broker_url": rabbit.url}))
    consumer = app.Worker(pool="solo").consumer

    with app.connection_for_write() as claims, consumer.connection_for_write() as events:
        claims.connect()

        assert (claims.connection.confirm_publish, events.connection.confirm_publish) == (True, False)
