"""The time of day of single processes, which may jump: a few lines of C that are preloaded into them (clock.c)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("clock.c")


class Clock:
    """One process's. `environment` is what the process is started with; its children share the clock."""

    def __init__(self, library: Path, path: Path) -> None:
        self._path = path
        self.ahead = 0  # seconds before the real time of day
        self.jump(0)
        self.environment = {"LD_PRELOAD": str(library), "STORM_CLOCK": str(path)}

    def jump(self, ahead: int) -> None:
        """At once, in the midst of whatever the process does."""
        self.ahead = ahead
        with self._path.open("r+b" if self._path.exists() else "wb") as file:  # the same file: it is mapped
            file.write(ahead.to_bytes(8, "little", signed=True))


def library(folder: Path) -> Path | None:
    """Builds what is preloaded; None without a compiler, which CI must have."""
    compiler = shutil.which("cc")
    if not compiler and os.environ.get("CI"):
        pytest.fail("no C compiler on this machine")
    if not compiler:
        return None
    built = folder / "clock.so"
    subprocess.run([compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", built, SOURCE], check=True)
    return built
