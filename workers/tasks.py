"""The tasks, and their ways into the queues. A task is a doorway: what happens behind it stands in ingest.py.

Names of tasks and queues are for ever: a worker drops a message about a task that it does not know.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from amqp.exceptions import NotFound
from celery import Celery
from celery.signals import worker_init, worker_process_init
from kombu.connection import Connection
from kombu.exceptions import KombuError

from pipeline.document import Defaults
from pipeline.errors import BrokerUnavailable, CopydeskError
from workers import limits
from workers.bench import Bench
from workers.claim import Claim
from workers.hosts.home import Results
from workers.hosts.parcel import Packer, Parcel
from workers.hosts.remote import RemoteBench
from workers.ingest import Refine
from workers.screens import Shown, readable, reported
from workers.settings import Settings
from workers.warm_up import WARM_UP
from workers.webhooks.postman import Postman

REFINE, HOME, DELIVER = "copydesk.refine", "copydesk.home", "copydesk.deliver"
QUEUE, HOME_QUEUE, WEBHOOK_QUEUE = "copydesk.stories", "copydesk.home", "copydesk.webhooks"
PIPELINED = 500  # messages to one round trip, on Redis
PARCELS = 4  # the same for messages with originals in them: so many of them are held in memory
TOLD_SECONDS = 1.0  # RabbitMQ tells who listens that a queue was deleted; one that is back before that leaves them deaf
ANSWER_SECONDS = 1.0  # for workers on any host, of which nobody knows how many there are
CONFIRM_SECONDS = 10.0  # RabbitMQ may take so long to say that it has a message


def register(app: Celery, settings: Settings, refine: Refine | None = None) -> None:
    """Gives the app its tasks; `refine` is the pipeline's verb, with the desk's own styles unless another is given."""
    bench = RemoteBench(settings, partial(send_home, app), refine) if settings.remote else Bench(settings, refine)

    # Not shared: Celery would hand this very function, desk and all, to every other app of the process.
    @app.task(name=REFINE, base=Shown, shared=False, max_retries=2, default_retry_delay=0)
    def refine_claims(names: list[str], parcel: object = None) -> dict[str, object]:
        """Brings the claims of these names to their end."""
        return reported(bench.ingest(names, parcel))

    if isinstance(bench, Bench) and settings.carries:

        @app.task(name=HOME, base=Shown, shared=False)
        def receive(letter: object) -> dict[str, object]:
            """Archives and quarantines what a worker on another host has brought to its end."""
            return reported(bench.home.receive(letter))

    if settings.webhooks and not settings.remote:
        postman = Postman(settings)

        # Not tried again by Celery: what nothing is heard of the courier sends anew.
        @app.task(name=DELIVER, shared=False, max_retries=0)
        def deliver(webhook: str, letter: str) -> str:
            """Posts one letter of a webhook."""
            return postman.deliver(webhook, letter)

    limits.enforce(refine_claims, settings.max_memory_bytes, lambda: bench.tries)

    def warm_up(**_: object) -> None:
        """Once in a worker's main process: its children are forks of it, and half a second quicker with their first story."""
        with suppress(CopydeskError):
            bench.refine(WARM_UP, "warm-up.txt", Defaults())

    def begin(**_: object) -> None:
        """In each of its children. One that only brings results home or delivers letters takes no stories."""
        if QUEUE in app.amqp.queues.consume_from:
            bench.meter.begin()

    worker_init.connect(warm_up, weak=False)
    worker_process_init.connect(begin, weak=False)


def queues(settings: Settings, home: bool = False, webhooks: bool = False) -> list[str]:
    """The queues that a worker with these settings listens to.

    `home`: only the one for results of other hosts. `webhooks`: only the one for letters, which wait for other people's servers.
    """
    if webhooks:
        return [WEBHOOK_QUEUE]
    if settings.remote or not settings.carries:
        return [QUEUE]
    return [HOME_QUEUE] if home else [QUEUE, HOME_QUEUE]


