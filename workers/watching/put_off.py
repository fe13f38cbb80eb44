"""Files of the inbox that can't be moved: each is left alone for a while, twice as long each time. Pure; does no I/O.

A folder that somebody has closed to us may hold any number of them. Tried in every round they would hold up all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from workers.policy import LONGEST_WAIT, backoff

FIRST_WAIT: Final = 2.0  # seconds; up to policy.LONGEST_WAIT
FORGOTTEN: Final = 600.0  # seconds: whoever is there is listed and tried again before that
MOST: Final = 100_000  # files, some 20 MB; one that there is no room for is tried whenever it is listed


class Refusal(NamedTuple):
    """How often a file was refused, why the last time, and until when it is left alone."""

    times: int
    why: str
    until: float


class PutOff:
    """Told what was tried; times are seconds of any clock that never goes back. `refused` may be asked by any thread."""

    def __init__(self) -> None:
        self._refusals: dict[str, Refusal] = {}  # in the order in which they were tried

    @property
    def refused(self) -> dict[str, str]:
        """The files that can't be moved, and why."""
        return {path: refusal.why for path, refusal in self._refusals.copy().items()}

    def waits(self, path: str, now: float) -> bool:
        """True while this file is to be left alone."""
        refusal = self._refusals.get(path)
        return refusal is not None and now < refusal.until

    def tried(self, paths: Sequence[str], refused: Mapping[str, Exception], now: float) -> None:
        """These were tried just now, and those of them refused."""
        for path in paths if self._refusals else refused:
            last = self._refusals.pop(path, None)
            if path in refused and len(self._refusals) < MOST:
                times = last.times if last else 0
                until = now + backoff(times, FIRST_WAIT, LONGEST_WAIT)
                self._refusals[path] = Refusal(times + 1, str(refused[path]), until)
        self._forget(now)

    def _forget(self, now: float) -> None:
        """Those that are no longer there."""
        long_ago = takewhile(lambda each: each[1].until < now - FORGOTTEN, self._refusals.items())
        for path in [path for path, _ in long_ago]:
            del self._refusals[path]
