"""Looking at the inbox on the tracker's behalf: listing it, and looking at single files again. Moves nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from workers.reading import has_writer
from workers.watching.put_off import PutOff
from workers.watching.tracker import Tracker, is_copy

log = logging.getLogger(__name__)

MOST_NEW = 10_000  # files that one listing takes in: a million of them must not hold up the first


class Inbox:
    """The inbox as the watcher sees it. `on_folder` is told of every folder that a listing meets."""

    def __init__(self, root: Path, tracker: Tracker, on_folder: Callable[[str], None]) -> None:
        self.root = root
        self.put_off = PutOff()  # what a listing passes over
        self._tracker = tracker
        self._on_folder = on_folder

    def list(self, now: float) -> bool:
        """Tells the tracker of files that it does not know; True when there may be more than it took in."""
        room = MOST_NEW
        for path in copy_in(self.root, self._on_folder, lambda fault: log.warning("not listed: %s", fault)):
            if self._tracker.full or not room:
                return True
            if path not in self._tracker and not self.put_off.waits(path, now):
                self._look(path, now)
                room -= 1
        return False

    def look_again(self, now: float) -> None:
        """Looks at the files whose settle time is over."""
        for path in self._tracker.to_look_at(now):
            self._look(path, now, busy=being_written(self.root / path))

    def heard(self, paths: Iterable[str], now: float) -> None:
        """The kernel said that these were closed or moved in. An empty one may be a name taken before the text comes."""
        for path in paths:
            if all(is_copy(part) for part in path.split("/")):
                self._look(path, now, closed=True)

    def _look(self, path: str, now: float, *, closed: bool = False, busy: bool = False) -> None:
        try:
            found = os.lstat(f"{self.root}/{path}")
        except OSError:  # gone, or behind a folder that is closed to us: the next listing will say
            self._tracker.gone(path)
            return
        if closed and found.st_size:
            self._tracker.closed(path)
        else:
            self._tracker.seen(path, found.st_size, found.st_mtime_ns, now, busy=busy)


def copy_in(
    root: Path, on_folder: Callable[[str], None] = lambda folder: None, on_closed: Callable[[OSError], None] = lambda fault: None
) -> Iterator[str]:
    """Files with the name of finished copy, relative to `root`, in the order of the file system: never sorted, never whole.

    Links to folders are not followed. `on_folder` is told of each folder before it is listed ("" is the root), `on_closed`
    of what can't be listed.
    """
    folders = [""]
    while folders:
        folder = folders.pop()
        on_folder(folder)
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if not is_copy(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(path)
                    else:
                        yield path
        except FileNotFoundError:
            continue  # removed meanwhile
        except OSError as fault:
            on_closed(fault)


def being_written(path: Path) -> bool:
    """True while some process has the file open for writing, where the kernel can tell."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False  # no ordinary file: the spool says what it is
    try:
        return has_writer(descriptor)
    finally:
        os.close(descriptor)
