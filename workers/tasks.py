"""The one task, and its way into the queue. A task is a doorway: what happens behind it stands in ingest.py.

Names of tasks and queue are for ever: a worker drops a message about a task that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property

from celery import Celery
from celery.signals import worker_init
from kombu.exceptions import KombuError

from pipeline.document import Defaults
from pipeline.errors import BrokerUnavailable, CopydeskError, RuleError, StyleRefused
from pipeline.record import Record
from pipeline.refine import refine as refine_copy
from workers import styles
from workers.claim import Claim
from workers.ingest import Refine, ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store, open_store

REFINE = "copydesk.refine"
QUEUE = "copydesk.stories"
PIPELINED = 500  # messages to one round trip
NAMED = 3  # files that a task names on screens; the rest is a number
# Invented, and with something of all that a story may carry: what refining loads once is loaded by it.
# In Finnish, which no telling words decide (pipeline/attribution/language.py): so the language model is loaded as well.
WARM_UP = """Council Puts Off Its Vote on the Budget

By Ada Quill
Brill News Service

BRILL, June 1 (Reuters) - Uutistoimitus heräsi maanantaina varhain, yövuoron päällikkö kertoi, ja huomasi linjat hiljaisiksi.

Kukaan ei osannut sanoa, milloin päivän ensimmäinen juttu saapuisi tai mistä, mutta kaikki olivat siihen valmiina.

(Reporting by Ada Quill in Brill; Editing by Peter Vance)
""".encode()


@dataclass(frozen=True)
class Bench:
    """What a worker process works with: opened by the first task in it, so never shared across a fork."""

    settings: Settings

    @cached_property
    def spool(self) -> Spool:
        """The desk's folders."""
        return Spool(self.settings.desk)

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        """Where records go."""
        return tuple(open_store(url) for url in self.settings.store_urls)

    def refine(self, raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        """The pipeline's verb with the styles that the desk has now. Raises StyleRefused, and as the verb does."""
        try:
            rules = styles.in_force(self.settings.desk / styles.ACCEPTED)
        except RuleError as wrong:
            raise StyleRefused(filename, f"{wrong.subject} is refused: {wrong.message}", wrong.advice) from wrong
        return refine_copy(raw, filename, defaults, rules)


def register(app: Celery, settings: Settings, refine: Refine | None = None) -> None:
    """Gives the app its task; `refine` is the pipeline's verb, with the desk's own styles unless another is given."""
    bench = Bench(settings)
    refine = refine or bench.refine

    # Not shared: Celery would hand this very function, desk and all, to every other app of the process.
    @app.task(name=REFINE, shared=False, max_retries=2, default_retry_delay=1)
    def refine_claims(names: list[str]) -> dict[str, int]:
        """Brings the claims of these names to their end."""
        return asdict(ingest(names, bench.spool, bench.stores, settings, refine))

    def warm_up(**_: object) -> None:
        """Once in a worker's main process: its children are forks of it, and half a second quicker with their first story."""
        with suppress(CopydeskError):
            refine(WARM_UP, "warm-up.txt", Defaults())

    worker_init.connect(warm_up, weak=False)


def enqueue(app: Celery, batches: Iterable[Sequence[Claim]]) -> None:
    """Sends one message a batch, many in one round trip. Raises BrokerUnavailable; some may have been sent then."""
    with _reachable(app), app.producer_or_acquire() as producer, producer.batch(max_size=PIPELINED):
        for claims in batches:
            names = [claim.name for claim in claims]
            app.tasks[REFINE].apply_async((names,), argsrepr=readable(claims), producer=producer)


def waiting(app: Celery) -> int:
    """How many messages wait in the queue; those that a worker holds do not count. Raises BrokerUnavailable."""
    with _reachable(app), app.connection_or_acquire() as connection:
        return int(app.amqp.queues[QUEUE](connection.default_channel).queue_declare().message_count)


def readable(claims: Sequence[Claim]) -> str:
    """What logs and Flower show as the task's arguments: tca/a.txt, b.txt, c.txt and 61 more."""
    rest = len(claims) - NAMED
    return ", ".join(claim.label for claim in claims[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


@contextmanager
def _reachable(app: Celery) -> Iterator[None]:
    link = app.connection_for_write()  # not opened: it only knows what its transport may raise
    try:
        yield
    except (KombuError, *link.connection_errors, *link.channel_errors) as fault:
        broker = link.as_uri()  # without its password
        raise BrokerUnavailable(broker, f"it does not answer: {fault}", "start it; everything goes on by itself then") from fault
