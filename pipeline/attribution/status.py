"""Is the story fit for use? What the markers in the headline, the slug and the notes say of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.document import Finding
from pipeline.record import Note, Status

_WORDS: Final[tuple[tuple[str, Status], ...]] = (
    ("kill", "killed"),
    ("withdraw", "killed"),
    ("withhold", "withheld"),
    ("embargo", "embargoed"),
    ("correct", "corrected"),
    ("refile", "corrected"),
    ("clarif", "corrected"),
    ("advisory", "advisory"),
)


def status_of(findings: Iterable[Finding], notes: Iterable[Note]) -> tuple[Status, str | None]:
    """(status, version): a marker such as 'CORRECTED-' or 'UPDATE 2-' decides, else a note of correction, else usable."""
    status: Status | None = None
    version: str | None = None
    for finding in findings:
        marker = finding.groups.get("marker", "").casefold()
        status = status or next((status for word, status in _WORDS if word in marker), None)
        version = version or finding.groups.get("version")
    if status is None and any(note.kind == "correction" for note in notes):
        status = "corrected"
    if status is None and any(note.kind == "embargo" for note in notes):
        status = "embargoed"
    return status or "usable", version
