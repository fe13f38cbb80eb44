"""`copydesk status` and `audit`: what lies where, and the proof that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings, BrokerUnavailable
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Broker, Desk
from workers.cli.output import console, shown

if TYPE_CHECKING:
    from workers.metrics.heartbeat import Silence
    from workers.settings import Settings
    from workers.spool import Spool

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
MOST_NAMED = 50


def open_desk(desk: Path | None, broker: str | None = None) -> tuple[Settings, Spool]:
    """An existing desk. Raises BadSettings where there is none: looking at a desk never makes one."""
    from workers.settings import Settings
    from workers.spool import Spool

    settings = Settings.load(desk, broker_url=broker)
    spool = Spool(settings.desk)
    if not spool.inbox.is_dir():
        raise no_desk(settings)
    return settings, spool


def no_desk(settings: Settings) -> BadSettings:
    """The error of a folder that is no desk."""
    advice = "name the desk's folder; `copydesk init` makes a new one"
    return BadSettings(str(settings.desk), "no desk: there is no inbox/ in it", advice)


def status(desk: Desk = None, broker: Broker = None, as_json: AsJson = False) -> None:
    """Say what lies where on a desk, which sources have gone silent, and whether its broker answers.

    Exit code 4 when a broker was named and does not answer.

    Examples:
      copydesk status
      copydesk status /srv/desk --json | jq .quarantined
    """
    from workers import quarantine

    settings, spool = open_desk(desk, broker)
    counts = asdict(spool.counts())
    reasons = Counter(str(quarantine.read_reason(path).get("reason", "unknown")) for path in quarantine.files(spool.quarantined))
    silences = _silences(settings, spool)
    answers, waiting = _ask_broker(settings, spool)
    if as_json:
        said = {**counts, "reasons": reasons, "broker": settings.safe_url(), "broker_answers": answers, "waiting": waiting}
        silent = {silence.source: silence.since.isoformat() if silence.since else None for silence in silences}
        print(json.dumps({**said, "silent": silent}))
    else:
        screen = console()
        for name, value in counts.items():
            why = ", ".join(f"{reason} {times:,}" for reason, times in reasons.most_common()) if name == "quarantined" else ""
            screen.print(f"{name:<12} {value:>9,}  {shown(why)}".rstrip(), markup=False, soft_wrap=True)
        for silence in silences:
            screen.print(f"{'silent':<12} {shown(str(silence))}", markup=False, soft_wrap=True)
        state = f"answers, {waiting:,} messages wait" if answers else "does not answer" if settings.broker_url else "not running"
        screen.print(f"{'broker':<12} {settings.safe_url()}: {state}", markup=False, soft_wrap=True)
    raise typer.Exit(ExitCode.NO_BROKER if settings.broker_url and not answers else ExitCode.OK)


def _silences(settings: Settings, spool: Spool) -> list[Silence]:
    from workers.metrics import heartbeat

    now = spool.clock()
    return heartbeat.silent(settings, heartbeat.heard(spool.ledger, heartbeat.since_when(settings, now)), now)


def _ask_broker(settings: Settings, spool: Spool) -> tuple[bool, int]:
    """Whether the broker answers, and how many messages wait in it."""
    from workers.broker import EmbeddedBroker

    if settings.broker_url is None:
        embedded = EmbeddedBroker(spool.state / "broker")
        if not embedded.running():
            return False, 0
        settings = settings.model_copy(update={"broker_url": embedded.url})
    from workers import tasks
    from workers.app import make_app

    try:
        return True, tasks.waiting(make_app(settings))
    except BrokerUnavailable:
        return False, 0


def audit(desk: Desk = None, as_json: AsJson = False) -> None:
    """Prove that nothing is lost: in = done + quarantined + in flight, and a record for every original. Exit code 6 if not.

    Works on a running desk. Reads every archived original, so it takes about a second for 500 MB.

    Examples:
      copydesk audit /srv/desk
    """
    from workers.audit import audit as prove
    from workers.audit import remember
    from workers.stores import open_store

    settings, spool = open_desk(desk)
    spool.prepare()
    found = prove(spool, [open_store(url) for url in settings.store_urls])
    remember(spool, len(found.mismatches))
    if as_json:
        print(json.dumps({**asdict(found), "balanced": found.balanced}))
    else:
        screen = console()
        for name, value in asdict(found).items():
            if isinstance(value, int):
                screen.print(f"{name:<12} {value:>9,}")
        for mismatch in found.mismatches:
            screen.print(f"{mismatch.kind}: {shown(mismatch.subject)}: {shown(mismatch.message)}", markup=False, soft_wrap=True)
        screen.print("it adds up" if found.balanced else f"it does not add up: {len(found.mismatches):,} findings")
    raise typer.Exit(ExitCode.OK if found.balanced else ExitCode.DOES_NOT_ADD_UP)
