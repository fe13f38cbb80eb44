"""The ledger: who came in and how it ended, one line each, appended and never changed; the audit reads it.

    made        20250601T101502Z-3f9a2b7c4d~tca~story.txt
    archived    20250601T101502Z-3f9a2b7c4d~tca~story.txt    <sha256 of the bytes>

One file a day (UTC) of claiming, fields separated by tabs. An ending is written down before the file moves: a claim that
is still in claimed/ has not ended, whatever its last line says. `copydesk prune` notes the same way what it removes, and may
then condense a day: of claims that are nowhere any more only their number stays (condense.py).

An ending that comes late, when the newest day is more than a week younger, is written down a second time in late.tsv: a store
was down for so long, or a clock was wrong. So whoever follows the ledger reads the last days and late.tsv, and misses nothing
(consuming/tail.py).
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal, cast, get_args

from pipeline.errors import BadClaim, SpoolUnavailable
from workers.claim import Claim
from workers.disk import guarded, write_whole

Event = Literal["made", "archived", "quarantined", "released", "retried", "pruned"]
EVENTS: frozenset[str] = frozenset(get_args(Event))
ENDINGS: Final[tuple[Event, ...]] = ("archived", "quarantined")
LATE: Final = timedelta(days=7)
CONDENSED = "condensed"  # the first field of a line that is a number: how many claims ended as the second one says
_TICK: Final = 20_000_000  # ns; a kernel's clock for files may stand still for half of it
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what became of a claim; `detail` is the sha256 of an archived original, the reason of a quarantine, and for
    what was pruned from either place the same as there.
    """

    event: Event
    claim: Claim
    detail: str = ""

    @property
    def line(self) -> str:
        """With the line's end."""
        return f"{self.event}\t{self.claim.name}\t{self.detail}\n"

    @property
    def of_original(self) -> bool:
        """True where `detail` is the sha256 of an original that was archived."""
        return self.event in ("archived", "pruned") and _SHA256.fullmatch(self.detail) is not None

    @classmethod
    def read(cls, line: str) -> Entry | None:
        """None for a line that a crash or a full disk tore: one that ends within the name would be about another file."""
        event, _, rest = line.partition("\t")
        name, whole, detail = rest.partition("\t")
        with suppress(BadClaim):
            if event in EVENTS and whole:
                return cls(cast(Event, event), Claim.parse(name), detail)
        return None


class Ledger:
    """The append-only book of one desk. Every append is one write, so any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.late = folder / "late.tsv"
        self._settled = (-1, date.min)  # the folder's time of change, in ns, and what `settled` was then

    def write(self, entries: Iterable[Entry], durable: bool = False) -> None:
        """Appends to the files of the claims' days; waits for the disk where `durable`. Raises SpoolUnavailable."""
        days: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            days[entry.claim.id[:8]].append(entry)
        for of_day in days.values():
            day = of_day[0].claim.day
            if (endings := [entry for entry in of_day if entry.event in ENDINGS]) and day < self.settled():
                self._append(self.late, endings, durable)
            self._append(self.path_of(day), of_day, durable)

    def _append(self, path: Path, entries: Iterable[Entry], durable: bool) -> None:
        with guarded(SpoolUnavailable, path):
            descriptor = _open_shared(path)
            try:
                # The blank line first: a line that a power cut tore never swallows the next one.
                write_whole(descriptor, ("\n" + "".join(entry.line for entry in entries)).encode())
                if durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self) -> dict[str, Entry]:
        """What became of every claim that has a line: its last entry, by the claim's name."""
        book: dict[str, Entry] = {}
        for day in self.days():
            book |= self.read_day(day)
        return book

    def days(self) -> list[date]:
        """The days that have a file, the oldest first."""
        return sorted(self.sizes())

    def sizes(self) -> dict[date, int]:
        """The same with the bytes of each, in any order: cheap enough to be asked ten times a second after ten years."""
        with suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            days = {entry: _day_of(entry.name) for entry in entries}
            return {day: entry.stat().st_size for entry, day in days.items() if day}
        return {}  # a desk that lost its ledger

    def settled(self) -> date:
        """The day that is a week older than the newest: what ends on a day before it is late. Never goes back."""
        with suppress(FileNotFoundError):
            changed = self.folder.stat().st_mtime_ns
            if changed != self._settled[0]:
                is_new = abs(time.time_ns() - changed) < _TICK  # then the next file may give the folder the same time
                newest = max(self.sizes(), default=date.min)
                self._settled = -1 if is_new else changed, max(newest, date.min + LATE) - LATE
        return self._settled[1]

    def path_of(self, day: date) -> Path:
        """The file of the claims that were made on this day (UTC)."""
        return self.folder / f"{day}.tsv"

    def lines(self, day: date) -> Iterator[str]:
        """The lines of a day as they stand there, without their ends; none where the day has no file."""
        return _lines(self.path_of(day))

    def entries(self, day: date) -> Iterator[Entry]:
        """Every entry of a day, in the order in which they were written."""
        return filter(None, map(Entry.read, self.lines(day)))

    def late_entries(self) -> Iterator[Entry]:
        """Every entry that was late, in the same order."""
        return filter(None, map(Entry.read, _lines(self.late)))

    def read_day(self, day: date) -> dict[str, Entry]:
        """The same as `read`, of one day."""
        book: dict[str, Entry] = {}
        for entry in self.entries(day):
            # A claim's ending may be noted before its beginning: the reconciler can be faster than the watcher.
            if entry.event != "made" or entry.claim.name not in book:
                book[entry.claim.name] = entry
        return book

    def condensed(self) -> Counter[str]:
        """How many claims without a line there were: by "archived", "quarantined", "returned"."""
        counts: Counter[str] = Counter()
        for day in self.days():
            counts += counts_in(self.lines(day))
        return counts


def _lines(book: Path) -> Iterator[str]:
    with suppress(FileNotFoundError), book.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        yield from (line.rstrip("\n") for line in lines)


def _day_of(name: str) -> date | None:
    """None for a file that is none of the ledger's: a draft, or what people put there."""
    day, _, ending = name.partition(".")
    with suppress(ValueError):
        return date.fromisoformat(day) if ending == "tsv" else None
    return None


def counts_in(lines: Iterable[str]) -> Counter[str]:
    """The numbers that stand among these lines for claims that have none any more."""
    counts: Counter[str] = Counter()
    for kind, what, number in (line.split("\t") for line in lines if line.startswith(CONDENSED) and line.count("\t") == 2):
        if kind == CONDENSED and number.isdigit():
            counts[what] += int(number)
    return counts


def _open_shared(path: Path) -> int:
    """To append: with a lock that any number may share, and that whoever condenses the file waits for (condense.py)."""
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor  # else it was exchanged meanwhile: what is written there nobody would read
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)
