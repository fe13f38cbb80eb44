"""The numbers of a running desk: in place on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from workers.cli.output import console
from workers.tally import MOST_COUNTED, Numbers

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

PLAIN_SECONDS = 5.0  # between two plain lines, and only when something has changed


def columns(numbers: Numbers) -> dict[str, str]:
    """What is shown, by its heading."""
    more = "+" if numbers.inbox >= MOST_COUNTED else ""
    return {
        "inbox": f"{numbers.inbox:,}{more}",
        "claimed": f"{numbers.claimed:,}",
        "done": f"{numbers.done:,}",
        "quarantined": f"{numbers.quarantined:,}",
        "stories/s": f"{numbers.rate:,.1f}",
    }


class Display:
    """Shows numbers and says what happens, as a context manager around the run."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._console = console()
        self._live: Live | None = None
        self._said: tuple[float, Numbers | None] = (0.0, None)

    def __enter__(self) -> Display:
        self.say(self._title)
        if sys.stdout.isatty():
            from rich.live import Live

            self._live = Live(console=self._console, auto_refresh=False, redirect_stderr=True)
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def show(self, numbers: Numbers) -> None:
        """The numbers now."""
        last, said = self._said
        if numbers == said:
            return
        if self._live:
            self._live.update(_table(numbers), refresh=True)
            self._said = (last, numbers)
        elif time.monotonic() - last >= PLAIN_SECONDS:
            self._said = (time.monotonic(), numbers)
            self.say("   ".join(f"{heading} {value}" for heading, value in columns(numbers).items()))

    def say(self, line: str) -> None:
        """One line that stays."""
        self._console.print(line, markup=False, soft_wrap=True)
        sys.stdout.flush()


def _table(numbers: Numbers) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 3))
    for _ in columns(numbers):
        table.add_column(justify="right")
    table.add_row(*(Text(heading, style="dim") for heading in columns(numbers)))
    styles = {"done": "bold green", "quarantined": "bold red" if numbers.quarantined else ""}
    table.add_row(*(Text(value, style=styles.get(heading, "bold")) for heading, value in columns(numbers).items()))
    return table
