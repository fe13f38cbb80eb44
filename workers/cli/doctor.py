"""`copydesk doctor`: what a desk needs, what is wrong with it, and how to mend it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from workers.cli.desk import AsJson
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Broker, Desk
from workers.cli.output import console, shown

if TYPE_CHECKING:
    from workers.doctor import Finding

_COLOURS = {"ok": "green", "warning": "yellow", "fault": "bold red"}


def doctor(desk: Desk = None, broker: Broker = None, as_json: AsJson = False) -> None:
    """Look at all that a desk needs: ok, warning or fault, what was found, and what to do. Exit code 8 if there is a fault.

    Works on a desk at work or not, and makes none. Run it as the user that the desk runs as, with the desk's environment.

    Examples:
      copydesk doctor /srv/desk
      copydesk doctor /srv/desk --broker redis://queue.example.org/0
      copydesk doctor /srv/desk --json | jq '.[] | select(.level != "ok")'
    """
    from workers.doctor import Level, examine

    findings = []
    for finding in examine(desk, broker):
        findings.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings]))
    raise typer.Exit(ExitCode.FAULTS if any(finding.level == Level.FAULT for finding in findings) else ExitCode.OK)


def _show(finding: Finding) -> None:
    from rich.text import Text

    line = Text.assemble((f"{finding.level:<8}", _COLOURS[finding.level]), (finding.about, "bold"), f": {shown(finding.found)}")
    console().print(line, soft_wrap=True)
    if finding.fix:
        console().print(f"{'':<8}-> {shown(finding.fix)}", markup=False, soft_wrap=True)
