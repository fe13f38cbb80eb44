"""`copydesk clean`: the pipeline without a queue, one JSON record a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import CopydeskError, Crashed
from workers.cli.exit_codes import ExitCode
from workers.cli.options import Styles
from workers.cli.output import progress, say
from workers.cli.reading import plain_name, read_copy
from workers.watching.inbox import copy_in

if TYPE_CHECKING:
    from pipeline.cleaning.ruleset import RuleSet
    from pipeline.record import Record


def clean(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, folders of files, or - for standard input.")],
    with_trace: Annotated[bool, typer.Option("--trace", help="Add what became of every character, and by which rule.")] = False,
    own: Styles = None,
) -> None:
    """Clean files without a queue: one JSON record a line on standard output, in the order given.

    A file that can't be read is named on standard error; the others are done all the same, and the exit code is 1.

    Examples:
      copydesk clean story.txt
      copydesk clean inbox/ > records.jsonl
      curl -s https://example.org/story.html | copydesk clean - | jq .headline
      copydesk clean --styles /srv/desk/styles story.txt
    """
    from workers.styling.styles import in_force

    rules = in_force(own)
    todo = list(_files(paths))
    failed = sum(not _clean(path, with_trace, rules) for path in progress(todo, "cleaning", len(todo)))
    raise typer.Exit(ExitCode.FAILED_FILES if failed else ExitCode.OK)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """A folder stands for the finished files in it, by name. Not for pipes: nobody may ever write into one."""
    for path in paths:
        if path.is_dir():
            yield from (inside for inside in map(path.joinpath, sorted(copy_in(path))) if not inside.is_fifo())
        else:
            yield path


def _clean(path: Path, with_trace: bool, rules: RuleSet) -> bool:
    """Prints the records of one file; False, and a line on stderr, where there are none to be had."""
    try:
        lines = "".join(record.to_json() + "\n" for record in _records(path, with_trace, rules))
    except CopydeskError as error:
        say(error)
        return False
    except Exception as error:  # noqa: BLE001 - whatever a hostile file sets off must not end the others
        say(Crashed(str(path), f"{type(error).__name__}: {error}", "report it; copydesk --debug explain shows where"))
        return False
    sys.stdout.buffer.write(lines.encode())
    sys.stdout.buffer.flush()
    return True


def _records(path: Path, with_trace: bool, rules: RuleSet) -> Sequence[Record]:
    from pipeline.refine import refine, trace

    raw = read_copy(path)
    verb = trace if with_trace else refine
    return verb(raw, plain_name(path), rules=rules)
