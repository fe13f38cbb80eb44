"""Who may do what on the desk: as whom it is looked at, and what is open to others that should not be."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from workers.doctor.finding import Finding, fault, ok, warning
from workers.settings import FILE_NAME, Settings
from workers.spool import Spool
from workers.styling.styles import ACCEPTED

_OTHERS_WRITE: Final = stat.S_IWOTH
_OTHERS_READ: Final = stat.S_IRGRP | stat.S_IROTH


def whose(settings: Settings) -> Iterator[Finding]:
    """The desk's owner should be who looks: root may do what the worker's user may not."""
    if not settings.desk.is_dir():
        return
    owner, us = settings.desk.stat().st_uid, os.geteuid()
    if owner != us:
        found = f"{settings.desk} belongs to {_name(owner)}, and it is {_name(us)} who looks at it"
        yield warning("user", found, f"sudo -u {_name(owner)} copydesk doctor {settings.desk}")
    elif us == 0:
        found = "the desk runs as root: it reads files of strangers, and needs no rights at all for it"
        yield warning("user", found, f"useradd --system copydesk && chown -R copydesk: {settings.desk}")
    else:
        yield ok("user", _name(us))


def closed(settings: Settings) -> Iterator[Finding]:
    """What steers the desk is its owner's alone to write; its state is nobody else's to read."""
    state = Spool(settings.desk).state
    # Flower keeps its own memory in .copydesk/ as a pickle: who may write it may run what he likes as the desk's user.
    written = [
        settings.desk,
        state,
        settings.desk / ACCEPTED,
        settings.desk / FILE_NAME,
        *(settings.desk / ACCEPTED).glob("*.toml"),
    ]
    found = [
        fault("permissions", f"everybody may change {path}", f"chmod o-w {path}")
        for path in written
        if _mode(path) & _OTHERS_WRITE
    ]
    if _mode(state) & _OTHERS_READ:
        said = f"others may read {state}: what is queued, the names of all files, the logs"
        found.append(warning("permissions", said, f"chmod 700 {state}"))
    mask = os.umask(0)
    os.umask(mask)
    if not mask & _OTHERS_WRITE:
        found.append(warning("permissions", f"umask {mask:03o}: everybody may change what the desk writes", "umask 022"))
    yield from found or [ok("permissions", f"nobody else writes where it matters; umask {mask:03o}")]


def _mode(path: Path) -> int:
    """0 for what is not there; a folder in which each may only remove what is his own (sticky) is not open."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        return mode & ~_OTHERS_WRITE if mode & stat.S_ISVTX or stat.S_ISLNK(mode) else mode
    return 0


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"
