"""Ctrl-C and SIGTERM as something to look at: the first asks for an orderly end, the second for an end at once."""

from __future__ import annotations

import signal
import threading
from types import FrameType


class Stopping:
    """From its making on, signals no longer end the process. To be made in the main thread."""

    def __init__(self) -> None:
        self._asked = 0
        self._bell = threading.Event()
        for what in (signal.SIGINT, signal.SIGTERM):
            signal.signal(what, self._ask)

    @property
    def asked(self) -> bool:
        return self._asked > 0

    @property
    def at_once(self) -> bool:
        return self._asked > 1

    def wait(self, seconds: float | None) -> None:
        """Returns early when a signal comes."""
        self._bell.wait(seconds)
        self._bell.clear()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1
        self._bell.set()
