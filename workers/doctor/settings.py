"""Settings that are valid each for itself and do not fit together, this machine, or anything at all."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from workers.addresses import hide_password
from workers.doctor.finding import Finding, ok, warning
from workers.settings import FILE_NAME, Settings

_SHARE: Final = Path("/sys/fs/cgroup/memory.max")
_SECRETS: Final = ("desk_token", "secret")
_PREFIX: Final = "COPYDESK_"
_CELERYS_OWN: Final = 250_000_000  # bytes that a worker's main process and the broker take


def misspelt(settings: Settings) -> Iterator[Finding]:
    """COPYDESK_WINDWO=7 in the environment is no error: nobody reads it."""
    known = [name.upper() for name in Settings.model_fields]
    set_here = [name.removeprefix(_PREFIX).partition("__")[0] for name in os.environ if name.upper().startswith(_PREFIX)]
    unknown = [name for name in set_here if name.upper() not in known]
    for name in unknown:
        near = get_close_matches(name.upper(), known, 1)
        fix = f"export {_PREFIX}{near[0]}=..." if near else f"unset {_PREFIX}{name}"
        yield warning("environment", f"{_PREFIX}{name} is no setting, and counts for nothing", fix)
    if not unknown:
        yield ok("environment", f"{len(set_here)} settings from {_PREFIX}*")


def limits(settings: Settings) -> Iterator[Finding]:
    """Cores and memory."""
    cores, memory = os.cpu_count() or 1, _memory()
    wanted = settings.concurrency * settings.max_memory_bytes + _CELERYS_OWN
    if settings.concurrency > 2 * cores:
        found = f"{settings.concurrency} worker processes on {cores} cores: they wait for each other"
        yield warning("limits", found, f"concurrency = {cores}")
    if memory and wanted > memory:
        found = f"{settings.concurrency} processes may take {_mb(settings.max_memory_bytes)} each, the machine has {_mb(memory)}"
        fits = max(1, (memory - _CELERYS_OWN) // settings.max_memory_bytes)
        yield warning("limits", found + ": the kernel would end them first", f"concurrency = {fits}")
    elif settings.concurrency <= 2 * cores:
        yield ok("limits", f"{settings.concurrency} processes of at most {_mb(settings.max_memory_bytes)}, {cores} cores")


def sources(settings: Settings) -> Iterator[Finding]:
    """A [sources.NAME] for which there is no folder is mostly a slip of the pen."""
    inbox = settings.desk / "inbox"
    without = [name for name in settings.sources if inbox.is_dir() and not (inbox / name).is_dir()]
    for name in without:
        yield warning("sources", f"[sources.{name}] is set, and there is no folder inbox/{name}", f"mkdir -p {inbox / name}")
    if not without:
        yield ok("sources", ", ".join(settings.sources) or "none: nothing is known beforehand of any folder of the inbox")


def secrets(settings: Settings) -> Iterator[Finding]:
    """A password in a file that others may read."""
    path = settings.desk / FILE_NAME
    if not path.is_file():
        yield ok("secrets", f"no {FILE_NAME}")
        return
    mode, told = path.stat().st_mode, tomllib.loads(path.read_text("utf-8"))
    if mode & 0o077 and any(_secrets_in(told)):
        found = f"a secret stands in {FILE_NAME}, which others may read ({mode & 0o777:o})"
        yield warning("secrets", found, f"chmod 600 {path}")
    else:
        yield ok("secrets", f"nobody else reads one in {FILE_NAME}")


def _secrets_in(told: object, name: str = "") -> Iterator[str]:
    """The settings that are a secret or an address with one: desk_token, webhooks.NAME.secret, redis://:password@host."""
    if isinstance(told, dict):
        for inner, each in told.items():
            yield from _secrets_in(each, inner)
    elif isinstance(told, list):
        for each in told:
            yield from _secrets_in(each, name)
    elif isinstance(told, str) and (name in _SECRETS or hide_password(told) != told):
        yield name


def _memory() -> int:
    """Bytes of this machine, or of this container's share; 0 where it is not told."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if "SC_PHYS_PAGES" in os.sysconf_names else 0
    try:
        return min(whole, int(_SHARE.read_text("ascii")))
    except (OSError, ValueError):  # no cgroup v2, or "max"
        return whole


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
