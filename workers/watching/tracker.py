"""Which files of the inbox are finished: a pure class that is told what was seen and when, and does no I/O.

A file whose writer has closed it (or that was renamed in) has settled at once: the kernel said so. A file that was only
found by listing the folder has settled when it kept its size and its time of change for the settle time. Paths are
text relative to the inbox, in os.fsdecode's spelling; times are seconds of any clock that never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, takewhile

IGNORED_ENDINGS = (".part", ".tmp", ".filepart", ".crdownload", "~")
MOST_TRACKED = 20_000  # beyond that the inbox itself is the memory: the next listing finds what was not taken in


def is_copy(name: str) -> bool:
    """False for dotfiles and for the names that tools give to what they still write: story.txt.part, story.txt~."""
    return not name.startswith(".") and not name.lower().endswith(IGNORED_ENDINGS)


@dataclass(slots=True)
class Sight:
    """What was seen of a file: `since` is when it was first seen with this size (bytes) and time of change."""

    size: int
    mtime_ns: int
    since: float


@dataclass(slots=True)
class Tracker:
    """Fed with the kernel's events and with sights of files; `take` yields what has settled, in the order it settled."""

    settle_seconds: float
    _settled: dict[str, None] = field(default_factory=dict)
    _watched: dict[str, Sight] = field(default_factory=dict)  # in the order of `since`

    def __len__(self) -> int:
        return len(self._settled) + len(self._watched)

    def __contains__(self, path: str) -> bool:
        return path in self._settled or path in self._watched

    @property
    def ready(self) -> int:
        """How many files have settled and wait to be taken."""
        return len(self._settled)

    @property
    def full(self) -> bool:
        """True when no new file is taken in."""
        return len(self) >= MOST_TRACKED

    def closed(self, path: str) -> None:
        """The kernel said that the writer of this file has closed it, or that it was moved in."""
        self._watched.pop(path, None)
        if not self.full:
            self._settled[path] = None

    def seen(self, path: str, size: int, mtime_ns: int, now: float, *, busy: bool = False) -> None:
        """The file was looked at; `busy`: somebody has it open for writing. The same sight after the settle time settles it."""
        if path in self._settled:
            return
        last = self._watched.get(path)
        if last is None or busy or (last.size, last.mtime_ns) != (size, mtime_ns):
            self._watched.pop(path, None)  # so that a changed file goes to the end
            if not self.full:
                self._watched[path] = Sight(size, mtime_ns, now)
        elif now - last.since >= self.settle_seconds:
            del self._watched[path]
            self._settled[path] = None

    def gone(self, path: str) -> None:
        """The file is no longer there."""
        self._settled.pop(path, None)
        self._watched.pop(path, None)

    def to_look_at(self, now: float) -> list[str]:
        """Files whose settle time is over: look at them again, and tell `seen` or `gone`."""
        return list(takewhile(lambda path: now - self._watched[path].since >= self.settle_seconds, self._watched))

    def due_in(self, now: float) -> float | None:
        """Seconds until there is a file to look at again; None while there is none to wait for."""
        first = next(iter(self._watched.values()), None)
        return None if first is None else max(0.0, first.since + self.settle_seconds - now)

    def take(self, limit: int) -> list[str]:
        """At most `limit` settled files, first settled first; they are no longer tracked."""
        taken = list(islice(self._settled, max(0, limit)))
        for path in taken:
            del self._settled[path]
        return taken
