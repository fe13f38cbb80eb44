"""A disk of a desk's own that can be filled and made read-only: a tmpfs, which takes root and the right to mount."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.workers.desk import until

FILLER = 64 * 1024  # bytes a write, then less


class SmallDisk:
    """`folder` is where it is mounted; `mounted` is False where we may not, and then it is an ordinary folder."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        folder.mkdir()
        self.mounted = os.geteuid() == 0 and mount("-t", "tmpfs", "-o", f"size={size}", "copydesk-test", str(folder))

    def __enter__(self) -> SmallDisk:
        return self

    def __exit__(self, *_: object) -> None:
        """What is on it is gone."""
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    @contextmanager
    def full(self) -> Iterator[None]:
        """No byte is free as long as this lasts."""
        filler = fill(self.folder)
        try:
            yield
        finally:
            filler.unlink()

    @contextmanager
    def read_only(self, folder: Path) -> Iterator[None]:
        """A folder of it refuses every write as long as this lasts."""
        name = str(folder)
        assert mount("--bind", name, name)
        try:
            assert until(lambda: mount("-o", "remount,bind,ro", name))  # busy while somebody writes in it
            yield
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def mount(*options: str) -> bool:
    """False where the system refuses."""
    return subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0


def fill(folder: Path) -> Path:
    """Leaves no byte free on the disk of this folder; the file that fills it."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as filler:
        size = FILLER
        while size:
            try:
                filler.write(bytes(size))
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
                size //= 2
    return path
