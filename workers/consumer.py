"""The part of a worker that talks to the broker: Celery's own, less one step."""

from __future__ import annotations

from typing import ClassVar

from celery.worker import consumer


class Consumer(consumer.Consumer):
    """Without the step that lays 28 quorum queues into RabbitMQ for messages with a countdown: we send none."""

    class Blueprint(consumer.Consumer.Blueprint):
        """Celery's steps in their order."""

        default_steps: ClassVar[list[str]] = [
            step for step in consumer.Consumer.Blueprint.default_steps if not step.endswith(":DelayedDelivery")
        ]
