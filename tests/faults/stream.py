"""A stream of distinct files, dropped in every way in which files are dropped; and what must have become of them."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.faults.deadly import POISONS
from tests.workers.desk import until
from workers.spool import Spool

BACKLOG: Final = 600  # files in the inbox before the stream waits
STORY: Final = """Ferry {number} stops for the winter

BRILL (Lanternwire) - The ferry to Saltmarsh Island stopped running on Tuesday, for the {number}th time since the pier was built.

Harbormaster Wilhelmina Okoro-Lund said the pilings would be looked at before the ice came.

(Reporting by Ada Quill; Editing by Peter Vance)
"""


@dataclass
class Dropped:
    """By what the bytes hash to, how often they were dropped: stories, and files that must end in quarantine."""

    stories: Counter[str] = field(default_factory=Counter)
    hopeless: Counter[str] = field(default_factory=Counter)

    @property
    def files(self) -> int:
        return self.stories.total() + self.hopeless.total()


class Stream(threading.Thread):
    """Drops `count` files while the storm goes on; `dropped` counts what is finished. One file in fifty is hopeless or poison."""

    def __init__(self, spool: Spool, count: int, seed: int, poison: int, pace: float) -> None:
        super().__init__(daemon=True)
        self.spool = spool
        self.count = count
        self.poison = poison
        self.pace = pace  # seconds between two files
        self.dice = Random(seed)
        self.dropped = Dropped()
        self.outside = spool.desk.parent / "outside"
        self.outside.mkdir()
        self.rest = threading.Event()  # never set: it only waits

    def run(self) -> None:
        deadly = set(self.dice.sample(range(self.count), self.poison))
        for number in range(self.count):
            self._drop(f"{number:06}.txt", self._copy(number, number in deadly))
            self.rest.wait(self.pace)
            if number % 100 == 0:
                until(lambda: sum(1 for _ in self.spool.inbox.iterdir()) < BACKLOG, 600)

    def _copy(self, number: int, deadly: bool) -> bytes:
        if deadly:
            raw = f"{POISONS[number % len(POISONS)]} {number}\n".encode()
        elif number % 50 == 7:
            raw = b"\x89PNG\r\n\x1a\n" + number.to_bytes(8, "big") * 20
        else:
            raw = STORY.format(number=number - number % 97 // 96).encode()  # now and then the same bytes again
        ours = self.dropped.stories if raw.startswith(b"Ferry") else self.dropped.hopeless
        ours[hashlib.sha256(raw).hexdigest()] += 1
        return raw

    def _drop(self, name: str, raw: bytes) -> None:
        """Renamed in, or written in place; now and then slowly, in two halves."""
        way = self.dice.random()
        if way < 0.5:
            path = self.outside / name
            path.write_bytes(raw)
            path.rename(self.spool.inbox / name)
        elif way < 0.98:
            (self.spool.inbox / name).write_bytes(raw)
        else:
            with (self.spool.inbox / name).open("wb") as file:
                file.write(raw[: len(raw) // 2])
                file.flush()
                self.rest.wait(self.dice.uniform(0.0, 0.3))  # the writer takes its time
                file.write(raw[len(raw) // 2 :])


def digests(folder: Path) -> Counter[str]:
    """What the files below a folder hash to, reasons left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".reason.json"))
    return Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
