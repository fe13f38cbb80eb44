"""What spool and stores ask of a file system: moves that never overwrite, and writes that are durable when they return."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import functools
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pipeline.errors import SpoolUnavailable, Unavailable

T = TypeVar("T")
SYNC_THREADS = 8
STALE_SECONDS = 3600.0
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_WAY = os.O_DIRECTORY | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)  # a folder to go through, not to list
_CANNOT_TELL = (errno.EEXIST, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_ADVICE = {
    errno.ENOSPC: "make room; everything goes on by itself then",
    errno.EDQUOT: "raise the quota; everything goes on by itself then",
    errno.EROFS: "mount it writable",
    errno.ENOENT: "it was there at the start: mount it, or make it again with `copydesk run`",
    errno.EISDIR: "name a file, not a folder",
    errno.EXDEV: "put inbox/, claimed/, archive/ and quarantine/ on one file system",
    errno.EACCES: "give the desk's user the right to read and write there",
    errno.EPERM: "give the desk's user the right to read and write there",
    errno.ENOLCK: "use a file system with locks",
    errno.ENOTSUP: "use a file system with locks",
}


@contextmanager
def guarded(error: type[Unavailable], subject: object, *, gone_passes: bool = False) -> Iterator[None]:
    """Turns an OSError into a transient error of ours. `gone_passes`: not FileNotFoundError, it says that somebody was faster."""
    try:
        yield
    except OSError as fault:
        if gone_passes and isinstance(fault, FileNotFoundError):
            raise
        advice = _ADVICE.get(fault.errno or 0, "see to the disk; everything goes on by itself then")
        raise error(
            os.fsencode(str(subject)).decode("utf-8", "backslashreplace"), fault.strerror or str(fault), advice
        ) from fault


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """os.walk, but what may not be listed does not pass for empty; what is not there does. Raises SpoolUnavailable."""

    def closed(fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):
            with guarded(SpoolUnavailable, fault.filename):
                raise fault

    return os.walk(folder, onerror=closed)


def rename_new(source: Path | str, target: Path) -> bool:
    """Renames without ever overwriting. False: the name is taken, or this system cannot promise it (then nothing moved)."""
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_TELL:
        return False
    raise OSError(code, os.strerror(code), str(source), None, str(target))


def move_out(root: Path, name: str, target: str) -> bool:
    """Moves root/NAME, which others may write to, to `target`. False for a folder, and for what lies behind a link.

    Each folder on the way is held open: whoever exchanges one for a link meanwhile moves nothing of somebody else's.
    """
    *folders, file = name.split("/")
    place = os.open(root, _WAY)
    try:
        for folder in folders:
            outer, place = place, os.open(folder, _WAY | os.O_NOFOLLOW, dir_fd=place)
            os.close(outer)
        if stat.S_ISDIR(os.lstat(file, dir_fd=place).st_mode):
            return False
        os.rename(file, target, src_dir_fd=place)
        return True
    except NotADirectoryError:  # what a link says that is asked for a folder, and not followed
        return False
    finally:
        os.close(place)


@functools.cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """Linux' own call; Python has none. None elsewhere."""
    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "renameat2", None)
    if call is not None:
        call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    return call


def create(path: Path | str, data: bytes) -> int:
    """Writes a new file; returns its open descriptor, not synced. Raises FileExistsError; leaves no half of one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError:
        os.close(descriptor)
        Path(path).unlink()
        raise
    return descriptor


def create_synced(path: Path | str, data: bytes) -> None:
    """The same, closed, its bytes on the disk. Leaves nothing where that fails, however often that is."""
    descriptor = create(path, data)
    try:
        os.fsync(descriptor)
    except OSError:
        Path(path).unlink()
        raise
    finally:
        os.close(descriptor)


def write_whole(descriptor: int, data: bytes) -> None:
    """One write, so that those of other processes stand before or behind it. Raises OSError where not all of it fits."""
    if os.write(descriptor, data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def hold(path: Path) -> int | None:
    """The kernel's lock on this file, made if need be: a descriptor to close; None while another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        os.close(descriptor)
        if isinstance(fault, BlockingIOError):
            return None
        raise
    return descriptor


def remove_stale(folder: Path, now: float, names: str = "*") -> None:
    """Removes drafts that a killed process left: no draft is worked on for an hour. `now` in seconds since the epoch."""
    for draft in folder.glob(names):
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime < now - STALE_SECONDS:
                draft.unlink()


def make_folders(folder: Path) -> None:
    """Makes the folder and those above it that are missing; their names are on the disk when it returns."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def sync_files(descriptors: Sequence[int]) -> None:
    """Waits until the bytes of these open files are on the disk."""
    _each(os.fsync, descriptors)


def sync_folders(folders: Sequence[Path]) -> None:
    """Waits until the names in these folders are on the disk."""
    _each(_sync_folder, folders)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _each(sync: Callable[[T], None], things: Sequence[T]) -> None:
    """Side by side: a file system writes its journal once for all that wait for it (half the time here for 64 files)."""

    def share(number: int) -> None:
        for thing in things[number::SYNC_THREADS]:
            sync(thing)

    if len(things) < SYNC_THREADS:
        for thing in things:
            sync(thing)
    else:
        list(_threads(os.getpid()).map(share, range(SYNC_THREADS)))


@functools.lru_cache(maxsize=1)
def _threads(pid: int) -> ThreadPoolExecutor:
    """One pool a process: a forked child inherits the object of its parent, but not the threads."""
    return ThreadPoolExecutor(SYNC_THREADS, thread_name_prefix=f"sync-{pid}")
