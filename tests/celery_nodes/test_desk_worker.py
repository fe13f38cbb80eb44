"""A real worker over a real broker, driven by pytest-celery: the way of a claim, and what a kill on it does."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import pytest
from celery import Celery
from pytest_celery import CeleryTestNode, CeleryTestSetup

from tests.workers.desk import claimed, names_below, until
from workers.claim import Claim
from workers.reconcile import Reconciler
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.tasks import enqueue, waiting

FIRST_SENTENCE = "The ferry to Saltmarsh Island stopped running on Tuesday"
STORY = """Ferry {number} stops for the winter

{sentence}, for the {number}th time since the pier was built.

Harbormaster Wilhelmina Okoro-Lund said the pilings would be looked at before the ice came.
"""
PATIENCE = 60.0  # seconds, on a busy machine; all of it takes two or three on an idle one


@pytest.fixture
def records(spool: Spool) -> FileStore:
    return FileStore(spool.records)


def ferry_stories(spool: Spool, count: int) -> list[Claim]:
    """So many different stories, dropped and claimed."""
    names = [f"ferry-{number}.txt" for number in range(count)]
    return [claimed(spool, name, STORY.format(number=number, sentence=FIRST_SENTENCE)) for number, name in enumerate(names)]


def all_done(spool: Spool, records: FileStore, stories: int) -> bool:
    """Each story is one record and one archived original, and nothing is left over."""
    return not spool.claims() and (records.count(), len(names_below(spool.archived))) == (stories, stories)


def has_ended(node: CeleryTestNode) -> bool:
    """A container's status is the one of its last reload."""
    node.container.reload()
    return bool(node.container.status == "exited")


def written_down(app: Celery) -> bool:
    """RabbitMQ confirms what is on its disk. Redis writes within two seconds, not before it answers, where its disk is slow."""
    with app.connection_for_write() as connection:
        if connection.transport.driver_type != "redis":
            return True
        client = connection.default_channel.client
        client.set("copydesk-test", 1)  # all that came before this is on the disk when this is
        synced, _ = client.waitaof(1, 0, int(PATIENCE * 1000))
        return bool(synced)


def test_a_claim_becomes_a_record_and_its_original_is_archived(
    celery_setup: CeleryTestSetup, spool: Spool, records: FileStore
) -> None:
    enqueue(celery_setup.app, [ferry_stories(spool, 1)])

    assert until(lambda: all_done(spool, records, 1), PATIENCE)
    [record] = [records.get(ident) for ident in records.ids()]
    assert record
    assert record.headline == "Ferry 0 stops for the winter"


def test_the_log_names_tasks_and_not_the_stories_text(celery_setup: CeleryTestSetup, spool: Spool, records: FileStore) -> None:
    enqueue(celery_setup.app, [ferry_stories(spool, 1)])

    celery_setup.worker.assert_log_exists("Task copydesk.refine", timeout=30)
    assert until(lambda: all_done(spool, records, 1), PATIENCE)
    assert FIRST_SENTENCE not in celery_setup.worker.logs()


def test_a_worker_answers_under_the_name_of_its_host(celery_setup: CeleryTestSetup) -> None:
    """Else workers on two hosts are one to Flower, and the compose file's healthcheck finds none."""
    assert celery_setup.worker.ready()
    host = celery_setup.worker.container.attrs["Config"]["Hostname"]

    assert celery_setup.app.control.ping(destination=[f"worker@{host}"], timeout=10.0, limit=1)


def test_a_killed_worker_loses_no_story_and_makes_none_twice(
    celery_setup: CeleryTestSetup, spool: Spool, settings: Settings, records: FileStore
) -> None:
    # Given a worker that is killed in the middle of its work
    app = celery_setup.app
    enqueue(app, [[claim] for claim in ferry_stories(spool, 60)])
    assert until(lambda: records.count() > 5, PATIENCE)
    celery_setup.worker.kill()

    # When another takes over, and the reconciler sends again what nobody works on
    celery_setup.worker.restart()
    with closing(Reconciler(spool, settings, partial(enqueue, app), partial(waiting, app))) as reconciler:

        def reconciled() -> bool:
            reconciler.step()
            return all_done(spool, records, 60)

        assert until(reconciled, PATIENCE)


def test_a_killed_broker_forgets_no_message(celery_setup: CeleryTestSetup, spool: Spool, records: FileStore) -> None:
    # Given messages that nobody has fetched yet. The worker hangs up first: to one that is killed, and whose connection looks
    # open for a moment longer, the broker may still hand a message, which is then gone with it
    celery_setup.worker.kill("SIGTERM")
    assert until(lambda: has_ended(celery_setup.worker), PATIENCE)
    enqueue(celery_setup.app, [[claim] for claim in ferry_stories(spool, 20)])
    assert written_down(celery_setup.app)

    # When the broker is killed, and both come back
    celery_setup.broker.kill()
    celery_setup.broker.restart()
    celery_setup.worker.restart()

    assert until(lambda: all_done(spool, records, 20), PATIENCE)


def test_a_worker_outlives_its_broker(celery_setup: CeleryTestSetup, spool: Spool, records: FileStore) -> None:
    assert celery_setup.worker.ready()
    celery_setup.broker.kill()
    celery_setup.worker.assert_log_exists("Connection to broker lost", timeout=30)
    celery_setup.broker.restart()

    enqueue(celery_setup.app, [ferry_stories(spool, 1)])

    assert until(lambda: all_done(spool, records, 1), PATIENCE)


def test_a_stopped_worker_ends_in_good_order_and_hands_back_what_it_had(
    celery_setup: CeleryTestSetup, spool: Spool, records: FileStore
) -> None:
    # Given a worker that is told to stop in the middle of its work
    enqueue(celery_setup.app, [[claim] for claim in ferry_stories(spool, 60)])
    assert until(lambda: records.count() > 5, PATIENCE)
    celery_setup.worker.kill("SIGTERM")
    assert until(lambda: has_ended(celery_setup.worker), PATIENCE)

    # When it starts again, nothing has to be sent twice
    celery_setup.worker.restart()

    assert until(lambda: all_done(spool, records, 60), PATIENCE)
