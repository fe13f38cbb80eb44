"""The doorbell: whether the kernel still has an inotify instance and watches for the folders of the inbox."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from workers.doctor.finding import Finding, ok, warning
from workers.settings import Settings
from workers.watching.inbox import copy_in

_MOST: Final = Path("/proc/sys/fs/inotify/max_user_watches")
_FIXES: Final = {
    errno.EMFILE: "sudo sysctl fs.inotify.max_user_instances=1024",
    errno.ENOSPC: "sudo sysctl fs.inotify.max_user_watches=524288",
}


def inotify(settings: Settings) -> Iterator[Finding]:
    """Takes an instance and a watch for each folder, as the watcher does, and gives them back."""
    inbox = settings.desk / "inbox"
    if settings.remote or not inbox.is_dir():
        return
    try:
        from inotify_simple import INotify
    except ImportError:
        yield ok("events", "none on this system: the inbox is listed at intervals")
        return
    folders: list[str] = []
    for _ in copy_in(inbox, folders.append):
        pass
    try:
        with INotify() as kernel:
            for folder in folders:
                kernel.add_watch(inbox / folder, 0x8)  # IN_CLOSE_WRITE
    except OSError as refused:
        fix = _FIXES.get(refused.errno or 0, "see to the inbox")
        yield warning("events", f"inotify says {refused.strerror}: files are found by listing, a second later", fix)
    else:
        most = _MOST.read_text("ascii").strip()
        yield ok("events", f"inotify hears {len(folders)} folders of the inbox; a user may have {most} watches")
