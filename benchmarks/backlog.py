"""What a story costs when there are a hundred, ten thousand, a hundred thousand of them in the inbox, and how an inbox with a
million files starts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.contenders import PATIENCE, Copydesk, Took
from benchmarks.growth import WARM_UP, used_memory
from benchmarks.processes import memory
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker

LINKS = 10_000  # names that one file has in the big inbox
WATCHED = 10.0  # seconds that a desk with the big inbox is looked at


def backlog(work: Path, sizes: list[int], turns: int, once_from: int, size: int) -> Iterator[Measure]:
    """Each backlog `turns` times by turns, those of `once_from` files or more once. Cost is clock and CPU a story."""
    took: dict[int, list[Took]] = {files: [] for files in sizes}
    with EmbeddedBroker(work / "broker") as broker:
        desk = Copydesk(work / "desk", broker.url)
        with desk.running():
            desk.process(text_stories(WARM_UP, edition=0, size=size))
            for turn in range(turns):
                for place, files in enumerate(sizes):
                    if turn == 0 or files < once_from:
                        progress(f"backlog of {files:,}, turn {turn + 1}")
                        took[files].append(desk.process(text_stories(files, edition=1 + turn * len(sizes) + place, size=size)))
    for files, times in took.items():
        yield _cost("clock a story", [each.seconds for each in times], files)
        if all(each.cpu is not None for each in times):
            yield _cost("CPU a story", [each.cpu or 0.0 for each in times], files)


def _cost(name: str, seconds: list[float], files: int) -> Measure:
    costs = [1000 * each / files for each in seconds]
    return Measure("backlog", name, median(costs), "ms", spread=(min(costs), max(costs)), at=files)


def inbox(work: Path, files: int) -> Iterator[Measure]:
    """From the start of `copydesk run` on an inbox with so many files: until the first is claimed, and what is held then."""
    with EmbeddedBroker(work / "broker") as broker:
        desk = Copydesk(work / "desk", broker.url)
        progress(f"inbox, making {files:,} files")
        _fill(desk.inbox, files)
        began = time.perf_counter()
        with desk.running():
            while not any((desk.folder / "claimed").iterdir()):
                if time.perf_counter() - began > PATIENCE:
                    raise TimeoutError(f"nothing claimed after {PATIENCE:.0f} s: see {desk.folder}.log")
                time.sleep(0.005)
            yield Measure("inbox", "start to first claim", time.perf_counter() - began, "s", "<= 5", at=files)
            held, used = _most_in_a_while(desk, broker)
            yield Measure("inbox", "most memory of `copydesk run`", held, "MB", at=files)
            yield Measure("inbox", "most memory used by the broker", used, "MB", at=files)


def _most_in_a_while(desk: Copydesk, broker: EmbeddedBroker) -> tuple[float, float]:
    held = used = 0.0
    until = time.monotonic() + WATCHED
    while time.monotonic() < until:
        held = max(held, memory(desk.folder).get("run", 0.0))
        used = max(used, used_memory(broker))
        time.sleep(0.2)
    return held, used


def _fill(folder: Path, files: int) -> None:
    """Names of few files: what is measured is the listing, not the stories."""
    stories = text_stories(1 + files // LINKS)
    for number in range(files):
        if number % LINKS == 0:
            _, raw = next(stories)
            first = folder / f"{number:07}.txt"
            first.write_bytes(raw)
        else:
            os.link(first, folder / f"{number:07}.txt")
