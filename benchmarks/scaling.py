"""Stories a second with one and with two worker processes, by turns on the same stories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.contenders import Copydesk
from benchmarks.growth import WARM_UP
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker

PROCESSES = (1, 2)


def scaling(work: Path, turns: int, files: int, size: int) -> Iterator[Measure]:
    """`files` new stories through each desk, `turns` times by turns; each desk has a server of its own."""
    with ExitStack() as stack:
        desks = {}
        for number in PROCESSES:
            broker = stack.enter_context(EmbeddedBroker(work / f"broker-{number}"))
            desks[number] = Copydesk(work / f"desk-{number}", broker.url, concurrency=number)
            stack.enter_context(desks[number].running())
        for desk in desks.values():
            desk.process(text_stories(WARM_UP, edition=0, size=size))
        rates: dict[int, list[float]] = {number: [] for number in PROCESSES}
        for turn in range(1, turns + 1):
            progress(f"worker processes, turn {turn} of {turns}")
            for number, desk in desks.items():
                rates[number].append(files / desk.process(text_stories(files, edition=turn, size=size)).seconds)
    for number, each in rates.items():
        yield Measure("scaling", "worker processes", median(each), "stories/s", spread=(min(each), max(each)), at=number)
