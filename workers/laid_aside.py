"""What lies in quarantine, for people: look it through, choose from it, drop it. Putting it back is Spool.retry.

Names come from outside, and so do the files and their reasons: a name only ever chooses among the files that are there, so it
never leads out of the quarantine, and what is shown of a file is text that steers no terminal.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pipeline.errors import SpoolUnavailable
from workers import quarantine
from workers.choice import ANY, Choice, label_of
from workers.claim import Claim
from workers.disk import guarded
from workers.ledger import Entry
from workers.reading import not_a_file
from workers.spool import Spool

UNKNOWN = "unknown"  # the reason of a file that has none
_WORD = re.compile(r"[a-z_]{1,40}", re.ASCII)
HEAD_BYTES = 4_000


@dataclass(frozen=True, slots=True)
class Held:
    """One quarantined file. `name` is its path in quarantine/ as plain text on one line, `said` what its reason says."""

    path: Path
    name: str
    said: Mapping[str, Any]

    @property
    def claim(self) -> Claim | None:
        """The claim it was; None where its reason is gone."""
        return quarantine.claim_of(self.said)

    @property
    def reason(self) -> str:
        """A word, also where somebody has written something else there: it goes into the ledger."""
        word = str(self.said.get("reason"))
        return word if "reason" in self.said and _WORD.fullmatch(word) else UNKNOWN

    @property
    def size(self) -> int:
        """Bytes; 0 where it has gone meanwhile."""
        with suppress(OSError):
            return self.path.lstat().st_size
        return 0


@dataclass(frozen=True, slots=True)
class Wish:
    """Which files are meant: all that everything here speaks for. `names` as they lie in quarantine/, as they are listed, or
    as patterns (*.png); none: any. The same of `reasons`.
    """

    names: Sequence[str] = ()
    reasons: Collection[str] = ()
    choice: Choice = ANY

    @property
    def anything(self) -> bool:
        """True where nothing was chosen."""
        return not self.names and not self.reasons and self.choice.anything

    def takes(self, held: Held, folder: Path) -> bool:
        """Whether this file, which lies in this folder of the quarantine, is meant."""
        claim = held.claim
        if self.reasons and held.reason not in self.reasons:
            return False
        return self.choice.takes(held.path.parent.relative_to(folder), claim.day if claim else None)


def chosen(spool: Spool, wish: Wish) -> Iterator[Held]:
    """The quarantined files that are meant, by folder and name. Raises SpoolUnavailable."""
    folder = spool.quarantined
    with guarded(SpoolUnavailable, folder):
        for path in quarantine.files(folder):
            name = label_of(path.relative_to(folder))
            if not wish.names or any(_is_named(wanted, path, name, folder) for wanted in wish.names):
                held = Held(path, name, quarantine.read_reason(path))
                if wish.takes(held, folder):
                    yield held


def not_there(spool: Spool, wish: Wish, found: Iterable[Held]) -> list[str]:
    """The names among those wished for that none of these files answers to."""
    there = list(found)
    return [name for name in wish.names if not any(_is_named(name, each.path, each.name, spool.quarantined) for each in there)]


def _is_named(wanted: str, path: Path, name: str, folder: Path) -> bool:
    return wanted in (name, str(path.relative_to(folder))) or Path(wanted).absolute() == path or fnmatchcase(name, wanted)


def drop(spool: Spool, going: Iterable[Held]) -> int:
    """Removes files with their reasons, for good; how many were still there. The ledger has a line of each before it goes.

    Raises SpoolUnavailable: some may be gone then, and doing it again goes on.
    """
    going = list(going)
    noted = [Entry("pruned", claim, held.reason) for held in going if (claim := held.claim)]
    spool.ledger.write(noted, durable=True)
    gone = 0
    with guarded(SpoolUnavailable, spool.quarantined):
        for held in going:
            if quarantine.read_reason(held.path) != held.said:
                continue  # it was put back meanwhile, and another one has its name
            with suppress(FileNotFoundError):
                held.path.unlink()
                gone += 1
            quarantine.note_of(held.path).unlink(missing_ok=True)
    return gone


def head(held: Held) -> str:
    """How the file begins: bytes that are no UTF-8 spelled out, control characters still in it. What is no file is never opened.

    Raises NotAFile, SpoolUnavailable.
    """
    with guarded(SpoolUnavailable, held.path):
        mode = held.path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise not_a_file(mode, held.name)
        descriptor = os.open(held.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return os.read(descriptor, HEAD_BYTES).decode("utf-8", "backslashreplace")
        finally:
            os.close(descriptor)