def enqueue(app: Celery, batches: Iterable[Sequence[Claim]], pack: Packer | None = None) -> None:
    """Sends one message a batch, or several where `pack` says so; RabbitMQ has confirmed each when this returns.

    Raises BrokerUnavailable; some may have been sent then. And as `pack` does.
    """
    options = {"confirm_timeout": CONFIRM_SECONDS}
    pipelined = PARCELS if pack else PIPELINED
    with _reachable(app), app.producer_or_acquire() as producer, producer.batch(max_size=pipelined):
        for claims, parcel in _parcels(batches, pack):
            task, names = app.tasks[REFINE], [claim.name for claim in claims]
            told = {"parcel": parcel.model_dump(mode="json")} if parcel else {}
            task.apply_async((names,), told, argsrepr=readable(claims), kwargsrepr="", producer=producer, **options)


def send_home(app: Celery, letter: Results) -> None:
    """Tells the desk what became of its claims; the broker has the letter when this returns. Raises BrokerUnavailable."""
    names = [result.claim for result in letter.refined] + [result.claim for result in letter.refused]
    with _reachable(app):
        app.send_task(
            HOME,
            (letter.model_dump(mode="json"),),
            argsrepr=readable([Claim.parse(name) for name in names]),
            queue=HOME_QUEUE,
            confirm_timeout=CONFIRM_SECONDS,
        )


def send_letter(app: Celery, webhook: str, letter: str, seconds: float) -> None:
    """Has a letter posted; `seconds` is its receiver's time to answer. Raises BrokerUnavailable."""
    bounds = {"soft_time_limit": 2 * seconds + 1, "time_limit": 2 * seconds + 10}  # to connect, and to answer
    with _reachable(app):
        app.send_task(DELIVER, (webhook, letter), queue=WEBHOOK_QUEUE, confirm_timeout=CONFIRM_SECONDS, **bounds)


def waiting(app: Celery) -> int:
    """How many messages wait in the queue; those that a worker holds do not count. Raises BrokerUnavailable.

    A broker that has lost the queue, or the way to it, gets it anew: connections remember what they have declared once.
    """
    with _reachable(app), app.connection_or_acquire() as connection:
        if connection.transport.driver_type == "amqp" and not _there(connection):
            time.sleep(TOLD_SECONDS)
        queue = app.amqp.queues[QUEUE](connection.default_channel)
        queue.declare()
        return int(queue.queue_declare().message_count)  # not passive: for Redis a queue that is empty is none


def listening(app: Celery) -> int:
    """How many workers listen for stories, on whatever host: those that answer in time. Raises BrokerUnavailable."""
    with _reachable(app):
        answers = app.control.inspect(timeout=ANSWER_SECONDS).active_queues() or {}
    return sum(any(queue["name"] == QUEUE for queue in queues) for queues in answers.values())


def _there(connection: Connection) -> bool:
    """Whether RabbitMQ has the queue: asked on a channel of its own, which a no closes."""
    link = connection.default_channel.connection  # by way of the default channel, which connects again where it has to
    with suppress(NotFound), link.channel() as channel:
        channel.queue_declare(QUEUE, passive=True)
        return True
    return False


def _parcels(batches: Iterable[Sequence[Claim]], pack: Packer | None) -> Iterator[tuple[Sequence[Claim], Parcel | None]]:
    for claims in batches:
        if pack:
            yield from pack(claims)
        else:
            yield claims, None


@contextmanager
def _reachable(app: Celery) -> Iterator[None]:
    link = app.connection_for_write()  # not opened: it only knows what its transport may raise
    try:
        yield
    except (KombuError, *link.connection_errors, *link.channel_errors) as fault:
        broker = link.as_uri()  # without its password
        raise BrokerUnavailable(broker, f"it does not answer: {fault}", "start it; everything goes on by itself then") from fault
