"""Condense the ledger: of claims that are nowhere any more only their number stays, so it is as long as what a desk keeps.

A claim is nowhere any more when it went back to the inbox (it has come in again under another name), or when what it brought
was pruned and no store has its record. Every other line stays as it is: the audit needs it, and so does `copydesk learn`.
"""

from __future__ import annotations

import fcntl
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date

from pipeline.errors import SpoolUnavailable
from workers.disk import create_synced, guarded, sync_folders
from workers.ledger import CONDENSED, Entry, Ledger, counts_in

RETURNED = ("released", "retried")


def condense(ledger: Ledger, day: date, claimed: Collection[str], has_record: Callable[[str], bool], *, dry: bool) -> int:
    """Condenses a day; how many claims lost their lines. `claimed` are names; `has_record` is asked for a sha256.

    The day's file is replaced as a whole, while nobody appends to it. Raises SpoolUnavailable, and what `has_record` does.
    """
    with guarded(SpoolUnavailable, ledger.path_of(day)), _alone(ledger, day):
        gone = {
            name: kind
            for name, entry in ledger.read_day(day).items()
            if name not in claimed and (kind := _nowhere_as(entry, has_record))
        }
        if gone and not dry:
            _replace(ledger, day, gone.keys(), counts_in(ledger.lines(day)) + Counter(gone.values()))
        return len(gone)


def _nowhere_as(entry: Entry, has_record: Callable[[str], bool]) -> str:
    """As what it is counted: "returned", "archived", "quarantined"; "" where it is somewhere."""
    if entry.event in RETURNED:
        return "returned"
    if entry.event != "pruned":
        return ""
    if entry.of_original:
        return "" if has_record(entry.detail) else "archived"
    return "quarantined"


def _replace(ledger: Ledger, day: date, gone: Collection[str], counts: Counter[str]) -> None:
    numbers = [f"{CONDENSED}\t{what}\t{number}\n" for what, number in sorted(counts.items())]
    lines = [entry.line for entry in ledger.entries(day) if entry.claim.name not in gone]
    draft = ledger.folder / f"{day}.{secrets.token_hex(5)}.new"
    try:
        create_synced(draft, "".join([*numbers, *lines]).encode())
        draft.replace(ledger.path_of(day))
    finally:
        draft.unlink(missing_ok=True)
    sync_folders([ledger.folder])


@contextmanager
def _alone(ledger: Ledger, day: date) -> Iterator[None]:
    """While nobody appends to this day: whoever wants to waits, and then looks which file is the day's."""
    with ledger.path_of(day).open("rb") as book:
        fcntl.flock(book, fcntl.LOCK_EX)
        yield
