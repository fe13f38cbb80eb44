"""The desk's own styles: one that is refused keeps every story waiting."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import RuleError
from workers.doctor.finding import Finding, fault, ok
from workers.settings import Settings
from workers.styling.styles import ACCEPTED, in_force


def styles(settings: Settings) -> Iterator[Finding]:
    """Loads them as a worker does."""
    folder = settings.desk / ACCEPTED
    try:
        loaded = in_force(folder if folder.is_dir() else None)
    except RuleError as wrong:
        yield fault("styles", f"{wrong.subject}: {wrong.message}", wrong.advice or f"mv {wrong.subject} {settings.desk}")
        return
    own = len(list(folder.glob("[!.]*.toml")))
    yield ok("styles", f"{len(loaded.rules)} rules, {own} styles of the desk's own")
