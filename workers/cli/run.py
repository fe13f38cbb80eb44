"""`copydesk run`, `watch`, `worker` and the hidden `flower`: what keeps a desk going."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.exit_codes import ExitCode
from workers.cli.options import Broker, Desk
from workers.cli.output import say

if TYPE_CHECKING:
    from workers.cli.live import Display
    from workers.cli.signals import Stopping
    from workers.run import Run
    from workers.tally import Numbers

TICK_SECONDS = 0.1
DRAIN_SECONDS = 20.0  # a drain in which nothing ends for so long is given up: a store is down, or a file takes its time
FLOWER_PORT = 5555

Leashed = Annotated[bool, typer.Option("--leashed", hidden=True, help="End when standard input ends.")]


def run(
    desk: Desk = None,
    broker: Broker = None,
    once: Annotated[bool, typer.Option("--once", help="Drain the inbox, say what came of it, and end.")] = False,
    flower: Annotated[bool, typer.Option("--flower", help="Add Flower, to watch the workers in a browser.")] = False,
    flower_port: Annotated[int, typer.Option("--flower-port", help="Where on 127.0.0.1 Flower listens.")] = FLOWER_PORT,
) -> None:
    """Run a desk, everything in one: drop files into DESK/inbox, read DESK/records.

    Ctrl-C drains: nothing new is taken, what is claimed is finished. A second Ctrl-C stops at once; nothing is lost by it.

    Examples:
      copydesk run                           # the desk in ./desk, with a server of its own
      copydesk run /srv/desk --flower        # and Flower on http://127.0.0.1:5555
      copydesk run /srv/desk --once          # work off what is there, then end
      copydesk run --broker redis://queue.example.org/0
    """
    from workers.cli.live import Display
    from workers.cli.signals import Stopping
    from workers.run import running
    from workers.settings import Settings

    settings = Settings.load(desk, broker_url=broker)
    stopping = Stopping()
    with running(settings, flower_port if flower else None) as at_work:
        title = f"{settings.desk} is running: drop files into {at_work.spool.inbox}; Ctrl-C drains"
        if flower:
            title += f"; Flower is at http://127.0.0.1:{flower_port}"
        with Display(title) as display:
            outcome = _work(at_work, display, stopping, once)
        display.say(outcome.summary)
    for path, fault in outcome.refused.items():
        say(f"left in the inbox: {path}: {fault}")
    raise typer.Exit(outcome.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its exit code, a sentence, and the files that could not be moved."""

    code: ExitCode
    summary: str
    refused: Mapping[str, Exception]


def _work(at_work: Run, display: Display, stopping: Stopping, once: bool) -> Outcome:
    """Until it is over: drained if `once`, else when we are asked to stop."""
    began = time.monotonic()
    while not stopping.asked and not (once and at_work.drained):
        _tick(at_work, display, stopping)
    cut_short = stopping.asked
    if cut_short:
        display.say("draining: what is claimed is finished; Ctrl-C again stops at once")
    at_work.rest()
    _drain(at_work, display, stopping)
    seconds = time.monotonic() - began
    at_work.finish(hurry=lambda: stopping.at_once)
    numbers = _show(at_work, display)
    summary = f"{numbers.done:,} done and {numbers.quarantined:,} quarantined in {seconds:,.1f} s"
    if stopping.at_once or (once and cut_short):
        code = ExitCode.INTERRUPTED
    elif once and at_work.refused:
        code = ExitCode.FAILED_FILES
    else:
        code = ExitCode.QUARANTINED if once and numbers.quarantined else ExitCode.OK
    return Outcome(code, summary, at_work.refused)


def _drain(at_work: Run, display: Display, stopping: Stopping) -> None:
    """Waits for what is claimed, as long as something ends now and then."""
    last, since = -1, time.monotonic()
    while not stopping.at_once and (left := len(at_work.spool.claims())):
        if left != last:
            last, since = left, time.monotonic()
        elif time.monotonic() - since > DRAIN_SECONDS:
            display.say(f"{left:,} files stay claimed: nothing ends; the next run takes them up")
            return
        _tick(at_work, display, stopping)


def _tick(at_work: Run, display: Display, stopping: Stopping) -> None:
    for line in at_work.tend():
        display.say(line)
    _show(at_work, display)
    stopping.wait(TICK_SECONDS)


def _show(at_work: Run, display: Display) -> Numbers:
    numbers, quarantined = at_work.tally.look()
    display.show(numbers)
    for entry in quarantined:
        display.say(f"quarantined {entry.claim.label}: {entry.detail}")
    return numbers


def watch(desk: Desk = None, broker: Broker = None) -> None:
    """Feed a desk: claim what is dropped into DESK/inbox and queue it for workers that run elsewhere.

    Any number of watchers may share one inbox.

    Examples:
      copydesk watch /srv/desk --broker redis://queue.example.org/0
    """
    from workers.cli.signals import Stopping
    from workers.feeder import Feeder
    from workers.run import with_broker
    from workers.settings import Settings
    from workers.spool import Spool

    settings = Settings.load(desk, broker_url=broker)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s")
    spool = Spool(settings.desk)
    spool.prepare()
    stopping = Stopping()
    with with_broker(settings, spool) as (settings, _):
        feeder = Feeder(settings, spool)
        feeder.start()
        logging.info("watching %s, queueing to %s", spool.inbox, settings.safe_url())
        while not stopping.asked:
            stopping.wait(None)
        feeder.stop()


def worker(
    desk: Desk = None,
    broker: Broker = None,
    name: Annotated[str, typer.Option("--name", help="Names the worker NAME@host; two on one host need two names.")] = "worker",
    leashed: Leashed = False,
) -> None:
    """Work on a desk: a Celery worker, as many processes as there are cores (COPYDESK_CONCURRENCY).

    Examples:
      copydesk worker /srv/desk --broker redis://queue.example.org/0
      copydesk worker /srv/desk --name second
    """
    from workers.app import make_app
    from workers.child import leash
    from workers.run import with_broker
    from workers.settings import Settings
    from workers.spool import Spool

    if leashed:
        leash()
    settings = Settings.load(desk, broker_url=broker)
    spool = Spool(settings.desk)
    spool.prepare()
    with with_broker(settings, spool) as (settings, _):
        app = make_app(settings)
        _warm_up()
        # Not by Celery's own command line: that imports every command there is, Flower's too, which takes a second.
        process = app.Worker(hostname=f"{name}@%h", loglevel=settings.log_level, without_mingle=True, without_gossip=True)
        process.start()
    raise typer.Exit(process.exitcode or 0)


def _warm_up() -> None:
    """The pool's processes are forked from this one: what is loaded here, rules and all, is loaded in each of them."""
    from pipeline.refine import refine

    refine(b"Copy desk wakes up\n\nThe copy desk woke up early on Monday, the night editor said.\n", "warm-up.txt")


def flower(
    desk: Desk = None,
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
    make_app(settings).start(["flower", "--address=127.0.0.1", f"--port={port}", *bounds])
