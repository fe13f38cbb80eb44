"""Python, the libraries and the extras: what this version of copydesk declares, against what is installed."""

from __future__ import annotations

import platform
import zoneinfo
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import Final

from packaging.requirements import Requirement

from workers.doctor.finding import Finding, fault, ok

US: Final = "copydesk"
SHOWN: Final = ("celery", "kombu", "redis", "pydantic")  # the others only when they do not fit
_SAMPLE_ZONE: Final = "America/New_York"


def python() -> Iterator[Finding]:
    """The interpreter."""
    here, wanted = platform.python_version(), Requirement(f"python{metadata(US)['Requires-Python']}")
    if wanted.specifier.contains(here, prereleases=True):
        yield ok("python", here)
    else:
        yield fault("python", f"{here}, needed is {wanted.specifier}", "install copydesk with a newer Python")


def required() -> Iterator[Finding]:
    """What has to be installed, in the versions that this copydesk is made for."""
    misfits = [found for requirement in _declared() if (found := _misfit(requirement))]
    yield from misfits
    if not misfits:
        yield ok("libraries", ", ".join(f"{name} {version(name)}" for name in SHOWN))


def extras() -> Iterator[Finding]:
    """What may be installed; what is there has to fit."""
    for extra in metadata(US).get_all("Provides-Extra") or ():
        wanted = list(_declared(extra))
        if missing := [requirement.name for requirement in wanted if not _installed(requirement)]:
            yield ok(f"extra {extra}", f"not installed ({', '.join(missing)}); pip install '{US}[{extra}]' adds it")
        elif misfits := [found for requirement in wanted if (found := _misfit(requirement))]:
            yield from misfits
        else:
            yield ok(f"extra {extra}", ", ".join(f"{requirement.name} {version(requirement.name)}" for requirement in wanted))


def time_zones() -> Iterator[Finding]:
    """The zones that [sources.NAME] may name, from the system or from the package tzdata."""
    try:
        zoneinfo.ZoneInfo(_SAMPLE_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        yield fault("time zones", f"no data: {_SAMPLE_ZONE} is unknown here", "pip install --force-reinstall tzdata")
    else:
        yield ok("time zones", f"{len(zoneinfo.available_timezones())} are known")


def _declared(extra: str = "") -> Iterator[Requirement]:
    """The requirements that hold on this machine: those of everybody, or those that an extra adds."""
    for requirement in map(Requirement, requires(US) or ()):
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        if always if not extra else not always and marker is not None and marker.evaluate({"extra": extra}):
            yield requirement


def _misfit(requirement: Requirement) -> Finding | None:
    here = _installed(requirement)
    if here and requirement.specifier.contains(here, prereleases=True):
        return None
    found = f"{requirement.name} {here}, needed is {requirement.specifier}" if here else f"{requirement.name} is not installed"
    return fault("libraries", found, f"pip install '{requirement.name}{requirement.specifier}'")


def _installed(requirement: Requirement) -> str | None:
    try:
        return version(requirement.name)
    except PackageNotFoundError:
        return None
