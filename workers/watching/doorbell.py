"""The kernel's word on a tree of folders: which files were closed by their writers or moved in.

inotify where there is any; elsewhere (macOS, a network mount that sends no events) `wait` only waits, and whoever
listens has to list the folder. Never the truth: events get lost when the kernel's queue overflows, which `wait` reports.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import selectors
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

# Event bits of inotify(7). The binding has them too, but exists on Linux only.
CLOSE_WRITE, MOVED_FROM, MOVED_TO, CREATE = 0x8, 0x40, 0x80, 0x100
OVERFLOW, IGNORED, ONLYDIR, DONT_FOLLOW, IS_FOLDER = 0x4000, 0x8000, 0x0100_0000, 0x0200_0000, 0x4000_0000
WANTED = CLOSE_WRITE | MOVED_FROM | MOVED_TO | CREATE | ONLYDIR


@dataclass(slots=True)
class Ring:
    """What one wait brought: files that are complete (relative to the root), and whether a listing is needed."""

    closed: list[str] = field(default_factory=list)
    list_again: bool = False


class Doorbell:
    """Hears `root` and the sub-folders given to `watch`; `wait` returns when something happened or `ring` was called."""

    def __init__(self, root: Path, *, events: bool = True) -> None:
        self._root = root
        self._inotify: Any = _open_inotify() if events else None  # the binding has no types
        self._folders: dict[int, str] = {}  # watch descriptor -> folder relative to the root; "" is the root
        self._hear, self._ring = os.pipe()
        os.set_blocking(self._hear, False)
        os.set_blocking(self._ring, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._hear, selectors.EVENT_READ)
        if self._inotify:
            self._selector.register(self._inotify, selectors.EVENT_READ)
        self.hears_all = self._inotify is not None  # False: some folder sends no events, only listing finds its files

    def watch(self, folder: str) -> None:
        """Hear this folder too; again and again is harmless. Where the kernel has no watch left it is only listed."""
        if self._inotify is None:
            return
        mask = WANTED | (DONT_FOLLOW if folder else 0)  # the inbox itself may be a link, a folder in it may not
        try:
            self._folders[self._inotify.add_watch(self._root / folder, mask)] = folder
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR):  # not merely gone again
                log.warning("%s sends no events (%s): it is listed instead", self._root / folder, error.strerror)
                self.hears_all = False

    def wait(self, timeout: float | None) -> Ring:
        """Waits up to `timeout` seconds (None: for ever) for an event or for `ring`."""
        heard = Ring()
        for key, _ in self._selector.select(timeout):
            if key.fd == self._hear:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._hear, 4096)
            else:
                self._read(heard)
        return heard

    def ring(self) -> None:
        """Ends a `wait` at once; from any thread or signal handler."""
        with contextlib.suppress(BlockingIOError):  # a full pipe rings already
            os.write(self._ring, b"!")

    def close(self) -> None:
        self._selector.close()
        os.close(self._hear)
        os.close(self._ring)
        if self._inotify:
            self._inotify.close()

    def _read(self, heard: Ring) -> None:
        for descriptor, mask, _, name in self._inotify.read(timeout=0):
            folder = self._folders.get(descriptor)
            if mask & OVERFLOW:
                heard.list_again = True
            elif folder is None or mask & IGNORED:
                self._folders.pop(descriptor, None)
            elif mask & IS_FOLDER:
                self._folder_changed(_inside(folder, name), bool(mask & MOVED_FROM))
                heard.list_again = True  # it may have come with files in it
            elif mask & (CLOSE_WRITE | MOVED_TO):
                heard.closed.append(_inside(folder, name))

    def _folder_changed(self, folder: str, moved_away: bool) -> None:
        """A new folder is heard at once; one that was moved away is let go of: its watches would tell its old name."""
        if not moved_away:
            self.watch(folder)
            return
        for descriptor, known in list(self._folders.items()):
            if known == folder or known.startswith(folder + os.sep):
                del self._folders[descriptor]
                with contextlib.suppress(OSError):
                    self._inotify.rm_watch(descriptor)


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _open_inotify() -> Any:
    """None where the system has no inotify, or no instance of it left."""
    try:
        from inotify_simple import INotify

        return INotify()
    except (ImportError, OSError) as error:
        log.warning("no file events on this system (%s): the inbox is listed at intervals", error)
        return None
