"""`copydesk run`: everything a desk needs, and its numbers live."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.exit_codes import ExitCode
from workers.cli.options import FLOWER_PORT, Broker, NewDesk
from workers.cli.output import say
from workers.cli.standstill import Standstill

if TYPE_CHECKING:
    from workers.cli.live import Display
    from workers.cli.signals import Stopping
    from workers.run import Run
    from workers.settings import Settings
    from workers.tally import Numbers

TICK_SECONDS = 0.25  # each look at the desk counts up to 2,000 files of the inbox
DRAIN_SECONDS = 20.0  # a drain in which nothing ends for so long is given up: a store is down, or a file takes its time


def run(
    desk: NewDesk = None,
    broker: Broker = None,
    once: Annotated[bool, typer.Option("--once", help="Drain the inbox, say what came of it, and end.")] = False,
    flower: Annotated[bool, typer.Option("--flower", help="Add Flower, to watch the workers in a browser.")] = False,
    flower_port: Annotated[int, typer.Option("--flower-port", help="Where on 127.0.0.1 Flower listens.")] = FLOWER_PORT,
    metrics_port: Annotated[
        int | None, typer.Option("--metrics-port", help="Add metrics for Prometheus, on this port of 127.0.0.1.")
    ] = None,
) -> None:
    """Run a desk, everything in one: drop files into DESK/inbox, read DESK/records.

    Ctrl-C drains: nothing new is taken, what is claimed is finished. A second Ctrl-C stops at once; nothing is lost by it.

    Examples:
      copydesk run                           # the desk in ./desk, with a server of its own
      copydesk run /srv/desk --flower        # and Flower on http://127.0.0.1:5555
      copydesk run --metrics-port 9808       # and metrics for Prometheus
      copydesk run /srv/desk --once          # work off what is there, then end
      copydesk run --broker redis://queue.example.org/0
    """
    from workers.cli.signals import Stopping

    stopping = Stopping()  # first: from now on Ctrl-C never cuts anything in two
    from workers.cli.live import Display
    from workers.run import running
    from workers.settings import Settings

    settings = Settings.load(desk, broker_url=broker)
    ports = {"flower": flower_port if flower else None, "metrics": metrics_port}
    with running(settings, {screen: port for screen, port in ports.items() if port is not None}) as at_work:
        title = f"{settings.desk} is running: drop files into {at_work.spool.inbox}; Ctrl-C drains"
        if flower:
            title += f"; Flower is at http://127.0.0.1:{flower_port}"
        if metrics_port is not None:
            title += f"; metrics are at http://127.0.0.1:{metrics_port}/metrics"
        with Display(title) as display:
            outcome = _work(at_work, display, stopping, once, _patience(settings))
        display.say(outcome.summary)
    for path, why in outcome.refused.items():
        say(f"left in the inbox: {path}: {why}")
    raise typer.Exit(outcome.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its exit code, a sentence, and the files that could not be moved."""

    code: ExitCode
    summary: str
    refused: Mapping[str, str]


def _work(at_work: Run, display: Display, stopping: Stopping, once: bool, patience: float) -> Outcome:
    """Until it is over: if `once`, drained, or at a standstill for `patience` seconds; else when we are asked to stop."""
    began, still = time.monotonic(), Standstill()
    while not stopping.asked and not (once and (at_work.drained or still.seconds > patience)):
        _tick(at_work, display, stopping, still)
    cut_short = stopping.asked
    if cut_short:
        display.say("draining: what is claimed is finished; Ctrl-C again stops at once")
        still.begin()
    at_work.rest()
    while not stopping.at_once and at_work.claimed and still.seconds <= min(patience, DRAIN_SECONDS):
        _tick(at_work, display, stopping, still)
    seconds = time.monotonic() - began
    at_work.finish(hurry=lambda: stopping.at_once)
    numbers = _show(at_work, display)
    if numbers.claimed:
        display.say(f"{numbers.claimed:,} stay claimed: the next run takes them up")
    summary = f"{numbers.done:,} done and {numbers.quarantined:,} quarantined in {seconds:,.1f} s"
    if numbers.quarantined:
        summary += f"; why, and what to do: copydesk quarantine {at_work.spool.desk}"
    return Outcome(_code(stopping, once, cut_short, at_work, numbers), summary, at_work.refused)


def _code(stopping: Stopping, once: bool, cut_short: bool, at_work: Run, numbers: Numbers) -> ExitCode:
    if stopping.at_once or (once and cut_short):
        return ExitCode.INTERRUPTED
    elif once and numbers.claimed:
        return ExitCode.FAILED
    elif once and at_work.refused:
        return ExitCode.FAILED_FILES
    return ExitCode.QUARANTINED if once and numbers.quarantined else ExitCode.OK


def _patience(settings: Settings) -> float:
    """Seconds in which even the slowest file comes to its end: each try of it may wait to be sent, and then run out of time."""
    return settings.max_tries * (settings.lease_seconds + settings.hard_time_limit)


def _tick(at_work: Run, display: Display, stopping: Stopping, still: Standstill) -> None:
    for line in at_work.tend():
        display.say(line)
    numbers = _show(at_work, display)
    if still.look(numbers):
        log = at_work.spool.state / "worker.log"
        display.say(
            f"nothing has ended for {still.seconds:.0f} s, and what is claimed waits: "
            f"`copydesk doctor {at_work.spool.desk}` looks for the cause, the worker's words are in {log}"
        )
    stopping.wait(TICK_SECONDS)


def _show(at_work: Run, display: Display) -> Numbers:
    numbers, quarantined = at_work.tally.look()
    display.show(numbers)
    for entry in quarantined:
        display.say(f"quarantined {entry.claim.label}: {entry.detail}")
    return numbers
