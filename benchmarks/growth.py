"""Does a desk that has done much still do the next story as the first? Cost and memory over many stories, slice by slice.

Once, for it takes minutes: the slices are the repetition.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import redis

from benchmarks.contenders import Copydesk
from benchmarks.processes import MEGABYTE, memory
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker

WARM_UP = 300
HELD_BY = {"run": "memory of `copydesk run`", "worker": "memory of the worker", "process": "memory of a worker process"}


def growth(work: Path, stories: int, slices: int, size: int) -> Iterator[Measure]:
    """So many stories of `size` bytes through one desk in so many slices."""
    each = stories // slices
    with EmbeddedBroker(work / "broker") as broker:
        desk = Copydesk(work / "desk", broker.url)
        with desk.running():
            desk.process(text_stories(WARM_UP, edition=0, size=size))
            for number in range(1, slices + 1):
                progress(f"growth, slice {number} of {slices}")
                took = desk.process(text_stories(each, edition=number, size=size))
                yield Measure("growth", "clock a story", 1000 * took.seconds / each, "ms", at=number * each)
                if took.cpu is not None:
                    yield Measure("growth", "CPU a story", 1000 * took.cpu / each, "ms", at=number * each)
                for role, held in memory(desk.folder).items():
                    yield Measure("growth", HELD_BY[role], held, "MB", at=number * each)
                yield Measure("growth", "memory used by the broker", used_memory(broker), "MB", at=number * each)


def used_memory(broker: EmbeddedBroker) -> float:
    """MB that the server says it uses."""
    with redis.Redis(unix_socket_path=str(broker.socket)) as client:
        return float(client.info("memory")["used_memory"]) / MEGABYTE
