"""The same story again: which copies are known, which look-alikes are kept apart, and what that costs a story.

Everything goes through a real index: a copy counts as known where it ends in the cluster of the story that it was made of.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.copies import COPIES, Story, look_alikes
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from pipeline import refine
from pipeline.kinship import Traits
from pipeline.record import Record
from workers.kin.index import KinIndex
from workers.kin.linking import Kin

STORIES = 200  # long ones, of which each kind of copy is made
ALIKE = 100  # stories in each frame
SHORT = 10  # of each kind, so many are copied too, in the midst of their look-alikes
COUNTS = (1_000, 10_000, 100_000)
TIMED = 640  # the last ones before each of these counts
BATCH = 64
DAYS = 7


def duplicates(work: Path) -> Iterator[Measure]:
    """Recall by kind of copy, look-alikes that were taken for the same by kind, precision; then the cost."""
    progress(f"{STORIES} stories and their copies, {ALIKE} look-alikes of each kind")
    yield from _told_apart(Kin(work / "kin.sqlite", DAYS))
    progress(f"an index of {COUNTS[-1]:,} stories")
    yield from _cost(work / "big.sqlite")


class _Trial:
    """An index that stories come to, and what it got wrong: `number` says which story a record is of."""

    def __init__(self, kin: Kin) -> None:
        self._kin = kin
        self._told: dict[str, int] = {}
        self.joined: Counter[int] = Counter()  # wrongly, by number
        self.right = 0

    def send(self, number: int, record: Record) -> Record:
        """The record with its links."""
        (linked,) = self._kin.link([record])
        if linked.cluster_id in self._told:
            right = self._told[linked.cluster_id] == number
            self.right += right
            self.joined[number] += not right
        self._told[linked.id] = number
        return linked


def _told_apart(kin: Kin) -> Iterator[Measure]:
    dice, trial = Random(7), _Trial(kin)
    alike = list(look_alikes(ALIKE, dice))
    stories = [Story.of(refine(raw, name)[0]) for name, raw in text_stories(STORIES)] + [story for _, story in alike]
    firsts = [trial.send(number, story.record(0)).id for number, story in enumerate(stories)]
    kinds: dict[str, list[int]] = {}
    for number, (kind, _) in enumerate(alike, start=STORIES):
        kinds.setdefault(kind, []).append(number)
    for kind, numbers in kinds.items():
        joined = sum(trial.joined[number] for number in numbers)
        yield Measure("duplicates", f"look-alikes taken for the same: {kind}", joined, f"of {len(numbers)}", "<= 0")
    short = [number for numbers in kinds.values() for number in numbers[:SHORT]]
    for size, target, numbers in (("1,000 words", ">= 98", [*range(STORIES)]), ("60 words", None, short)):
        recalls = []
        for name, (change, nothing_new) in COPIES.items():
            copies = {firsts[at]: trial.send(at, change(stories[at], dice).record(1)) for at in numbers}
            recalls.append(100 * sum(copy.cluster_id == first for first, copy in copies.items()) / len(copies))
            yield Measure("duplicates", f"known again, {size}: {name}", recalls[-1], "%")
            if nothing_new:
                repeats = 100 * sum(copy.duplicate_of == first for first, copy in copies.items()) / len(copies)
                yield Measure("duplicates", f"called a duplicate, {size}: {name}", repeats, "%")
        yield Measure("duplicates", f"recall, {size}", sum(recalls) / len(recalls), "%", target)
    precision = 100 * trial.right / (trial.right + trial.joined.total())
    yield Measure("duplicates", "precision: of what was called the same, is", precision, "%", ">= 99")


def _cost(path: Path) -> Iterator[Measure]:
    """Of the text, on real stories; of the index, on as many stories with sentences that nobody had before."""
    files = list(text_stories(STORIES, edition=1))
    yield Measure(
        "duplicates", "for comparison: refine() of 6 kB, CPU", median(_timed(refine, raw, name) for name, raw in files), "ms"
    )
    records = [refine(raw, name)[0] for name, raw in files]
    text = median(_timed(Traits.of, record) for record in records)
    yield Measure("duplicates", "sentences of 6 kB, CPU", text, "ms")
    stories = _fresh([Traits.of(record) for record in records], Random(7))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with closing(KinIndex(path)) as index:
        done = 0
        for count in COUNTS:
            _add(index, islice(stories, count - TIMED - done))
            cpu, clock = _add(index, islice(stories, TIMED))
            done = count
            yield Measure("duplicates", "index, CPU a story", cpu, "ms", at=count)
            yield Measure("duplicates", "index, clock a story", clock, "ms", at=count)
            yield Measure("duplicates", "sentences and index, CPU a story", text + cpu, "ms", "<= 0.15", at=count)
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    yield Measure("duplicates", "memory that it took", held, "MB", at=COUNTS[-1])
    yield Measure("duplicates", "the index on the disk", path.stat().st_size / 1e6, "MB", at=COUNTS[-1])


def _timed(work: Callable[..., object], *given: object) -> float:
    began = time.process_time_ns()
    work(*given)
    return (time.process_time_ns() - began) / 1e6


def _fresh(models: Sequence[Traits], dice: Random) -> Iterator[Traits]:
    """Stories without end, as long as the models are."""
    while True:
        model = dice.choice(models)
        name, text = (f"{dice.getrandbits(128):032x}" for _ in range(2))
        yield model._replace(id=name, cluster_id=name, text=text, sentences=tuple(dice.getrandbits(32) for _ in model.sentences))


def _add(index: KinIndex, stories: Iterator[Traits]) -> tuple[float, float]:
    """Milliseconds of CPU and of the clock that each story took, batch by batch; making them up does not count."""
    cpu = clock = done = 0
    while batch := list(islice(stories, BATCH)):
        cpu -= time.process_time_ns()
        clock -= time.perf_counter_ns()
        index.add(batch, day=1)
        cpu += time.process_time_ns()
        clock += time.perf_counter_ns()
        done += len(batch)
    return cpu / 1e6 / max(1, done), clock / 1e6 / max(1, done)
