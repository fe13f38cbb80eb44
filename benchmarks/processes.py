"""What our processes have cost: on a machine that others use too, the steadier half of the truth."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")  # Linux; elsewhere there is no such measure


def cpu_seconds() -> float | None:
    """CPU time of this process and all its descendants, dead ones included once their parent has seen them off."""
    if not (PROC / "self" / "stat").exists():
        return None
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()  # proc(5), from the third field on
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        ticks[pid] = sum(map(int, fields[11:15]))  # user and system, its own and its dead children's
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[pid] for pid in ours) / os.sysconf("SC_CLK_TCK")
