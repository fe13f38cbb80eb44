"""What our processes have cost, and what they hold: on a machine that others use too, the steadier half of the truth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")  # Linux; elsewhere there is no such measure
MEGABYTE = 1_000_000


class Process(NamedTuple):
    """One process: its parent, the words of its command line, its CPU time in seconds with that of its dead children."""

    parent: int
    words: tuple[str, ...]
    cpu: float


def cpu_seconds() -> float | None:
    """CPU time of this process and all its descendants, dead ones included once their parent has seen them off."""
    return sum(process.cpu for process in ours().values()) if (PROC / "self" / "stat").exists() else None


def memory(desk: Path) -> dict[str, float]:
    """MB that the processes of `copydesk run` on this desk hold: "run" with the watcher, "worker", and the biggest of its
    "process"es. Empty where the system does not tell.
    """
    there = {pid: process for pid, process in ours().items() if str(desk) in process.words}
    held: dict[str, float] = {}
    for pid, process in there.items():
        role = "run" if "run" in process.words else "worker" if "run" in _words_of(there, process.parent) else "process"
        held[role] = max(held.get(role, 0.0), _resident(pid))
    return held


def ours() -> dict[int, Process]:
    """This process and its descendants, by process id."""
    found = dict(_processes())
    family = {os.getpid()}
    while more := {pid for pid, process in found.items() if process.parent in family} - family:
        family |= more
    return {pid: found[pid] for pid in family & found.keys()}


def _processes() -> Iterator[tuple[int, Process]]:
    ticks = os.sysconf("SC_CLK_TCK")
    for folder in PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()  # proc(5), from the third field on
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        yield int(folder.name), Process(int(fields[1]), tuple(words), sum(map(int, fields[11:15])) / ticks)


def _words_of(processes: dict[int, Process], pid: int) -> tuple[str, ...]:
    return processes[pid].words if pid in processes else ()


def _resident(pid: int) -> float:
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
