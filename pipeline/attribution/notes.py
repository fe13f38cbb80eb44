"""Words to editors: what kind of note is it?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.document import Finding
from pipeline.record import Note

# A note on a new version may put something right as well as add: "ADDS details; CORRECTS spelling" is a correction.
_PUTS_RIGHT: Final = re.compile(
    r"\b(?:Corrects|CORRECTS|CORRECTED|Clarifies|CLARIFIES|CLARIFIED|Refiles|REFILES|Corrige|CORRIGE|Rectifie|RECTIFIE|Rectifica|RECTIFICA"
    r"|Rettifica|RETTIFICA|Rättar|RÄTTAR|berichtigt|korrigiert|to correct|to reflect the correct|misstated|incorrectly)\b"
)
_LONGEST: Final = 300  # characters that are looked at


def notes_of(findings: Iterable[Finding]) -> tuple[Note, ...]:
    """The notes in the order of the text: of the kind that the rule names, else to editors; one that corrects is a correction."""
    return tuple(
        Note.model_validate({"kind": _kind(finding), "text": finding.text})
        for finding in findings
        if finding.span.label == "note"
    )


def _kind(finding: Finding) -> str:
    kind = finding.groups.get("kind", "editor")
    return "correction" if kind == "editor" and _PUTS_RIGHT.search(finding.text[:_LONGEST]) else kind
