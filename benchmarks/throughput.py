"""Stories a second, end to end: copydesk and the plain pipeline by turns, on the same files and the same server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.contenders import Contender, Copydesk, Plain, Took
from benchmarks.disk import durable_files_per_second
from benchmarks.report import Measure, progress
from benchmarks.stories import text_stories
from workers.broker import EmbeddedBroker

TARGET = 3.0  # times the plain pipeline
WARM_UP = 300  # stories before the clock starts: processes are up, rules loaded, code warm
WRITERS = 16  # as many as sync side by side in two workers of copydesk


def throughput(work: Path, pairs: int, files: int, size: int) -> Iterator[Measure]:
    """`files` new stories of `size` bytes through each of the two, `pairs` times by turns; ratios are medians of the pairs'.

    Both run all the time: the one whose turn it is not waits, which costs a hundredth of a core.
    """
    with EmbeddedBroker(work / "broker") as broker:
        plain, copydesk = Plain(work / "plain", broker.url), Copydesk(work / "copydesk", broker.url)
        with plain.running(), copydesk.running():
            turns = list(_by_turns(plain, copydesk, pairs, files, size))
    for contender in (plain, copydesk):
        if (made := len(contender.made())) != WARM_UP + pairs * files:
            raise RuntimeError(f"{contender.name} made {made} records of {WARM_UP + pairs * files}: see {contender.folder}.log")
    rates = {name: [files / turn[name].seconds for turn in turns] for name in ("plain", "copydesk")}
    yield _stories_a_second("plain pipeline", rates["plain"])
    yield _stories_a_second("copydesk, durable", rates["copydesk"])
    yield _ratio("copydesk / plain pipeline", rates["copydesk"], rates["plain"], f">= {TARGET:.1f}")
    yield from _by_cpu(turns, files)
    yield from _against_the_disk(copydesk, work, pairs, files, rates["copydesk"])


def _by_turns(plain: Contender, copydesk: Contender, pairs: int, files: int, size: int) -> Iterator[dict[str, Took]]:
    both = (plain, copydesk)
    for contender in both:
        contender.process(text_stories(WARM_UP, edition=0, size=size))
    for pair in range(1, pairs + 1):
        progress(f"throughput, pair {pair} of {pairs}")
        yield {contender.name: contender.process(text_stories(files, edition=pair, size=size)) for contender in both}


def _by_cpu(turns: Sequence[dict[str, Took]], files: int) -> Iterator[Measure]:
    """What each costs whoever else is at work on the machine; with all cores busy, speed is the inverse of it."""
    costs = {
        name: [1000 * cpu / files for turn in turns if (cpu := turn[name].cpu) is not None] for name in ("plain", "copydesk")
    }
    if all(costs.values()):
        for name, cost in costs.items():
            yield Measure("throughput", f"{name}, CPU a story", median(cost), "ms", spread=(min(cost), max(cost)))
        yield _ratio("copydesk / plain pipeline, by CPU", costs["plain"], costs["copydesk"])


def _against_the_disk(copydesk: Contender, work: Path, pairs: int, files: int, rates: list[float]) -> Iterator[Measure]:
    """The records that copydesk made, written once more with nothing before or behind it."""
    records = [path.read_bytes() for path in copydesk.made()[:files]]
    progress("throughput, the disk")
    for writers, name in ((1, "disk: write, fsync, rename"), (WRITERS, f"disk: the same, {WRITERS} side by side")):
        limits = [durable_files_per_second(records, work / f"disk-{writers}-{turn}", writers) for turn in range(pairs)]
        yield _stories_a_second(name, limits)
    yield _ratio(f"copydesk / disk, {WRITERS} side by side", rates, limits)


def _stories_a_second(name: str, rates: list[float]) -> Measure:
    return Measure("throughput", name, median(rates), "stories/s", spread=(min(rates), max(rates)))


def _ratio(name: str, rates: list[float], against: list[float], target: str | None = None) -> Measure:
    ratios = [rate / other for rate, other in zip(rates, against, strict=True)]
    return Measure("throughput", name, median(ratios), "times", target, (min(ratios), max(ratios)))
