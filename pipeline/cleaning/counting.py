"""Count what is frequent in an endless stream, in bounded memory: lossy counting (Manku and Motwani, VLDB 2002)."""

from __future__ import annotations

from collections.abc import Iterator


class LossyCounter:
    """Counts of the frequent items of a stream.

    After each `width` items, whoever is not seen about once a window is forgotten. An item's count is never too high, and
    too low by at most seen / width; at most width * log(seen / width) items are held at any time.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.seen = 0
        self._held: dict[str, tuple[int, int]] = {}  # item -> times counted, and most times that it may have been missed

    def __len__(self) -> int:
        return len(self._held)

    def add(self, item: str) -> None:
        """One more of the stream."""
        window = self.seen // self.width
        times, missed = self._held.get(item, (0, window))
        self._held[item] = (times + 1, missed)
        self.seen += 1
        if self.seen % self.width == 0:
            self._held = {item: (times, missed) for item, (times, missed) in self._held.items() if times + missed > window + 1}

    def at_least(self, times: int) -> Iterator[str]:
        """The items that may have been there so often, the most frequent first; none that was is left out."""
        likely = ((counted, item) for item, (counted, missed) in self._held.items() if counted + missed >= times)
        return (item for _, item in sorted(likely, key=lambda each: (-each[0], each[1])))
