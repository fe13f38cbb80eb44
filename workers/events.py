"""What a worker tells of itself and its tasks, for Flower and the like: nobody waits for it."""

from __future__ import annotations

from typing import Any

from celery.app import events
from celery.events.dispatcher import EventDispatcher


class Dispatcher(EventDispatcher):
    """Celery's own, but for one thing: an event that can't be sent is laid aside until the worker has connected again."""

    def send(self, type: str, *args: Any, retry: bool = False, **fields: Any) -> Any:
        """`retry` is for nothing: heartbeats ask for it, without end, and would keep the worker from hearing that its broker
        is gone, or that it is to stop.
        """
        return super().send(type, *args, **fields)


class Events(events.Events):
    """Celery's, with our dispatcher."""

    dispatcher_cls = Dispatcher
