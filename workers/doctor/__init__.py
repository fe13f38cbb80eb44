"""The doctor: looks at everything that a desk needs, and says what is wrong with it and how to mend it. Makes no desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.errors import BadSettings, CopydeskError
from workers.doctor import broker, events, folders, libraries, rights, room, rules, settings, stores
from workers.doctor.finding import Check, Finding, Level, fault, of_error
from workers.settings import Settings

__all__ = ["Finding", "Level", "examine"]

ABOUT_THIS_MACHINE: Final = (libraries.python, libraries.required, libraries.extras, libraries.time_zones)
ABOUT_THE_DESK: Final[tuple[Check, ...]] = (
    settings.misspelt,
    settings.limits,
    settings.sources,
    settings.secrets,
    rules.styles,
    folders.there,
    folders.moves,
    folders.locks,
    rights.whose,
    rights.closed,
    room.space,
    room.file_system,
    events.inotify,
    broker.answers,
    stores.take,
)


def examine(desk: Path | None, broker_url: str | None = None) -> Iterator[Finding]:
    """Every finding, in the order of the checks. Settings that are refused are one too: then the desk is not looked at."""
    for look in ABOUT_THIS_MACHINE:
        yield from look()
    try:
        found = Settings.load(desk, broker_url=broker_url)
    except BadSettings as wrong:
        yield of_error("settings", wrong)
        return
    for check in ABOUT_THE_DESK:
        yield from _kept(check, found)


def _kept(check: Check, found: Settings) -> Iterator[Finding]:
    """A check that fails is a finding, and the others are made all the same."""
    about = check.__module__.rpartition(".")[2]
    try:
        yield from check(found)
    except CopydeskError as error:
        yield of_error(about, error)
    except OSError as error:
        yield fault(about, f"can't be looked at: {error}", "run it as the user that the desk runs as")
