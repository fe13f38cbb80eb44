"""The ledger: who came in and how it ended, one line each, appended and never changed; the audit reads it.

    made        20250601T101502Z-3f9a2b7c4d~tca~story.txt
    archived    20250601T101502Z-3f9a2b7c4d~tca~story.txt    <sha256 of the bytes>

One file a day (UTC) of claiming, fields separated by tabs. An ending is written down before the file moves: a claim that
is still in claimed/ has not ended, whatever its last line says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal, cast, get_args

from pipeline.errors import BadClaim, SpoolUnavailable
from workers.claim import Claim
from workers.disk import guarded, write_whole

Event = Literal["made", "archived", "quarantined", "released", "retried"]
EVENTS: frozenset[str] = frozenset(get_args(Event))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what became of a claim; `detail` is the sha256 of an archived original, the reason of a quarantine."""

    event: Event
    claim: Claim
    detail: str = ""

    @property
    def line(self) -> str:
        """With the line's end."""
        return f"{self.event}\t{self.claim.name}\t{self.detail}\n"

    @classmethod
    def read(cls, line: str) -> Entry | None:
        """None for a line that a crash tore."""
        event, _, rest = line.partition("\t")
        name, _, detail = rest.partition("\t")
        with suppress(BadClaim):
            if event in EVENTS:
                return cls(cast(Event, event), Claim.parse(name), detail)
        return None


class Ledger:
    """The append-only book of one desk. Every append is one write, so any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, entries: Iterable[Entry], durable: bool = False) -> None:
        """Appends to the files of the claims' days; waits for the disk where `durable`. Raises SpoolUnavailable."""
        for day, lines in groupby(sorted(entries, key=lambda entry: entry.claim.day), key=lambda entry: entry.claim.day):
            # The blank line first: a line that a power cut tore never swallows the next one.
            self._append(self.folder / f"{day}.tsv", "\n" + "".join(entry.line for entry in lines), durable)

    def _append(self, path: Path, text: str, durable: bool) -> None:
        with guarded(SpoolUnavailable, path):
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                write_whole(descriptor, text.encode())
                if durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self) -> dict[str, Entry]:
        """What became of every claim ever made: its last entry, by the claim's name."""
        book: dict[str, Entry] = {}
        for path in sorted(self.folder.glob("*.tsv")):
            with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
                for entry in filter(None, (Entry.read(line.rstrip("\n")) for line in lines)):
                    # A claim's ending may be noted before its beginning: the reconciler can be faster than the watcher.
                    if entry.event != "made" or entry.claim.name not in book:
                        book[entry.claim.name] = entry
        return book
