"""How a command ends that something has ended: one clear line on stderr, and its exit code."""

from __future__ import annotations

import errno
from typing import Any

import typer

from pipeline.errors import CopydeskError
from workers.cli.exit_codes import ExitCode, code_of
from workers.cli.output import nobody_reads, say

_OF_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EIO)  # without a file's name: where we print to is full, or gone


def ended_by(error: Exception) -> ExitCode:
    """Says what happened, and gives its exit code."""
    if isinstance(error, CopydeskError):
        say(error)
        return code_of(error)
    if isinstance(error, typer.Abort):  # Ctrl-C or the end of input, where we had asked something
        return ExitCode.INTERRUPTED
    if isinstance(error, OSError):
        where = error.filename or ("standard output" if error.errno in _OF_OUTPUT else "the system")
        say(f"{where}: {error.strerror or error} (`copydesk --debug` shows where)")
        nobody_reads()
        return ExitCode.FAILED
    return _misused(error)


def _misused(error: Any) -> ExitCode:  # click's exception, or typer's own copy of it: by version
    """Wrong arguments. Where there were none, the help has been shown, and the error says nothing."""
    ctx = getattr(error, "ctx", None)
    if said := error.format_message().rstrip(".").replace("Value error, ", ""):
        say(f"{said} (`{ctx.command_path if ctx else 'copydesk'} --help` says what there is)")
    return ExitCode.USAGE
