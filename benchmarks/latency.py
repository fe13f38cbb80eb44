"""How long until the record of one file, dropped into an idle desk, can be read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.contenders import PATIENCE, Copydesk, wait_until_empty
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker
from workers.stores.files import FileStore

POLL = 0.001  # seconds; the error of each measurement
PAUSE = (0.02, 0.12)  # seconds between two drops, by chance: in step with no clock of the desk
WARM_UP = 20


def latency(work: Path, drops: int) -> Iterator[Measure]:
    """`drops` files of either kind, by turns: renamed in from beside the inbox, and written in place and closed."""
    times: dict[str, list[float]] = {"renamed in": [], "written in place": []}
    hows = {"renamed in": rename_in, "written in place": _write_in_place}
    with EmbeddedBroker(work / "broker") as broker:
        desk = Copydesk(work / "desk", broker.url)
        with desk.running():
            desk.process(text_stories(WARM_UP, edition=1))
            progress(f"latency, {2 * drops} drops")
            dice = Random(0)
            store = FileStore(desk.folder / "records")
            for number, (name, raw) in enumerate(text_stories(2 * drops)):
                kind = list(hows)[number % 2]
                times[kind].append(until_readable(hows[kind], desk, store, name, raw))
                wait_until_empty([desk.inbox, desk.folder / "claimed"])
                time.sleep(dice.uniform(*PAUSE))
    for kind, seconds in times.items():
        yield from quantiles_of(f"idle, {kind}", seconds)


def quantiles_of(name: str, seconds: list[float]) -> Iterator[Measure]:
    """What half of the stories take at most, and 99 of a hundred."""
    yield Measure("latency", f"{name}, p50", 1000 * median(seconds), "ms", "<= 100")
    yield Measure("latency", f"{name}, p99", 1000 * quantiles(seconds, n=100)[98], "ms", "<= 250")


def until_readable(
    drop: Callable[[Copydesk, str, bytes], None], desk: Copydesk, store: FileStore, name: str, raw: bytes
) -> float:
    """Seconds from the drop to a record that can be opened and is whole."""
    record_id = hashlib.sha256(raw).hexdigest()[:32]
    began = time.perf_counter()
    drop(desk, name, raw)
    while not store.has(record_id):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"no record of {name} after {PATIENCE:.0f} s: see {desk.folder}.log")
        time.sleep(POLL)
    took = time.perf_counter() - began
    if store.get(record_id) is None:
        raise RuntimeError(f"the record of {name} can't be read")
    return took


def rename_in(desk: Copydesk, name: str, raw: bytes) -> None:
    """Written outside, then moved into the inbox."""
    outside = desk.folder / name
    outside.write_bytes(raw)
    outside.rename(desk.inbox / name)


def _write_in_place(desk: Copydesk, name: str, raw: bytes) -> None:
    (desk.inbox / name).write_bytes(raw)
