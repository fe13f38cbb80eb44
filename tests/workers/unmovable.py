"""A folder that nothing can be taken out of or put into."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def unmovable(folder: Path) -> Iterator[None]:
    """So it is even for root, whom permissions do not stop."""
    folder.chmod(0o555)
    if os.geteuid() == 0 and subprocess.run(["chattr", "+i", folder], check=False, capture_output=True).returncode:
        pytest.skip("root, and a file system without an immutable flag")
    try:
        yield
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", folder], check=True)
        folder.chmod(0o755)
