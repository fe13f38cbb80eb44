"""What a check of the doctor says: about what, how bad it is, what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import CopydeskError
from workers.settings import Settings


class Level(StrEnum):
    """A fault keeps the desk from its work or its promises; a warning is for a person to decide on."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `fix` is a command or a line of copydesk.toml to paste, or a sentence where there is none."""

    about: str
    level: Level
    found: str
    fix: str = ""


Check = Callable[[Settings], Iterator[Finding]]


def ok(about: str, found: str) -> Finding:
    """All is well."""
    return Finding(about, Level.OK, found)


def warning(about: str, found: str, fix: str) -> Finding:
    """It works, and may not for ever or not for everybody."""
    return Finding(about, Level.WARNING, found, fix)


def fault(about: str, found: str, fix: str) -> Finding:
    """It does not work so."""
    return Finding(about, Level.FAULT, found, fix)


def of_error(about: str, error: CopydeskError) -> Finding:
    """An error of our own tree says what to do."""
    return fault(about, f"{error.subject}: {error.message}", error.advice)
