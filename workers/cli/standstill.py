"""A desk at a standstill: files are claimed, and none of them comes to its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.tally import Numbers

SPEAK_SECONDS = 10.0  # a store that is down, a broker that is away: what takes longer than this a person should know


class Standstill:
    """How long nothing has ended, though files are claimed."""

    def __init__(self) -> None:
        self._ended = 0
        self._said = False
        self.begin()

    def begin(self) -> None:
        """Counts from now on."""
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._since

    def look(self, numbers: Numbers) -> bool:
        """To be called every moment; True when it has just become long enough to speak of."""
        ended = numbers.done + numbers.quarantined
        if ended != self._ended or not numbers.claimed:
            self._ended, self._said = ended, False
            self.begin()
        news = not self._said and self.seconds > SPEAK_SECONDS
        self._said |= news
        return news
