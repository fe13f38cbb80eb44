"""What commands share in speaking: records and tables on stdout, words and progress on stderr, plain where no terminal is.

Colour follows the terminal and NO_COLOR, by rich. rich is imported when something is shown, not before: `copydesk clean`
into a pipe starts without it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from workers.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")
# Characters that would steer the terminal or turn the reading order round: shown as a plain sign instead.
_HARMLESS = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}
PLAIN_WIDTH = 120  # columns, where no terminal says otherwise


def shown(text: str) -> str:
    """Text from outside, made fit for a screen: no escape sequences, no bytes that are no text."""
    return text.translate(_HARMLESS).encode("utf-8", "backslashreplace").decode()


def say(message: object) -> None:
    """One clear line for a person, on stderr."""
    print("copydesk:", " ".join(shown(str(message)).split()), file=sys.stderr, flush=True)


def console(*, stderr: bool = False) -> Console:
    """Where to show something: as wide as the terminal, or PLAIN_WIDTH."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False)


def nobody_reads() -> None:
    """Standard output takes nothing any more: else Python complains when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def until_nobody_reads() -> Iterator[None]:
    """Round whatever prints without end: `| head -1` is no error, and Ctrl-C a way to stop it."""
    try:
        yield
    except BrokenPipeError:
        nobody_reads()
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def progress(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    """The items, with a progress bar on stderr while they are worked on, if that is a terminal and stdout is not."""
    if sys.stdout.isatty() or not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    yield from track(items, description=what, total=total, console=console(stderr=True), transient=True)
