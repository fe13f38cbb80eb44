"""The desk's folders: there, on one file system, open to us, and able to do what the spool builds on."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from workers.disk import rename_new
from workers.doctor.finding import Finding, fault, ok, warning
from workers.settings import Settings
from workers.spool import Spool

_PROBE: Final = ".copydesk-doctor-"  # hidden: no watcher claims it, and nobody counts it
_FIXES: Final = {
    errno.EXDEV: "keep all folders of the desk on one file system: a rename cannot cross two",
    errno.EROFS: "mount -o remount,rw {place}",
    errno.EACCES: "sudo chown -R {user} {place}",
    errno.EPERM: "sudo chown -R {user} {place}",
    errno.ENOSPC: "df -h {place}; df -i {place}",
}

_UNSURE: Final = (
    "this file system has no rename that refuses to overwrite (renameat2): each file gets its claim's id into its name",
    "keep the desk on ext4, XFS, Btrfs, ZFS or tmpfs",
)


def there(settings: Settings) -> Iterator[Finding]:
    """The folders that every process of the desk needs; a worker without the desk has none."""
    if settings.remote:
        yield ok("folders", "none: this is a worker without the desk's disk")
        return
    missing = [folder.name for folder in _folders(settings) if not folder.is_dir()]
    if missing:
        yield fault("folders", f"{settings.desk} lacks {', '.join(missing)}", f"copydesk init {settings.desk}")
    else:
        yield ok("folders", f"{settings.desk} has them all")


def moves(settings: Settings) -> Iterator[Finding]:
    """Takes an empty folder the way of a story: each move one rename, and none that overwrites."""
    state, *way = _folders(settings)
    if settings.remote or not all(folder.is_dir() for folder in (state, *way)):
        return
    probe = state / (_PROBE + secrets.token_hex(4))
    sure = True
    try:
        probe.mkdir()
        for folder in way:
            target = folder / probe.name
            if not rename_new(probe, target):
                sure = False
                probe.rename(target)
            probe = target
    except OSError as refused:
        stuck = target.parent if probe.exists() else state  # not even made
        yield fault("moves", f"nothing can be moved into {stuck}: {refused.strerror}", _fix(refused, stuck))
    else:
        yield ok("moves", "one rename from folder to folder, and none overwrites") if sure else warning("moves", *_UNSURE)
    finally:
        with suppress(OSError):
            probe.rmdir()


def locks(settings: Settings) -> Iterator[Finding]:
    """Two locks on one file: the second has to be refused, or two workers take one story for theirs."""
    place = settings.desk / ("" if settings.remote else ".copydesk")
    if not place.is_dir():
        return
    path = place / (_PROBE + secrets.token_hex(4))
    try:
        with path.open("wb") as first, path.open("rb") as second:
            fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                fcntl.flock(second, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                yield ok("locks", "the file system keeps them")
            else:
                yield fault("locks", f"{place} forgets them", "move the desk to a file system with locks: for NFS, version 4")
    except OSError as refused:
        yield fault("locks", f"none to be had in {place}: {refused.strerror}", _fix(refused, place))
    finally:
        path.unlink(missing_ok=True)


def _folders(settings: Settings) -> tuple[Path, ...]:
    """The state folder, and the places of a story in the order in which it may come to them."""
    spool = Spool(settings.desk)
    return spool.state, spool.inbox, spool.claimed, spool.archived, spool.quarantined


def _fix(refused: OSError, place: Path) -> str:
    advice = _FIXES.get(refused.errno or 0, "see to {place}")
    return advice.format(place=place, user=os.getuid())
