"""What a Redis or Valkey says of itself: its version, and whether it keeps what it accepts. For brokers and for stream stores."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from packaging.version import Version

from workers.doctor.finding import Finding, fault, ok, warning

OLDEST: Final = Version("6.2")
CLOCK_SECONDS: Final = 5.0  # kombu writes times of its own hosts into the server; so far apart they may be
# CVE-2025-49844: a script of any user who may log in can run code in the server. The first release without it, by its line.
_HOLE: Final = "CVE-2025-49844"
_MENDED: Final = {
    "redis": {"6.2": "6.2.20", "7.2": "7.2.11", "7.4": "7.4.6", "8.0": "8.0.4", "8.2": "8.2.2"},
    "valkey": {"7.2": "7.2.11", "8.0": "8.0.6", "8.1": "8.1.4"},
}


def version_of(info: dict[str, Any]) -> tuple[str, Version]:
    """("valkey", 9.1.0), from the answer to INFO: a Valkey calls itself a Redis 7.2 besides."""
    kind = str(info.get("server_name", "redis"))
    return kind, Version(str(info.get(f"{kind}_version", info["redis_version"])))


def too_old(about: str, kind: str, here: Version, oldest: Version = OLDEST) -> Iterator[Finding]:
    """Old enough to lack a command, or to have a hole that everybody knows."""
    mended = _MENDED.get(kind, {}).get(f"{here.major}.{here.minor}")
    if kind == "redis" and here < oldest:
        yield fault(about, f"{kind} {here} is too old: at least {oldest}", "apt install valkey-server")
    elif mended and here < Version(mended):
        yield warning(about, f"{kind} {here} has a known hole, {_HOLE}", f"upgrade it to {mended} or newer")


def keeps(about: str, info: dict[str, Any]) -> Iterator[Finding]:
    """Append-only file on and written, memory that is refused rather than taken from others."""
    if not info.get("aof_enabled"):
        fix = "redis-cli config set appendonly yes && redis-cli config rewrite"
        yield fault(about, "its append-only file is off: what is queued goes with it", fix)
    elif info.get("aof_last_write_status") == "err":
        yield fault(about, "it can't write its append-only file", "see to its disk: df -h")
    policy = info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        fix = "redis-cli config set maxmemory-policy noeviction && redis-cli config rewrite"
        yield fault(about, f"its maxmemory-policy is {policy}: it forgets messages when its memory is full", fix)
    used, most = info.get("used_memory", 0), info.get("maxmemory", 0)
    if most and used > 0.9 * most:
        yield warning(about, f"{used / 1e6:,.0f} of its {most / 1e6:,.0f} MB are in use", "redis-cli config set maxmemory 1gb")


def clock(about: str, client: Any) -> Iterator[Finding]:
    """The server's time against ours."""
    before = time.time()
    seconds, microseconds = client.time()
    apart = abs(seconds + microseconds / 1e6 - (before + time.time()) / 2)
    if apart > CLOCK_SECONDS:
        found = f"its clock and ours are {apart:,.0f} s apart: messages come back too early or too late"
        yield warning(about, found, "timedatectl set-ntp true  # on both")
    else:
        yield ok(about, f"its clock and ours are {apart:.2f} s apart")
