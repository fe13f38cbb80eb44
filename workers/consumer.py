"""The part of a worker that talks to the broker: Celery's own, less one step, and quick to be back when the broker is."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any, ClassVar

from celery.exceptions import CPendingDeprecationWarning
from celery.worker import consumer

# Seconds between two tries to connect. Celery's grow to half a minute, which a broker that was away longer is idle for then.
PAUSES = {"interval_start": 1.0, "interval_step": 1.0, "interval_max": 5.0}


class Consumer(consumer.Consumer):
    """Without the step that lays 28 quorum queues into RabbitMQ for messages with a countdown: we send none."""

    class Blueprint(consumer.Consumer.Blueprint):
        """Celery's steps in their order."""

        default_steps: ClassVar[list[str]] = [
            step for step in consumer.Consumer.Blueprint.default_steps if not step.endswith(":DelayedDelivery")
        ]

    def ensure_connected(self, conn: Any) -> Any:
        """As Celery does, with our pauses: it has no setting for them."""
        conn.ensure_connection = partial(conn.ensure_connection, **PAUSES)
        return super().ensure_connected(conn)

    def connection_for_write(self, url: str | None = None, heartbeat: float | None = None) -> Any:
        """The one for events, which are not worth that the worker stands still until RabbitMQ has confirmed each."""
        conn = self.app.connection_for_write(url=url, heartbeat=heartbeat)
        conn.transport_options = {**conn.transport_options, "confirm_publish": False}
        return self.ensure_connected(conn)

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """As Celery does, less its word each time that one may have it cut off what is at work (see app.py)."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CPendingDeprecationWarning)
            super().on_connection_error_after_connected(exc)
