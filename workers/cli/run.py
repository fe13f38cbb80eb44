"""`copydesk run`: everything a desk needs, and its numbers live."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from workers.cli.exit_codes import ExitCode
from workers.cli.options import FLOWER_PORT, Broker, Desk
from workers.cli.output import say

if TYPE_CHECKING:
    from workers.cli.live import Display
    from workers.cli.signals import Stopping
    from workers.run import Run
    from workers.tally import Numbers

TICK_SECONDS = 0.25  # each look at the desk counts up to 2,000 files of the inbox
DRAIN_SECONDS = 20.0  # a drain in which nothing ends for so long is given up: a store is down, or a file takes its time


def run(
    desk: Desk = None,
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
    from workers.cli.live import Display
    from workers.cli.signals import Stopping
    from workers.run import running
    from workers.settings import Settings

    settings = Settings.load(desk, broker_url=broker)
    stopping = Stopping()
    ports = {"flower": flower_port if flower else None, "metrics": metrics_port}
    with running(settings, {screen: port for screen, port in ports.items() if port is not None}) as at_work:
        title = f"{settings.desk} is running: drop files into {at_work.spool.inbox}; Ctrl-C drains"
        if flower:
            title += f"; Flower is at http://127.0.0.1:{flower_port}"
        if metrics_port is not None:
            title += f"; metrics are at http://127.0.0.1:{metrics_port}/metrics"
        with Display(title) as display:
            outcome = _work(at_work, display, stopping, once)
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
    while not stopping.at_once and (left := at_work.claimed):
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
