"""Helpers for tests of the command: run it as people do, and look at what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.workers.processes import COPYDESK

STORY = b"""Ferry stops for the winter

The ferry to Saltmarsh Island stopped running on Tuesday, the harbor office said.

Harbormaster Wilhelmina Okoro-Lund said the pilings would be looked at before the ice came.

(Reporting by Ada Quill; Editing by Peter Vance)

Comments
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def copydesk(
    *arguments: str | Path | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The installed command; output as text, without a terminal."""
    done = subprocess.run(
        [COPYDESK, *arguments], input=stdin, capture_output=True, env={**os.environ, **(env or {})}, timeout=120, check=False
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
