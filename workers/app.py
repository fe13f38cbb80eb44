"""The Celery app of a desk: `make_app(settings)`.

For Celery's own commands there is `celery -A workers.app ...`, with COPYDESK_DESK and COPYDESK_BROKER_URL in the
environment. Nothing is read when this module is imported: the app is made when Celery asks for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from kombu.connection import Connection

from pipeline.errors import BadSettings
from workers import tasks
from workers.addresses import checked_address, hide_password
from workers.ingest import Refine
from workers.settings import Settings
from workers.tls import secured

REDIS = ("redis", "rediss", "redis+socket", "sentinel")
AMQP = ("amqp", "amqps", "pyamqp")
NUMBERED = ("redis://", "rediss://", "sentinel://")  # their databases have numbers
HEARTBEAT = 30  # seconds; RabbitMQ hands on what a silent worker held after twice as long


def make_app(settings: Settings, refine: Refine | None = None) -> Celery:
    """The app of this desk's broker, its task registered. Raises BadSettings for a broker that we don't know.

    `settings.broker_url` must be there: whoever starts the embedded server puts its URL in. `refine` as for
    `tasks.register`.
    """
    url = settings.broker_url or ""
    if url.partition("://")[0] not in REDIS + AMQP:
        known = ", ".join(f"{scheme}://" for scheme in REDIS + AMQP)
        raise BadSettings(hide_password(url) or "broker_url", "no broker that we know", f"there are {known}")
    url, tls = secured(url)
    app = Celery("copydesk", broker=_readable(url), events="workers.events:Events")
    app.conf.update(**_queueing(), **_running(settings), **_connecting(url, settings), broker_use_ssl=tls)
    tasks.register(app, settings, refine)
    return app


def _readable(url: str) -> str:
    """The URL, if kombu makes something of it. Raises BadSettings."""
    for each in checked_address(url).split(";"):
        try:
            Connection(each)  # opens nothing
            if each.startswith(NUMBERED):
                int(urlsplit(each).path.strip("/") or 0)
        except (TypeError, LookupError, ValueError):  # ?password=, ?port=, ?anything, ?ssl_cert_reqs=anything, /anything
            advice = "user and password stand before the host, a database's number behind it, as in redis://:password@host/0"
            raise BadSettings(hide_password(url), "no address that a client understands", advice) from None
    return url


def _queueing() -> dict[str, Any]:
    """Acknowledged when all is on the disk, and then whatever happened: failures are in quarantine or still claimed."""
    return {
        "task_default_queue": tasks.QUEUE,
        "task_default_queue_type": "quorum",  # only RabbitMQ looks at it: on the disk of most of its nodes, then confirmed
        "task_create_missing_queue_type": "quorum",  # the same for tasks.HOME_QUEUE
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_acks_on_failure": True,
        "task_acks_on_timeout": True,
        "task_reject_on_worker_lost": True,
        "task_retry_on_worker_lost": True,  # with the task's max_retries; without it a file that kills loops for ever
        "task_send_sent_event": True,
        "worker_send_task_events": True,
        # Not exclusive: RabbitMQ locks those out who come back before it knows that they were cut off, and Celery gives up then.
        # Durable because RabbitMQ 4 is to lose the kind that is neither; Celery has them expire when nobody listens any more.
        "control_queue_exclusive": False,
        "control_queue_durable": True,
        "event_queue_exclusive": False,
        "event_queue_durable": True,
    }


def _running(settings: Settings) -> dict[str, Any]:
    """A worker's processes: one batch at a time each, replaced now and then, never at work for ever."""
    return {
        "worker_consumer": "workers.consumer:Consumer",
        "worker_concurrency": settings.concurrency,
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": settings.max_tasks_per_child,
        # In kB. A heap that grew stays grown: who ever needed half of what it may have is replaced, so a story finds the rest.
        "worker_max_memory_per_child": settings.max_memory_bytes // 2 // 1024,
        "worker_soft_shutdown_timeout": 5.0,
        # What is at work is brought to its end, whatever became of its message: cut off, it would count as a try of the story's.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "task_soft_time_limit": settings.soft_time_limit,
        "task_time_limit": settings.hard_time_limit,
    }


def _connecting(url: str, settings: Settings) -> dict[str, Any]:
    """A broker that is away is waited for, without limit."""
    redis = url.partition("://")[0] in REDIS
    return {
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_channel_error_retry": True,  # a Redis whose disk or memory is full refuses by these: a worker must not end of it
        "broker_heartbeat": HEARTBEAT,
        "broker_transport_options": {**_trying(), **(_redis_options(settings) if redis else {"confirm_publish": True})},
    }


def _trying() -> dict[str, Any]:
    """Whoever sends or asks is told within half a second that nobody answers, however many hosts the URL names."""
    return {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.1}


def _redis_options(settings: Settings) -> dict[str, Any]:
    return {
        "visibility_timeout": settings.visibility_timeout,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
        "socket_connect_timeout": 5.0,
        "socket_timeout": 30.0,
        "health_check_interval": 10,
        "master_name": settings.sentinel_master,
    }


def __getattr__(name: str) -> Celery:
    """`app`, made when it is asked for: what `celery -A workers.app` looks up."""
    if name != "app":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return make_app(Settings.load())
