"""How many files each folder of a desk holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workers import quarantine
from workers.disk import walk
from workers.watching.tracker import is_copy


@dataclass(frozen=True, slots=True)
class Counts:
    """Files in each folder; `inbox` leaves out what is still being written, `quarantined` the reasons."""

    inbox: int
    claimed: int
    archived: int
    quarantined: int
    records: int

    @classmethod
    def of(cls, inbox: Path, claimed: Path, archived: Path, quarantined: Path, records: Path) -> Counts:
        """Looks at every file, so the time grows with the archive: 0.3 s for 100,000 files here."""
        return cls(
            inbox=sum(is_copy(path.name) for path in files_below(inbox)),
            claimed=sum(1 for _ in files_below(claimed)),
            archived=sum(1 for _ in files_below(archived)),
            quarantined=sum(1 for _ in quarantine.files(quarantined)),
            records=sum(path.suffix == ".json" for path in files_below(records)),
        )


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder; links to folders are not followed, hidden folders are left out."""
    for place, inner, names in walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (Path(place, name) for name in names)
