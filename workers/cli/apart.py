"""`copydesk watch`, `worker` and the hidden `flower`: the parts of a desk, each as a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.options import FLOWER_PORT, Broker, NewDesk
from workers.cli.output import say

if TYPE_CHECKING:
    from workers.settings import Settings

# Flower's own choice shows neither the files of a task nor what became of them.
TASKS_COLUMNS = "state,args,result,uuid,runtime,received,retries,worker"
POSTMEN = 4  # processes that deliver to webhooks: they wait, mostly
Leashed = Annotated[bool, typer.Option("--leashed", hidden=True, help="End when standard input ends.")]


def watch(desk: NewDesk = None, broker: Broker = None) -> None:
    """Feed a desk: claim what is dropped into DESK/inbox and queue it for workers that run elsewhere.

    Any number of watchers may share one inbox.

    Examples:
      copydesk watch /srv/desk --broker redis://queue.example.org/0
    """
    from workers.cli.signals import Stopping

    stopping = Stopping()  # first: from now on Ctrl-C never cuts anything in two
    from workers.feeder import Feeder
    from workers.run import BROKER_SECONDS, with_broker
    from workers.settings import Settings
    from workers.spool import Spool

    settings = Settings.load(desk, broker_url=broker)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s")
    spool = Spool(settings.desk)
    spool.prepare()
    with with_broker(settings, spool) as (settings, embedded):
        feeder = Feeder(settings, spool)
        feeder.start()
        logging.info("watching %s, queueing to %s", spool.inbox, settings.safe_url())
        while not stopping.asked:
            stopping.wait(BROKER_SECONDS)
            if embedded and embedded.revive():
                logging.warning("the broker died and was started again")
        feeder.stop()


def worker(
    desk: NewDesk = None,
    broker: Broker = None,
    name: Annotated[str, typer.Option("--name", help="Names the worker NAME@host; two on one host need two names.")] = "worker",
    remote: Annotated[
        Path | None, typer.Option("--remote", metavar="DIR", help="Work without the desk's disk; DIR is for own notes.")
    ] = None,
    home: Annotated[bool, typer.Option("--home", help="Refine nothing, only bring home what other hosts refined.")] = False,
    webhooks: Annotated[bool, typer.Option("--webhooks", help="Refine nothing, only deliver to webhooks.")] = False,
    leashed: Leashed = False,
) -> None:
    """Work on a desk: a Celery worker, with one process more than there are cores (COPYDESK_CONCURRENCY).

    With --remote on a host that does not have the desk's folder, for a desk whose `carrier` lets originals travel.

    Examples:
      copydesk worker /srv/desk --broker redis://queue.example.org/0
      copydesk worker /srv/desk --name second
      copydesk worker --remote /var/lib/copydesk --broker redis://queue.example.org/0
      copydesk worker /srv/desk --home
      copydesk worker /srv/desk --name webhooks --webhooks
    """
    from celery.utils.nodenames import gethostname, nodename

    from workers.app import make_app
    from workers.child import leash
    from workers.settings import Settings
    from workers.stores import meet
    from workers.tasks import queues

    if leashed:
        leash()
    settings = Settings.load(remote or desk, broker_url=broker, remote=True if remote else None)
    for line in [] if leashed else meet(settings.store_urls):  # `copydesk run` has met them
        say(line)
    with _equipped(settings, home, webhooks) as settings:
        app = make_app(settings)
        # Not by Celery's own command line: that imports every command there is, Flower's too, which takes a second.
        node = nodename(name, gethostname())
        listening = {"queues": queues(settings, home, webhooks), "without_mingle": True, "without_gossip": True}
        if webhooks:
            listening["concurrency"] = POSTMEN
        process = app.Worker(hostname=node, loglevel=settings.log_level, **listening)
        process.start()
    raise typer.Exit(process.exitcode or 0)


@contextmanager
def _equipped(settings: Settings, home: bool, webhooks: bool) -> Iterator[Settings]:
    """Settings with a broker, and the folders made. Raises BadSettings where --remote, --home or --webhooks does not fit them."""
    from workers.hosts.remote import check_remote
    from workers.run import with_broker
    from workers.spool import Spool
    from workers.webhooks.hook import check_hooks

    if home and (settings.remote or not settings.carries):
        raise BadSettings(
            "--home", "nothing comes home to here", "it is for the desk itself, and for a carrier that is not folder"
        )
    if webhooks:
        check_hooks({} if settings.remote else settings.webhooks)
    if settings.remote:
        check_remote(settings)
        yield settings
        return
    spool = Spool(settings.desk)
    spool.prepare()
    with with_broker(settings, spool) as (settings, _):
        yield settings


def flower(
    desk: NewDesk = None,
    port: Annotated[int, typer.Option("--port")] = FLOWER_PORT,
    leashed: Leashed = False,
) -> None:
    """Flower on the loopback interface, as `copydesk run --flower` starts it."""
    from workers.app import make_app
    from workers.child import leash
    from workers.settings import Settings
    from workers.spool import Spool

    if leashed:
        leash()
    settings = Settings.load(desk)
    database = Spool(settings.desk).state / "flower.db"
    # An inspection that waits less than 5 s leaves the list of workers empty; 100,000 tasks, the default, is a lot of memory.
    bounds = ["--inspect_timeout=5000", "--max_tasks=10000", "--persistent=True", f"--db={database}"]
    shown = f"--tasks_columns={TASKS_COLUMNS}"
    make_app(settings).start(["flower", "--address=127.0.0.1", f"--port={port}", shown, *bounds])
