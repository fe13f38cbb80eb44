"""Tries: which claims are being worked on now, and how often each one ended its worker.

A worker process has a note of its own and holds the kernel's lock on it as long as it lives. It writes the names of its
claims into the note when a try begins and empties it when the try ends. So a name in a locked note is a try that runs, and
a name in an unlocked one a try whose process died: no heartbeat, no stale flag, and no guess about how long is too long.
Notes are not synced: they have to outlive their process, not a power cut, after which counting may begin anew.

How a process ended, its parent knows: it lays an obituary beside the notes, first how it ended, then the same names.

One note a process, not one a try: ext4 takes ever longer to make files where many were removed in the last half minute.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import SpoolUnavailable
from workers.disk import create, guarded, write_whole

OBITUARY = ".end"


@dataclass(frozen=True, slots=True)
class Tried:
    """By names of claims: those that somebody works on now, and how many tries ended with their process."""

    running: frozenset[str] = frozenset()
    unfinished: Counter[str] = field(default_factory=Counter)
    seen: Mapping[str, Sequence[str]] = field(default_factory=dict)  # how those ended, where somebody saw it


class Tries:
    """The notes of one desk. To be used by the process that opened it, not by its forks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._free: list[int] = []  # descriptors of locked, empty notes of ours: as many as tries ever ran side by side

    @contextmanager
    def attempt(self, names: Sequence[str]) -> Iterator[None]:
        """The claims of these names are being worked on. An error that leaves the block counts as an unfinished try.

        Raises SpoolUnavailable where the try can't be noted: then nothing has begun.
        """
        with guarded(SpoolUnavailable, self.folder):
            note = self._begin("\n".join(names).encode())
        try:
            yield
            with guarded(SpoolUnavailable, self.folder):
                os.ftruncate(note, 0)
        except BaseException:
            os.close(note)  # unlocked, and not empty
            raise
        self._free.append(note)

    def _begin(self, names: bytes) -> int:
        note = self._free.pop() if self._free else self._new()
        try:
            os.lseek(note, 0, os.SEEK_SET)
            write_whole(note, names)
        except OSError:
            os.ftruncate(note, 0)  # nothing has begun
            self._free.append(note)
            raise
        return note

    def _new(self) -> int:
        """A note that is locked and certainly there: a sweep may have taken it between making and locking."""
        path = self.folder / f"{os.getpid()}-{secrets.token_hex(5)}"
        while True:
            note = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(note, fcntl.LOCK_EX)
                if path.exists():
                    return note
            except OSError:
                os.close(note)
                raise
            os.close(note)

    def ended_with(self, pid: int, how: str) -> None:
        """A process was lost, or is about to be, and we saw how: its tries were cut off by that. Raises SpoolUnavailable.

        It counts for those of its claims that have begun more tries than they have obituaries: earlier ones have theirs.
        """
        tried = self.look()
        begun = tried.unfinished + Counter(tried.running)
        held = {name for note, names, _ in self._notes() for name in names if Path(note.name).name.startswith(f"{pid}-")}
        self.ended(sorted(name for name in held if begun[name] > len(tried.seen.get(name, ()))), how)

    def ended(self, names: Sequence[str], how: str) -> None:
        """Tries of claims of these names were cut off by this. Raises SpoolUnavailable."""
        with guarded(SpoolUnavailable, self.folder):
            os.close(create(self.folder / f"{secrets.token_hex(8)}{OBITUARY}", "\n".join([how, *names]).encode()))

    def look(self) -> Tried:
        """What is running and what ended with its process."""
        running: set[str] = set()
        unfinished: Counter[str] = Counter()
        for _, names, alive in self._notes():
            (running if alive else unfinished).update(names)
        seen: dict[str, list[str]] = {}
        for _, how, names in self._obituaries():
            for name in names:
                seen.setdefault(name, []).append(how)
        return Tried(frozenset(running), unfinished, seen)

    def sweep(self, claimed: Collection[str]) -> None:
        """Removes the notes of ended processes none of whose claims is still claimed."""
        for path, _, names in self._obituaries():
            if names and not any(name in claimed for name in names):  # without names it is just being written
                path.unlink(missing_ok=True)
        for note, names, alive in self._notes():
            # Held alone while it goes: who is just making it must not lock what has no name any more.
            if not alive and not any(name in claimed for name in names) and _locks(note, fcntl.LOCK_EX):
                Path(note.name).unlink(missing_ok=True)

    def _notes(self) -> Iterator[tuple[BinaryIO, list[str], bool]]:
        """Each note, open, with the names in it, and whether its process lives."""
        with guarded(SpoolUnavailable, self.folder):
            for path in self.folder.iterdir():
                if path.suffix == OBITUARY:
                    continue
                with suppress(FileNotFoundError), path.open("rb") as note:
                    alive = not _locks(note, fcntl.LOCK_SH)  # shared: others may be looking too
                    yield note, note.read().decode(errors="replace").splitlines(), alive

    def _obituaries(self) -> Iterator[tuple[Path, str, list[str]]]:
        """Each with how the try ended, and the names of its claims."""
        with guarded(SpoolUnavailable, self.folder):
            for path in self.folder.glob(f"*{OBITUARY}"):
                with suppress(FileNotFoundError):
                    how, *names = path.read_text(errors="replace").splitlines() or [""]
                    yield path, how, names


def _locks(note: BinaryIO, how: int) -> bool:
    """False where another process holds the lock."""
    try:
        fcntl.flock(note, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
