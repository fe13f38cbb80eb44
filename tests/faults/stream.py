"""A stream of distinct files, dropped in every way in which files are dropped; and what must have become of them."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from io import FileIO
from itertools import count, takewhile
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from tests.faults.deadly import POISONS
from tests.workers.desk import until
from workers.spool import Spool

T = TypeVar("T")
BACKLOG: Final = 600  # files in the inbox before the stream waits
STORY: Final = """Ferry {number} stops for the winter{edition}

BRILL (Lanternwire) - The ferry to Saltmarsh Island stopped running on Tuesday, for the {number}th time since the pier was built.

Harbormaster Wilhelmina Okoro-Lund said the pilings would be looked at before the ice came.

(Reporting by Ada Quill; Editing by Peter Vance)
"""
WAYS: Final = {  # of a hundred files
    "renamed in": 50,
    "written in place": 44,
    "written slowly, in two halves": 3,
    "rewritten in the inbox": 3,
}  # of 100


@dataclass
class Dropped:
    """By what the bytes hash to, how often they were dropped: stories; files that must end in quarantine; and first versions
    of files that were rewritten, which the desk may have taken or not.
    """

    stories: Counter[str] = field(default_factory=Counter)
    hopeless: Counter[str] = field(default_factory=Counter)
    rewritten: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # names by how they were dropped, by their poison
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by what their bytes hash to

    @property
    def files(self) -> int:
        return self.stories.total() + self.hopeless.total()


class Stream(threading.Thread):
    """Drops `count` files, and more of them as long as the storm lasts: until `over` is set, so that no fault meets an idle
    desk. `dropped` counts what is finished. One file in fifty is hopeless or poison.
    """

    def __init__(self, spool: Spool, count: int, seed: int, poison: int, pace: float) -> None:
        super().__init__(daemon=True)
        self.spool = spool
        self.count = count
        self.poison = poison
        self.pace = pace  # seconds between two files
        self.dice = Random(seed)
        self.dropped = Dropped()
        self.outside = spool.desk.parent / "outside"  # on the same disk, so that a rename is one
        self.outside.mkdir()
        self.rest = threading.Event()  # never set: it only waits
        self.over = threading.Event()

    def run(self) -> None:
        deadly = iter(self.dice.sample(range(self.count), self.poison))
        poisons = {number: POISONS[turn % len(POISONS)] for turn, number in enumerate(deadly)}
        for number in takewhile(lambda number: number < self.count or not self.over.is_set(), count()):
            self._drop(number, poisons.get(number))
            self.rest.wait(self.pace)
            if number % 100 == 0:
                until(lambda: sum(1 for _ in self.spool.inbox.iterdir()) < BACKLOG, 600)

    def _drop(self, number: int, poison: str | None) -> None:
        """Hopeless files come in the plain way: what they are is trouble enough."""
        name = f"{number:06}.txt"
        if poison:
            self._hopeless(name, f"{poison} {number}\n".encode(), poison)
        elif number % 50 == 7:
            self._hopeless(name, b"\x89PNG\r\n\x1a\n" + number.to_bytes(8, "big") * 20, "no copy at all")
        else:
            [way] = self.dice.choices(list(WAYS), list(WAYS.values()))
            again = number - number % 97 // 96  # now and then the same bytes again
            raw = STORY.format(number=again, edition="").encode()
            if way == "rewritten in the inbox":
                raw = self._rewrite(name, raw, STORY.format(number=again, edition=", in a second edition").encode())
            else:
                self._in_one_go(way, name, raw)
            self.dropped.stories[self._known(name, raw, way)] += 1

    def _hopeless(self, name: str, raw: bytes, kind: str) -> None:
        self._write(self.spool.inbox / name, raw)
        self.dropped.hopeless[self._known(name, raw, kind)] += 1

    def _known(self, name: str, raw: bytes, kind: str) -> str:
        digest = hashlib.sha256(raw).hexdigest()
        self.dropped.names[digest].add(name)
        self.dropped.kinds[kind].add(name)
        return digest

    def _in_one_go(self, way: str, name: str, raw: bytes) -> None:
        if way == "renamed in":
            self._write(self.outside / name, raw)
            (self.outside / name).rename(self.spool.inbox / name)
        else:
            self._write(self.spool.inbox / name, raw, pause=self.dice.uniform(0.0, 0.3) if "slowly" in way else 0.0)

    def _rewrite(self, name: str, raw: bytes, second: bytes) -> bytes:
        """A story, and a moment later another one under its name: over it, or behind it where it was claimed meanwhile."""
        self._write(self.spool.inbox / name, raw)
        self.dropped.rewritten[self._known(name, raw, "rewritten in the inbox")] += 1
        self.rest.wait(self.dice.uniform(0.0, 0.05))
        self._write(self.spool.inbox / name, second, pause=self.dice.uniform(0.0, 0.3))
        return second

    def _write(self, path: Path, raw: bytes, pause: float = 0.0) -> None:
        """As a patient sender does: where the disk is full, it waits with what is left."""
        with self._when_there_is_room(lambda: path.open("wb", buffering=0)) as file:
            half = len(raw) // 2 if pause else len(raw)
            self._pour(file, raw[:half])
            self.rest.wait(pause)
            self._pour(file, raw[half:])

    def _pour(self, file: FileIO, raw: bytes) -> None:
        while raw:
            raw = raw[self._when_there_is_room(lambda left=raw: file.write(left)) :]  # type: ignore[misc]  # mypy knows no such lambda

    def _when_there_is_room(self, act: Callable[[], T]) -> T:
        while True:
            try:
                return act()
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
            self.rest.wait(0.05)


def digests(folder: Path) -> Counter[str]:
    """What the files below a folder hash to, reasons left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".reason.json"))
    return Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
