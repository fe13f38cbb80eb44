"""A cursor: how far somebody has read what a desk has done, as a line of text that may be kept anywhere.

    2026-11-23 20261129T235901Z-3f9a2b7c4d@8121 20261130T101502Z-77aa0b12c3@512 late:20261102T081122Z-05c1d9aa3e@96

The day up to which all is read for good, then for each later day the last archived claim that was read and the byte of the
day's ledger behind its line; at last the same of late.tsv, where there is one. Where the ledger was condensed meanwhile the
claim says where that place is now.
"""

from __future__ import annotations

import glob
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.errors import BadSettings, SpoolUnavailable
from workers.disk import create_synced, guarded, make_folders, remove_stale, sync_folders

_DRAFT = 5  # random bytes in the name of a draft, as hex
_LATE = "late:"
_MARK = re.compile(r"(\d{8}T\d{6}Z-[0-9a-f]{10})@(\d{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a day's ledger: behind the line that says how the claim of this id ended."""

    claim_id: str
    offset: int

    @property
    def day(self) -> date:
        """The day whose ledger it is in."""
        return date(int(self.claim_id[:4]), int(self.claim_id[4:6]), int(self.claim_id[6:8]))

    def __str__(self) -> str:
        return f"{self.claim_id}@{self.offset}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Read to the end: every day before `closed`. Read up to its mark: every day that has one, and what was late. Not read: all
    others.
    """

    closed: date = date.min
    marks: Mapping[date, Mark] = field(default_factory=dict)
    late: Mark | None = None

    def behind(self, mark: Mark) -> Cursor:
        """The same, with this mark the last of its day."""
        return replace(self, marks={**self.marks, mark.day: mark})

    def behind_late(self, mark: Mark) -> Cursor:
        """The same, with this mark the last of what was late."""
        return replace(self, late=mark)

    def closing(self, day: date) -> Cursor:
        """The same, with every day before this one read for good."""
        closed = max(self.closed, day)
        return replace(self, closed=closed, marks={at: mark for at, mark in self.marks.items() if at >= closed})

    def __str__(self) -> str:
        late = [f"{_LATE}{self.late}"] if self.late else []
        return " ".join([str(self.closed), *(str(self.marks[day]) for day in sorted(self.marks)), *late])

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor that this line is. Raises BadSettings."""
        first, *marks = text.split() or [""]
        late = marks.pop().removeprefix(_LATE) if marks and marks[-1].startswith(_LATE) else None
        with suppress(ValueError):
            of_days = {mark.day: mark for mark in map(_mark, marks)}
            return cls(date.fromisoformat(first), of_days, _mark(late) if late is not None else None)
        advice = "write 2026-01-31T06:00, or a cursor as `copydesk tail --with-cursor` prints it"
        raise BadSettings(ascii(text[:200]), "no time and no cursor", advice)


def _mark(text: str) -> Mark:
    """Raises ValueError for what is none; `day` does for a day that there is not."""
    if not (found := _MARK.fullmatch(text)):
        raise ValueError(text)
    return Mark(found[1], int(found[2]))


def load(path: Path) -> Cursor | None:
    """The cursor that was kept in this file, None where there is no file. Raises BadSettings, SpoolUnavailable.

    What a kill left of a draft of it goes.
    """
    with guarded(SpoolUnavailable, path), suppress(FileNotFoundError):
        remove_stale(path.parent, time.time(), f".{glob.escape(path.name)}.{'[0-9a-f]' * 2 * _DRAFT}")
        return Cursor.parse(path.read_text("utf-8", "replace"))
    return None


def save(path: Path, cursor: Cursor) -> None:
    """Keeps it: after a kill or a power cut the file has this cursor or the one before. Raises SpoolUnavailable."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(_DRAFT)}")
    with guarded(SpoolUnavailable, path):
        make_folders(path.parent)
        try:
            create_synced(draft, f"{cursor}\n".encode())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folders([path.parent])
