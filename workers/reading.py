"""Reading one claimed file: all of it or none, nothing but a regular file, never more than the limit."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
from pathlib import Path

from pipeline.errors import NotAFile, NotPermitted, SpoolUnavailable, StillChanging, TooLarge, Vanished
from workers.disk import guarded

_NO_FILE = (errno.ELOOP, errno.ENXIO)  # what opening a link or a socket says
_KINDS = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def read_regular(path: Path | str, subject: str, max_bytes: int) -> bytes:
    """The bytes of a file that nobody has open for writing; never follows a link, never waits on a pipe.

    Raises Vanished, NotAFile, NotPermitted, TooLarge (unread), StillChanging, SpoolUnavailable; they are about `subject`.
    """
    try:
        with guarded(SpoolUnavailable, subject, gone_passes=True):
            return _read(path, subject, max_bytes)
    except FileNotFoundError as gone:
        raise Vanished(subject, "no longer there", "somebody else has dealt with it") from gone


def has_writer(descriptor: int) -> bool:
    """True while some process has this file open for writing, where the kernel can tell: Linux, a local disk, a file of ours.

    A lease for reading is granted only while there is no writer. Whoever opens the file before we give it back a moment
    later waits for us, and we are told by SIGURG, which nobody heeds (the default, SIGIO, would end the process).
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return refused.errno == errno.EAGAIN
    return False


def not_a_file(mode: int, subject: str) -> NotAFile:
    """The error about something of this st_mode where a file should be."""
    return NotAFile(subject, f"{_KINDS.get(stat.S_IFMT(mode), 'a device')} instead of a file", "drop the file itself")


def _read(path: Path | str, subject: str, max_bytes: int) -> bytes:
    file = _open(path, subject)
    try:
        before = os.fstat(file)
        if not stat.S_ISREG(before.st_mode):
            raise not_a_file(before.st_mode, subject)
        if has_writer(file):
            raise StillChanging(subject, "somebody has it open for writing", "it is read when they have closed it")
        if before.st_size > max_bytes:
            raise TooLarge(subject, f"{before.st_size:,} bytes, over the limit of {max_bytes:,}", "raise max_bytes to take it")
        raw = os.read(file, before.st_size + 1)
        after = os.fstat(file)
    finally:
        os.close(file)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(raw) != before.st_size:
        raise StillChanging(subject, "it was written to while it was read", "it is read again")
    return raw


def _open(path: Path | str, subject: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError as refused:
        raise NotPermitted(subject, "its permissions do not let us read it", "chmod it, then retry") from refused
    except OSError as fault:
        if fault.errno in _NO_FILE:
            raise not_a_file(os.lstat(path).st_mode, subject) from fault
        raise
