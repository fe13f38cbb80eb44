"""The measures as pictures: `python -m benchmarks.plots`, or `make plots`, draws docs/plots/*.svg from docs/benchmarks.json.

The same numbers give the same pictures, byte for byte, so that a change in a picture is a change in the numbers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Row = dict[str, Any]  # a measure as report.write_json writes it
DOCS = Path(__file__).parents[1] / "docs"
INK, OURS, OTHERS, TARGET = "#30343a", "#1f6feb", "#8b949e", "#cf222e"


def main() -> None:
    """Draws every picture whose numbers are there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plots", description="Pictures of what was measured")
    parser.add_argument("--numbers", type=Path, default=DOCS / "benchmarks.json", help="(default docs/benchmarks.json)")
    parser.add_argument("--folder", type=Path, default=DOCS / "plots", help="where the pictures go (default docs/plots)")
    asked = parser.parse_args()
    rows = json.loads(asked.numbers.read_text("utf-8"))["measures"]
    asked.folder.mkdir(parents=True, exist_ok=True)
    mpl.rcParams.update({"svg.hashsalt": "copydesk", "svg.fonttype": "none", "font.size": 10})
    for name, (group, draw) in PICTURES.items():
        if found := [row for row in rows if row["group"] == group]:
            picture = _picture(draw, found)
            picture.savefig(asked.folder / f"{name}.svg", metadata={"Date": None})
            print(asked.folder / f"{name}.svg")


def _picture(draw: Callable[[Axes, Sequence[Row]], None], rows: Sequence[Row]) -> Figure:
    picture = Figure(figsize=(7.5, 3.6), layout="constrained")
    axes = picture.subplots()
    draw(axes, rows)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK)
    return picture


def _bars(axes: Axes, rows: Sequence[Row], names: Sequence[str]) -> None:
    """A bar a measure, with the least and the most of what it is the median of, and its target as a stroke."""
    for row, name in zip(rows, names, strict=True):
        bar = axes.barh(name, row["value"], color=OTHERS if row["name"].startswith(("plain", "disk")) else OURS, height=0.6)
        axes.bar_label(bar, fmt="{:,.3g}" if row["value"] < 100 else "{:,.0f}", padding=4, color=INK)
        if row["spread"]:
            axes.hlines(name, *row["spread"], color=INK, linewidth=1)
        if row["target"]:
            axes.scatter([float(row["target"].split()[1])], [name], marker="|", s=500, color=TARGET)
    axes.invert_yaxis()
    axes.set_xlabel(rows[0]["unit"])
    axes.margins(x=0.15)


def _throughput(axes: Axes, rows: Sequence[Row]) -> None:
    rates = [row for row in rows if row["unit"] == "stories/s"]
    _bars(axes, rates, [row["name"] for row in rates])
    axes.set_title("Stories a second, end to end: median, least and most")


def _latency(axes: Axes, rows: Sequence[Row]) -> None:
    times = [row for row in rows if row["unit"] == "ms"]
    _bars(axes, times, [row["name"] for row in times])
    axes.set_xscale("log")
    axes.set_title("From the drop of one file to its record (red: the target)")


def _cleaning(axes: Axes, rows: Sequence[Row]) -> None:
    times = [row for row in rows if row["unit"] == "ms"]
    _bars(axes, times, [row["name"] for row in times])
    axes.set_title("What refine() costs on one core (red: the target)")


def _scaling(axes: Axes, rows: Sequence[Row]) -> None:
    _bars(axes, rows, [f"{row['at']} {'process' if row['at'] == 1 else 'processes'}" for row in rows])
    axes.set_title("Stories a second by worker processes, on two cores")


def _lines(axes: Axes, rows: Sequence[Row], unit: str) -> None:
    """A line a name, over how many stories."""
    for name in dict.fromkeys(row["name"] for row in rows if row["unit"] == unit):
        points = [row for row in rows if row["name"] == name]
        axes.plot([row["at"] for row in points], [row["value"] for row in points], marker=".", label=name)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(unit)
    axes.legend(frameon=False)


def _backlog(axes: Axes, rows: Sequence[Row]) -> None:
    _lines(axes, rows, "ms")
    axes.set_xscale("log")
    axes.set_xlabel("stories in the inbox at once")
    axes.set_title("What a story costs, by the length of the backlog")


def _growth(axes: Axes, rows: Sequence[Row]) -> None:
    _lines(axes, rows, "ms")
    axes.set_xlabel("stories that the desk has done")
    axes.set_title("What a story costs, by how many there were before it")


def _memory(axes: Axes, rows: Sequence[Row]) -> None:
    _lines(axes, rows, "MB")
    axes.set_xlabel("stories that the desk has done")
    axes.set_title("Memory, by how many stories there were")


PICTURES: dict[str, tuple[str, Callable[[Axes, Sequence[Row]], None]]] = {  # by their names: of which group, and how
    "throughput": ("throughput", _throughput),
    "latency": ("latency", _latency),
    "cleaning": ("cleaning", _cleaning),
    "scaling": ("scaling", _scaling),
    "backlog": ("backlog", _backlog),
    "growth": ("growth", _growth),
    "memory": ("growth", _memory),
}


if __name__ == "__main__":
    main()
