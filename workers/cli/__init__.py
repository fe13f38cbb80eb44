"""The command `copydesk`. Each command is a module of this folder; what it needs it imports when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import version as version_of
from inspect import cleandoc
from io import TextIOWrapper
from typing import Annotated

import typer

from pipeline.errors import CopydeskError
from workers.cli import (
    again,
    apart,
    clean,
    clusters,
    desk,
    doctor,
    explain,
    export,
    init,
    learn,
    metrics,
    page,
    prune,
    quarantine,
    quarantine_out,
    rules,
    rules_stats,
    run,
    schema,
    tail,
    webhooks,
)
from workers.cli.ending import ended_by
from workers.cli.exit_codes import ExitCode

__all__ = ["app", "main"]

_CODES = "Exit codes: " + ", ".join(f"{code:d} {code.name.lower().replace('_', ' ')}" for code in ExitCode)

app = typer.Typer(name="copydesk", no_args_is_help=True, epilog=_CODES, pretty_exceptions_enable=False)


def _add(command: Callable[..., None], panel: str | None = None, *, name: str | None = None, hidden: bool = False) -> None:
    about, epilog = _told(command)
    app.command(name, help=about, epilog=epilog, rich_help_panel=panel, hidden=hidden)(command)


def _told(command: Callable[..., None]) -> tuple[str, str]:
    """A docstring ends in worked examples: they go to the end of the help, a line each. What is above is wrapped anew."""
    about, _, examples = cleandoc(command.__doc__ or "").partition("Examples:")
    about = "\n\n".join(" ".join(paragraph.split()) for paragraph in about.strip().split("\n\n"))
    lines = ["Examples:", *(line.strip() for line in examples.splitlines() if line.strip())] if examples else []
    return about, "\n\n".join(lines)


def _add_group(name: str, **commands: Callable[..., None]) -> None:
    """Commands under one name. The first is what the name alone does: `copydesk rules` lists them."""
    about, epilog = _told(next(iter(commands.values())))
    about += f"\n\n`copydesk {name}` is `copydesk {name} list`, and takes its arguments and options."
    group = typer.Typer(cls=rules.ListsByDefault, help=about, epilog=epilog)
    for verb, command in commands.items():
        about, epilog = _told(command)
        group.command(verb, help=about, epilog=epilog)(command)
    app.add_typer(group, name=name)


for _command in (
    init.init,
    run.run,
    clean.clean,
    tail.tail,
    export.export,
    explain.explain,
    desk.status,
    desk.audit,
    doctor.doctor,
    quarantine_out.retry,
    again.refine,
    prune.prune,
    learn.learn,
    clusters.clusters,
    schema.schema,
):
    _add(_command)
_add_group("rules", list=rules.rules, stats=rules_stats.stats)
_add_group(
    "quarantine", list=quarantine.quarantine, show=quarantine.show, retry=quarantine_out.put_back, drop=quarantine_out.drop
)
_add(metrics.metrics)
_add(page.page, name="desk")
_add_group("webhooks", list=webhooks.webhooks, retry=webhooks.retry)
for _command in (apart.watch, apart.worker):
    _add(_command, "A desk on several machines")
_add(apart.flower, hidden=True)


def _say_version(wanted: bool) -> None:
    if wanted:
        print("copydesk", version_of("copydesk"))
        raise typer.Exit


@app.callback()
def _copydesk(
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
) -> None:
    """Wire copy in, clean and validated JSON records out.

    Drop files into a desk's inbox/ and read its records/ (copydesk run), or clean them here and now (copydesk clean).
    """


def main() -> None:
    """The entry point: whatever ends a command becomes one clear line and an exit code, with --debug a traceback."""
    if isinstance(sys.stdout, TextIOWrapper):  # file names may be bytes that are no text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()  # now: when Python ends, a full disk would be a traceback
    except KeyboardInterrupt:  # before typer sees to it
        code = ExitCode.INTERRUPTED
    except (CopydeskError, OSError, typer.TyperException, typer.Abort) as error:
        if "--debug" in sys.argv:
            raise
        code = ended_by(error)
    sys.exit(code)
