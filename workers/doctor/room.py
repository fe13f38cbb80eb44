"""The desk's disk: how much is left on it, and of what kind it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from workers.doctor.finding import Finding, fault, ok, warning
from workers.settings import Settings

LITTLE_BYTES: Final = 1_000_000_000
FEW_INODES: Final = 20_000  # a story takes three: original, record, and now and then a folder
FAR: Final = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "virtiofs")
_FOR_A_WHILE: Final = ("tmpfs", "ramfs", "overlay")
_MOUNTS: Final = Path("/proc/self/mountinfo")  # proc(5): ... mount point, options, optional fields, "-", type


def space(settings: Settings) -> Iterator[Finding]:
    """Bytes and inodes that are left to us."""
    if not settings.desk.is_dir():
        return
    disk = os.statvfs(settings.desk)
    free, inodes = disk.f_bavail * disk.f_frsize, disk.f_favail if disk.f_files else FEW_INODES  # 0: it counts none
    found = f"{free / 1e9:,.1f} GB and {inodes:,} inodes are left" if disk.f_files else f"{free / 1e9:,.1f} GB are left"
    fix = f"copydesk prune {settings.desk} --older-than 90d --archive"
    if free < settings.max_bytes or not inodes:
        yield fault("space", f"{found}: a file of max_bytes has no room", fix)
    elif free < LITTLE_BYTES or inodes < FEW_INODES:
        yield warning("space", found, fix)
    else:
        yield ok("space", found)


def file_system(settings: Settings) -> Iterator[Finding]:
    """A disk far away tells nothing of files that other hosts drop; one in memory forgets the desk."""
    kind = kind_of(settings.desk)
    if kind in FAR:
        found = f"{kind}: no event comes of files that other hosts drop, so the inbox is listed at intervals"
        yield warning("file system", found, f"scan_seconds = {settings.scan_seconds:g}  # how long that may take")
    elif kind in _FOR_A_WHILE:
        found = f"{kind}: what is on it goes with this machine or container"
        yield warning("file system", found, "keep the desk on a disk or a volume")
    elif kind:
        yield ok("file system", kind)


def kind_of(path: Path) -> str:
    """The kind of the file system that a path lies on, "" where nobody tells: not on Linux, or the path is not there."""
    if not _MOUNTS.exists() or not path.exists():
        return ""
    device = path.stat().st_dev
    wanted, found = f"{os.major(device)}:{os.minor(device)}", ""
    for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == wanted:
            found = after.split()[0]
    return found
