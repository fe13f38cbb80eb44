"""`copydesk webhooks`: what waits for the receivers of a desk's records, what they did not want, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.desk import AsJson, open_desk
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Desk
from workers.cli.output import console, shown

if TYPE_CHECKING:
    from workers.settings import Settings
    from workers.webhooks.outbox import Letter, Outbox


def webhooks(desk: Desk = None, as_json: AsJson = False) -> None:
    """List a desk's webhooks: how many letters wait, which were given up and why. Exit code 1 where something needs a person.

    Examples:
      copydesk webhooks /srv/desk
      copydesk webhooks list /srv/desk --json | jq '.[].dead[].about'
    """
    settings, _ = open_desk(desk)
    found = {name: _told(settings, name, outbox) for name, outbox in _outboxes(settings)}
    if as_json:
        print(json.dumps({name: told.json() for name, told in found.items()}, ensure_ascii=False))
    else:
        for name, told in found.items():
            _show(name, told)
        if not found:
            console().print("no webhooks: copydesk.toml names none", markup=False)
    needs_a_person = any(told.dead or told.stopped is not None for told in found.values())
    raise typer.Exit(ExitCode.FAILED_FILES if needs_a_person else ExitCode.OK)


def retry(
    desk: Desk = None,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME|LETTER", help="None: all of every webhook.")] = None,
) -> None:
    """Deliver dead letters anew, and let a webhook go on that its receiver has stopped.

    Examples:
      copydesk webhooks retry /srv/desk
      copydesk webhooks retry /srv/desk cms
      copydesk webhooks retry /srv/desk 20261130T101502Z-3f9a2b7c4d
    """
    settings, _ = open_desk(desk)
    wanted, met, back = set(names or ()), set[str](), 0
    for name, outbox in _outboxes(settings):
        whole = not wanted or name in wanted
        letters = [letter for letter in outbox.dead() if whole or letter.id in wanted]
        back += outbox.put_back(letters)
        if whole:
            outbox.go_on()
        met |= {name} | {letter.id for letter in letters}
    if unknown := sorted(wanted - met):
        raise BadSettings(", ".join(unknown), "no webhook and no dead letter", "`copydesk webhooks` lists them")
    console().print(f"{back:,} letters are delivered anew")


def _show(name: str, told: Told) -> None:
    screen = console()
    state = "goes on" if told.stopped is None else f"stopped: its receiver says {told.stopped}"
    line = f"{name:<16} {told.host}: {told.pending:,} wait, {len(told.dead):,} dead, {state}"
    screen.print(shown(line), markup=False, soft_wrap=True)
    for letter in told.dead:
        said = f"{letter.id}  {letter.about}  {letter.tries} tries, the last: {letter.answer}: {letter.said}"
        screen.print(f"    {shown(said)}", markup=False, soft_wrap=True)


def _outboxes(settings: Settings) -> Iterator[tuple[str, Outbox]]:
    from workers.webhooks.postman import outbox_of

    return ((name, outbox_of(settings.desk, name)) for name in settings.webhooks)


@dataclass(frozen=True, slots=True)
class Told:
    """How one webhook fares."""

    host: str
    pending: int
    dead: list[Letter]
    stopped: str | None

    def json(self) -> dict[str, object]:
        """For machines."""
        return {**asdict(self), "dead": [letter.model_dump(mode="json") for letter in self.dead]}


def _told(settings: Settings, name: str, outbox: Outbox) -> Told:
    return Told(settings.webhooks[name].host, len(outbox.pending()), outbox.dead(), outbox.stopped())
