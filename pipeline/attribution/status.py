"""Is the story fit for use? What the markers in front of the headline, the slug and the notes say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.attribution import markers
from pipeline.attribution.markers import RANK, Marker, gravest
from pipeline.document import Finding, Status
from pipeline.record import Note, NoteKind

ORDERS: Final[frozenset[Status]] = frozenset({"killed", "withheld"})  # what a notice may say that brings no story
_OF_NOTE: Final[dict[NoteKind, Status]] = {"correction": "corrected", "embargo": "embargoed"}


class Standing(NamedTuple):
    """Status, version ("2" of "UPDATE 2-", "1st Ld-Writethru") and genre ("factbox"), as far as the copy tells."""

    status: Status
    version: str | None
    genre: str | None


def standing_of(findings: Sequence[Finding], notes: Iterable[Note], given: Status | None = None) -> Standing:
    """The gravest status that the format (`given`), a marker or a note tells; of version and genre the first."""
    marked = [marker for finding in findings if (marker := _marker(finding))]
    told = [status for finding in findings for status in _ordered(finding)]
    noted = [_OF_NOTE[note.kind] for note in notes if note.kind in _OF_NOTE] + ([given] if given else [])
    return Standing(
        status=gravest([*(marker.status for marker in marked if marker.status), *told, *noted]) or "usable",
        version=next((marker.version for marker in marked if marker.version), None),
        genre=next((marker.genre for marker in marked if marker.genre), None),
    )


def _marker(finding: Finding) -> Marker | None:
    """What a judge read; of a rule's groups `marker` and `version` (a slug's) the same."""
    if isinstance(finding.value, Marker):
        return finding.value
    if "marker" in finding.groups and (read := markers.alone(finding.text)):
        return read
    version = finding.groups.get("version")
    return Marker(text=finding.text, version=version) if version else None


def _ordered(finding: Finding) -> Iterator[Status]:
    """What an order to the desk tells: a rule's group named after a status ("killed", "withheld")."""
    return (status for status in RANK if status in finding.groups)
