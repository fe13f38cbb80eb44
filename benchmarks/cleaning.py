"""What one story costs: refine() on one core, step by step, and with ten times the rules.

CPU time, not the clock's: on a shared machine the clock also counts the neighbours. Each story is new to the process,
so no cache flatters; names recur as they do on a desk.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from typing import TypeVar

import re2

from benchmarks.report import Measure, progress
from benchmarks.stories import html_fragments, text_stories
from pipeline import refine
from pipeline.attribution import attribute
from pipeline.cleaning.label import label
from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import RuleSet, load_rules
from pipeline.errors import RuleError
from pipeline.formats.detect import read
from pipeline.record import Record

T = TypeVar("T")
STORIES = 400
WARM_UP = 50
TIMES = 10
Costs = dict[str, list[float]]  # milliseconds by step


def cleaning() -> Iterator[Measure]:
    """Medians and p90 of `STORIES` stories of 6 kB."""
    progress(f"cleaning, {STORIES} stories, then as many fragments of HTML")
    tenfold = _tenfold()
    text = _costs(text_stories, tenfold)
    yield from _measures("6 kB text", text, "<= 0.5")
    if tenfold:
        whole, once, ten = (median(text[step]) for step in ("refine()", "label", "label, ten times the rules"))
        yield Measure("cleaning", "refine(), ten times the rules", (whole - once + ten) / whole, "times", "<= 1.2")
    yield from _measures("6 kB HTML fragment", _costs(html_fragments, None), None)


def _tenfold() -> RuleSet | None:
    """Ten times the rules in force; None where so many can't be compiled."""
    try:
        return RuleSet(_copies(load_rules().rules))
    except (RuleError, re2.error) as refused:
        progress(f"not measured: {TIMES} times the rules: {refused}")
        return None


def _copies(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Each rule, and nine others like it for houses whose copy this is not: a mark that no story holds stands in each."""
    for number in range(TIMES):
        for rule in rules:
            other = {"id": f"{rule.id}.copy{number}", "match": rf"(?:{rule.match.strip()})\x{{E0{number:02}}}"}
            yield rule.model_copy(update=other) if number else rule


def _costs(stories: Callable[[int, int], Iterator[tuple[str, bytes]]], tenfold: RuleSet | None) -> Costs:
    for name, raw in stories(WARM_UP, 9):
        refine(raw, name)
    costs: Costs = defaultdict(list)
    editions = (stories(STORIES, edition) for edition in (1, 2, 3))
    for whole, stepwise, ten in zip(*editions, strict=True):
        _timed(costs, "refine()", partial(refine, whole[1], whole[0]))
        _in_steps(costs, *stepwise)
        if tenfold:
            (document,) = read(ten[1], ten[0])
            _timed(costs, "label, ten times the rules", partial(label, document, tenfold, attribute.JUDGES))
    return costs


def _in_steps(costs: Costs, name: str, raw: bytes) -> None:
    (document,) = _timed(costs, "read", partial(read, raw, name))
    _timed(costs, "label", partial(label, document, load_rules(), attribute.JUDGES))
    (record,) = refine(raw, name)
    _timed(costs, "validate", partial(Record.model_validate, record.model_dump()))


def _timed(costs: Costs, step: str, work: Callable[[], T]) -> T:
    began = time.process_time_ns()
    result = work()
    costs[step].append((time.process_time_ns() - began) / 1e6)
    return result


def _measures(kind: str, costs: Costs, target: str | None) -> Iterator[Measure]:
    whole = costs["refine()"]
    yield Measure("cleaning", f"{kind}, refine(), median", median(whole), "ms", target)
    yield Measure("cleaning", f"{kind}, refine(), p90", quantiles(whole, n=10)[8], "ms")
    steps = {step: median(costs[step]) for step in ("read", "label", "validate")}
    steps["attribute and put together"] = median(whole) - sum(steps.values())
    for step, cost in steps.items():
        yield Measure("cleaning", f"{kind}, {step}", cost, "ms")
