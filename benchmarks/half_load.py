"""How long one story takes while the desk is half busy: others come in steadily, half as many as it can do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.contenders import PATIENCE, Copydesk, wait_until_empty
from benchmarks.latency import quantiles_of, rename_in, until_readable
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker
from workers.stores.files import FileStore

FULL = 2_000  # stories that tell how many a second it can do
BEAT = 0.02  # seconds between two handfuls of the stream
PAUSE = (0.02, 0.12)  # seconds between two drops that are measured


def half_load(work: Path, drops: int) -> Iterator[Measure]:
    """`drops` stories renamed in, one after the other, into a stream of others."""
    with EmbeddedBroker(work / "broker") as broker:
        desk = Copydesk(work / "desk", broker.url)
        with desk.running():
            desk.process(text_stories(FULL, edition=1))
            rate = FULL / desk.process(text_stories(FULL, edition=2)).seconds / 2
            progress(f"latency, {drops} drops into a stream of {rate:,.0f} stories a second")
            yield Measure("latency", "the stream of half load", rate, "stories/s")
            dice, store = Random(0), FileStore(desk.folder / "records")
            seconds = []
            with _stream(desk, rate):
                for name, raw in text_stories(drops, edition=3):
                    seconds.append(until_readable(rename_in, desk, store, name, raw))
                    time.sleep(dice.uniform(*PAUSE))
            wait_until_empty([desk.inbox, desk.folder / "claimed"], PATIENCE)
    yield from quantiles_of("half load, renamed in", seconds)


@contextmanager
def _stream(desk: Copydesk, rate: float) -> Iterator[None]:
    """While the block runs, so many stories a second are renamed in: made beforehand, changed by a number each time."""
    staged = desk.folder / "stream"
    staged.mkdir()
    stories = list(text_stories(FULL, edition=4))
    over = threading.Event()

    def pour() -> None:
        began, sent = time.monotonic(), 0
        while not over.wait(BEAT):
            while sent < (time.monotonic() - began) * rate:
                name, raw = stories[sent % FULL]
                path = staged / f"{sent}-{name}"
                path.write_bytes(raw + b"\n\nThis is copy number %d.\n" % sent)
                path.rename(desk.inbox / path.name)
                sent += 1

    pouring = threading.Thread(target=pour)
    pouring.start()
    try:
        yield
    finally:
        over.set()
        pouring.join()
