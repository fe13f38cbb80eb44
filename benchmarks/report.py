"""Measures, and how they are shown: a table, and JSON for whoever compares."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

SCREEN = Console(width=None if sys.stdout.isatty() else 120)
ASIDE = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: a median unless its name says otherwise. `spread` is the least and the most of what it is the median of,
    `at` how many stories or files it was measured at, where there are several of that name.
    """

    group: str
    name: str
    value: float
    unit: str
    target: str | None = None  # "<= 100"
    spread: tuple[float, float] | None = None
    at: int | None = None

    @property
    def met(self) -> bool | None:
        """None where there is no target."""
        if self.target is None:
            return None
        sign, bound = self.target.split()
        return self.value <= float(bound) if sign == "<=" else self.value >= float(bound)


def progress(what: str) -> None:
    """A line on stderr about what takes a while now."""
    ASIDE.print(f"[dim]{what}[/]")


def show(measures: Sequence[Measure]) -> None:
    """The table on the screen."""
    table = Table("", "measure", "value", "unit", "spread", "target", "met")
    for number in (2, 4, 5):
        table.columns[number].justify = "right"
    group = ""
    for measure in measures:
        if measure.group != group:
            table.add_section()
        spread = " - ".join(map(_short, measure.spread)) if measure.spread else ""
        met = {None: "", True: "[green]yes[/]", False: "[red]no[/]"}[measure.met]
        first = measure.group if measure.group != group else ""
        name = measure.name if measure.at is None else f"{measure.name}, {measure.at:,}"
        table.add_row(first, name, _short(measure.value), measure.unit, spread, measure.target, met)
        group = measure.group
    SCREEN.print(table)
    SCREEN.print(", ".join(f"{key} {value}" for key, value in circumstances().items()))


def write_json(measures: Sequence[Measure], path: Path) -> None:
    """{"circumstances": {group: {...}}, "measures": [{group, name, value, unit, target, spread, at, met}]}

    Groups that were not measured this time stay as they stand there.
    """
    fresh = dict.fromkeys(measure.group for measure in measures)
    before = json.loads(path.read_text("utf-8")) if path.exists() else {"circumstances": {}, "measures": []}
    rows = [row for row in before["measures"] if row["group"] not in fresh]
    rows += [{**dataclasses.asdict(measure), "met": measure.met} for measure in measures]
    when = {**before["circumstances"], **{group: circumstances() for group in fresh}}
    path.write_text(json.dumps({"circumstances": when, "measures": rows}, indent=1) + "\n", "utf-8")


def circumstances() -> dict[str, Any]:
    """When and where: the load says how many neighbours there were."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": cores,
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "celery": version("celery"),
    }


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
