"""Condense the ledger: of claims that are nowhere any more only their number stays, so it is as long as what a desk keeps.

A claim is nowhere any more when it went back to the inbox (it has come in again under another name), or when what it brought
was pruned and no store has its record. Every other line stays as it is: the audit needs it, and so does `copydesk learn`.
"""

from __future__ import annotations

import fcntl
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pipeline.errors import SpoolUnavailable
from workers.disk import create_synced, guarded, sync_folders
from workers.ledger import CONDENSED, Entry, Ledger, counts_in

RETURNED = ("released", "retried")


def condense(ledger: Ledger, day: date, claimed: Collection[str], has_record: Callable[[str], bool], *, dry: bool) -> int:
    """Condenses a day; how many claims lost their lines. `claimed` are names; `has_record` is asked for a sha256.

    The day's file is replaced as a whole, while nobody appends to it. Raises SpoolUnavailable, and what `has_record` does.
    """
    with guarded(SpoolUnavailable, ledger.path_of(day)), _alone(ledger.path_of(day)):
        gone = {
            name: kind
            for name, entry in ledger.read_day(day).items()
            if name not in claimed and (kind := _nowhere_as(entry, has_record))
        }
        if gone and not dry:
            _condense_late(ledger, gone)
            counts = counts_in(ledger.lines(day)) + Counter(gone.values())
            numbers = [f"{CONDENSED}\t{what}\t{number}\n" for what, number in sorted(counts.items())]
            _replace(ledger.path_of(day), [*numbers, *_others(ledger.entries(day), gone)])
        return len(gone)


def _condense_late(ledger: Ledger, gone: Collection[str]) -> None:
    """What was late is told as long as the day itself tells of it."""
    with guarded(SpoolUnavailable, ledger.late):
        if ledger.late.exists():
            with _alone(ledger.late):
                entries = list(ledger.late_entries())
                if any(entry.claim.name in gone for entry in entries):
                    _replace(ledger.late, _others(entries, gone))


def _nowhere_as(entry: Entry, has_record: Callable[[str], bool]) -> str:
    """As what it is counted: "returned", "archived", "quarantined"; "" where it is somewhere."""
    if entry.event in RETURNED:
        return "returned"
    if entry.event != "pruned":
        return ""
    if entry.of_original:
        return "" if has_record(entry.detail) else "archived"
    return "quarantined"


def _others(entries: Iterable[Entry], gone: Collection[str]) -> Iterator[str]:
    return (entry.line for entry in entries if entry.claim.name not in gone)


def _replace(book: Path, lines: Iterable[str]) -> None:
    draft = book.with_name(f"{book.stem}.{secrets.token_hex(5)}.new")
    try:
        create_synced(draft, "".join(lines).encode())
        draft.replace(book)
    finally:
        draft.unlink(missing_ok=True)
    sync_folders([book.parent])


@contextmanager
def _alone(book: Path) -> Iterator[None]:
    """While nobody appends to this file: whoever wants to waits, and then looks which file it is now."""
    with book.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
