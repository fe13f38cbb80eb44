r"""What the worker processes of a desk count: stories, warnings, rules, bytes and times, a line a commit.

    .copydesk/metrics/0.lock     held by the process that writes
    .copydesk/metrics/0.jsonl    {"files": 2, "stories\tap\tninjs\tusable": 2, "rules\tany.rights": 2, ...}

Whoever adds up all lines of all files has the numbers since the desk began. A process that ends, however it ends, leaves its
file to the next one, which takes the lock and goes on; a file that has grown is folded into one line. So there are never
more files than there were processes at once, none grows without end, and a kill costs the numbers of the commit it cut off.
(prometheus_client's own files for several processes would stay behind for each process that ever was; and they are mapped
into memory, where a full disk is a SIGBUS that counts against the story at hand.)
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from pipeline.errors import CopydeskError
from pipeline.record import Record
from workers.archive import Original
from workers.claim import Claim
from workers.disk import create, hold, make_folders, write_whole

log = logging.getLogger(__name__)

FOLD_BYTES = 256_000  # a file of so many is folded: every few hundred commits
MOST_SERIES = 2_000  # different names in one file; what a desk's copy may invent beyond that counts as OTHER
LABEL_CHARS = 80
OTHER, NONE = "other", "none"
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)  # upper bounds of what is timed


class Done(Protocol):
    """A claim that has ended well: its original and the records made of it."""

    @property
    def original(self) -> Original: ...
    @property
    def records(self) -> Sequence[Record]: ...


class Meter:
    """The share of one process. Opened by the first that it counts, so never shared across a fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path: Path | None = None
        self._file = -1

    def begin(self) -> None:
        """From now on this process counts as one that is at work."""
        with suppress(OSError):
            self._open()

    def count(self, ended: Iterable[tuple[Done, object]]) -> None:
        """Counts a commit: what is done, each with the path of its original where that is on this host.

        An error in the place of a path says that the claim has not ended. What can't be written down is left out: a number
        never holds up a story.
        """
        try:
            self._append(_counted((done, end) for done, end in ended if not isinstance(end, CopydeskError)))
        except (OSError, ValueError) as fault:  # ValueError: a claim's name that others made, with no time in it
            log.warning("the metrics lack a commit: %s", fault)

    def _append(self, counted: Counter[str]) -> None:
        path = self._open()
        # The line's end first: a line that was cut off never swallows the next one.
        write_whole(self._file, b"\n" + json.dumps(counted).encode())
        if os.lseek(self._file, 0, os.SEEK_CUR) > FOLD_BYTES:
            self._fold(path)

    def _open(self) -> Path:
        if self._path is None:
            make_folders(self.folder)
            number = next(number for number in count() if hold(self.folder / f"{number}.lock") is not None)
            self._path = self.folder / f"{number}.jsonl"  # its lock is ours as long as we live
        if self._file < 0:
            self._fold(self._path)
        return self._path

    def _fold(self, path: Path) -> None:
        """Puts one line in the place of all: as a new file, so that a kill leaves the old one or the new one."""
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        file = create(draft, json.dumps(_sum(_lines(path))).encode())
        draft.replace(path)
        if self._file >= 0:
            os.close(self._file)
        self._file = file


def totals(folder: Path) -> Counter[str]:
    """All that was ever counted on a desk, by name: "stories<tab>agency<tab>format<tab>status" and so on."""
    return _sum(line for path in sorted(folder.glob("*.jsonl")) for line in _lines(path))


def at_work(folder: Path) -> int:
    """How many processes are counting now. Asked of the kernel: a killed one has no lock any more."""
    return sum(_held(path) for path in folder.glob("*.lock"))


def label(text: str) -> str:
    """Text from outside as the value of a label: short, printable, no tab in it."""
    if text.isprintable() and len(text) <= LABEL_CHARS:
        return text or NONE
    return "".join(char if char.isprintable() else "?" for char in text[:LABEL_CHARS])


def _counted(done: Iterable[tuple[Done, object]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for each, path in done:
        counted["files"] += 1
        counted["bytes"] += each.original.size
        for record in each.records:
            agency = record.agency.id if record.agency else NONE
            counted[f"stories\t{label(agency)}\t{label(record.source.format)}\t{record.status}"] += 1
            counted.update(f"warnings\t{label(warning.code)}" for warning in record.warnings)
            counted.update(f"rules\t{label(removed.rule)}" for removed in record.removed)
        if isinstance(path, Path):
            seconds = _age(each.original.claim, path)
            counted[f"latency\t{bisect_left(SECONDS, seconds)}"] += 1
            counted["latency_ms"] += round(seconds * 1000)
    return counted


def _age(claim: Claim, path: Path) -> float:
    """Seconds since the claim was made, or its file written where that was in the same second: a claim's id tells no finer."""
    now, claimed, written = time.time(), claim.time.timestamp(), path.stat().st_mtime
    return max(0.0, now - (written if claimed <= written <= now else claimed))


def _lines(path: Path) -> Iterator[dict[str, int]]:
    """The lines of a file that are whole."""
    with suppress(FileNotFoundError), path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            with suppress(ValueError, AttributeError):
                yield {name: number for name, number in json.loads(line).items() if isinstance(number, int)}


def _sum(lines: Iterable[dict[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for line in lines:
        for name, number in line.items():
            if name not in sums and len(sums) >= MOST_SERIES:
                what, *labels = name.split("\t")
                name = "\t".join([what, *[OTHER] * len(labels)])
            sums[name] += number
    return sums


def _held(lock: Path) -> bool:
    with suppress(FileNotFoundError), lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
