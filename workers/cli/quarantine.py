"""`copydesk quarantine`: look through what could not be read, and why. The ways out of there: quarantine_out.py."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings, CopydeskError, Vanished
from workers.cli.days import Before, OlderThan, Since, cutoff
from workers.cli.desk import AsJson, open_desk
from workers.cli.options import Desk, Source
from workers.cli.output import console, shown, until_nobody_reads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.laid_aside import Held, Wish
    from workers.spool import Spool

Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAME", help="As in quarantine/, or a pattern: tca/story.txt, '*.png'.")
]
Reasons = Annotated[list[str] | None, typer.Option("--reason", metavar="WORD", help="Only for this reason; may be given again.")]
HEAD_LINES, HEAD_CHARS = 12, 160
# In this order; whatever else a reason says comes behind it.
_FIRST = ("reason", "message", "advice", "time", "source", "original", "claim", "tries", "ended_by", "error", "traceback")
_WORDS = {"advice": "what to do", "time": "since", "ended_by": "ended by"}


def wish_of(
    spool: Spool,
    names: Sequence[str] | None,
    reasons: Sequence[str] | None,
    source: str | None,
    since: date | None,
    before: date | None,
    older_than: timedelta | None,
) -> Wish:
    """What the arguments and options choose. Raises BadSettings."""
    from workers.choice import Choice
    from workers.laid_aside import Wish

    day = cutoff(spool.clock().date(), before, older_than)
    return Wish(tuple(names or ()), frozenset(reasons or ()), Choice(source, since, day))


def quarantine(
    desk: Desk = None,
    names: Names = None,
    reasons: Reasons = None,
    source: Source = None,
    since: Since = None,
    before: Before = None,
    older_than: OlderThan = None,
    as_json: AsJson = False,
) -> None:
    r"""List what lies in quarantine, why, and what to do: a table at a terminal.

    Into a pipe it writes lines of tab-separated fields: name, since, reason, bytes, message, advice. With --json all that is
    known, an object a line. A name is listed as plain text on one line, whatever bytes it has, and may be given so.

    Examples:
      copydesk quarantine /srv/desk
      copydesk quarantine list /srv/desk --reason no_story --source tca
      copydesk quarantine list /srv/desk '*.png' --older-than 4w
      copydesk quarantine list /srv/desk | cut -f3 | sort | uniq -c
      copydesk quarantine list /srv/desk --json | jq -r 'select(.tries > 1).name'
    """
    from workers.laid_aside import chosen

    _, spool = open_desk(desk)
    found = chosen(spool, wish_of(spool, names, reasons, source, since, before, older_than))
    with until_nobody_reads():
        if as_json:
            for held in found:
                print(json.dumps({"name": held.name, "bytes": held.size, **held.said}))
        elif sys.stdout.isatty():
            show_table(found)
        else:
            for held in found:
                told = (_said(held, key) for key in ("message", "advice"))
                print(held.name, _said(held, "time"), held.reason, held.size, *told, sep="\t")


def show(
    desk: Desk = None,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As it is listed, or its path.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show all that is known of one quarantined file, and how it begins.

    Examples:
      copydesk quarantine show /srv/desk tca/story.txt
      copydesk quarantine show /srv/desk tca/story.txt --json | jq -r .traceback
    """
    from workers.laid_aside import Wish, chosen

    _, spool = open_desk(desk)
    if not name:
        raise BadSettings("quarantine show", "which file?", "name the desk and a file, as `copydesk quarantine` lists it")
    found = list(chosen(spool, Wish((name,))))
    if not found:
        raise Vanished(name, "not in quarantine", "`copydesk quarantine` lists what is")
    for held in found:
        if as_json:
            print(json.dumps({"name": held.name, "bytes": held.size, **held.said, "begins": _begins(held)}))
        else:
            _show_whole(held)


def show_table(found: Iterable[Held]) -> None:
    """Shows files, why each is here and what to do; then how many there are for each reason."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    table.add_column("file", overflow="fold")
    table.add_column("since", no_wrap=True)
    table.add_column("reason", no_wrap=True)
    table.add_column("bytes", justify="right", no_wrap=True)
    table.add_column("what happened, and what to do", overflow="fold", ratio=1)
    reasons: Counter[str] = Counter()
    for held in found:
        reasons[held.reason] += 1
        told = Text.assemble(_said(held, "message"), ("\n" + _said(held, "advice"), "dim"))
        table.add_row(Text(held.name), _said(held, "time")[:16], Text(held.reason, style="bold"), f"{held.size:,}", told)
    screen = console()
    if reasons:
        screen.print(table)
    screen.print(f"{reasons.total():,} in quarantine" + "".join(f", {word} {times:,}" for word, times in reasons.most_common()))


def _show_whole(held: Held) -> None:
    from rich.text import Text

    screen = console()
    screen.print(Text(held.name, style="bold"))
    said = {key: value for key, value in held.said.items() if value not in ("", None)}
    there = {"reason": held.reason, **said, "size": f"{held.size:,} bytes"}
    for key in [*(key for key in _FIRST if key in there), *(key for key in there if key not in _FIRST)]:
        lines = _lines(there[key])
        heads = [shown(_WORDS.get(key, key)), *[""] * len(lines)]
        for label, line in zip(heads, lines, strict=False):
            screen.print(f"  {label:<11} {line}", markup=False, soft_wrap=True)
    screen.print("  it begins")
    for line in _begins(held).splitlines()[:HEAD_LINES]:
        screen.print(f"  | {shown(line)[:HEAD_CHARS]}", markup=False, soft_wrap=True, style="dim")


def _begins(held: Held) -> str:
    from workers.laid_aside import head

    try:
        return head(held)
    except CopydeskError as closed:
        return f"({closed.message})"


def _lines(value: object) -> list[str]:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return [shown(line) for line in text.rstrip("\n").split("\n")]


def _said(held: Held, key: str) -> str:
    """What a reason says of this, on one line; "" where it does not."""
    return " ".join(shown(str(held.said.get(key) or "")).split())
