"""What came of refining again: a story's outcome, the sum of many, and the report, a line of JSON a story that is not unchanged.

The report is more than a protocol: a store that replaces records has no other place for what they were.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.errors import CopydeskError, SpoolUnavailable
from pipeline.record import Record
from workers.again.changes import Changes
from workers.again.originals import Kept
from workers.disk import guarded, make_folders, sync_folders, write_whole

Outcome = Literal["unchanged", "changed", "new", "left", "unreadable"]
NAMED = 20
STORED: Final[Collection[Outcome]] = ("changed", "new")


@dataclass(frozen=True, slots=True)
class Story:
    """How one story came out, with its record as it is then. A `new` one had no record. Those that stay as they are: `left`
    has a record that its file does not give any more, `unreadable` is a file that today's rules make no record of.
    """

    outcome: Outcome
    kept: Kept
    record: Record | None = None
    changes: Changes | None = None
    error: CopydeskError | None = None

    def told(self, *, stored: bool) -> dict[str, Any]:
        """Its line of the report; `stored`: what is to be stored will be."""
        said: dict[str, Any] = {
            "outcome": self.outcome,
            "stored": stored and self.outcome in STORED,
            "id": self.record.id if self.record else self.kept.sha256[:32],
            "headline": self.record.headline if self.record else None,
            "file": self.kept.label,
            "source": self.kept.source,
        }
        if self.error:
            said |= {"reason": self.error.reason, "message": self.error.message, "advice": self.error.advice}
        return said | (self.changes.told() if self.changes else {})


@dataclass(frozen=True, slots=True)
class Summary:
    """How many stories came out how; of those that changed, how many in which field, how many paragraphs were "added" and
    "removed", and how many stretches of text each rule takes `more` and `fewer` than before. The first few of the `unreadable`.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    paragraphs: Counter[str] = field(default_factory=Counter)
    more: Counter[str] = field(default_factory=Counter)
    fewer: Counter[str] = field(default_factory=Counter)
    unreadable: tuple[str, ...] = ()

    @classmethod
    def of(cls, stories: Iterable[Story]) -> Summary:
        """The sum of these."""
        stories = list(stories)
        summary = cls(unreadable=tuple(str(story.error) for story in stories if story.error)[:NAMED])
        for story in stories:
            summary.outcomes[story.outcome] += 1
            if found := story.changes:
                summary.fields.update(found.fields.keys())
                summary.paragraphs.update(added=len(found.added), removed=len(found.removed))
                summary.more.update({rule: times for rule, times in found.rules.items() if times > 0})
                summary.fewer.update({rule: -times for rule, times in found.rules.items() if times < 0})
        return summary

    def told(self) -> dict[str, Any]:
        """For machines."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __add__(self, other: Summary) -> Summary:
        both = Summary(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))
        return replace(both, unreadable=both.unreadable[:NAMED])


def append(report: Path, lines: Sequence[dict[str, Any]]) -> None:
    """Adds lines to the report, which is made if need be; they are on the disk when it returns. Raises SpoolUnavailable.

    Any number of processes may do so at once.
    """
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    with guarded(SpoolUnavailable, report):
        make_folders(report.parent)
        descriptor = os.open(report, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            write_whole(descriptor, text.encode("utf-8", "backslashreplace"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folders([report.parent])


def read(report: Path) -> Iterator[dict[str, Any]]:
    """The lines of a report; none where nothing changed. Raises SpoolUnavailable."""
    if report.exists():
        with guarded(SpoolUnavailable, report), report.open(encoding="utf-8", newline="\n") as lines:
            yield from map(json.loads, lines)
