"""The originals of a desk that a person means, out of its archive: all bytes once, however often they came in.

Where an original came from stands in its path, archive/YYYY/MM/DD/SOURCE/NAME: a desk that was put back from a backup has no
ledger. Of several copies of the same bytes the record is the last one's; which that was on a day, the ledger says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from pipeline.errors import SpoolUnavailable
from workers import archive
from workers.choice import Choice, label_of
from workers.counts import files_below
from workers.disk import guarded
from workers.spool import Spool

_UNIQUE = re.compile(r"~\d{8}T\d{6}Z-[0-9a-f]{10}(?=(\.[^.]*)?$)", re.ASCII)  # as claim.unique gives it to a name that was taken


@dataclass(frozen=True, slots=True)
class Kept:
    """An archived original. `source` is the folder of the inbox that it came from, `label` its path in archive/ as plain text."""

    path: Path
    source: str
    label: str
    sha256: str

    @property
    def filename(self) -> str:
        """Its name as it was dropped, as plain text (Claim.filename); one that was long may have lost its middle."""
        return _UNIQUE.sub("", self.path.name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def originals(spool: Spool, choice: Choice, ids: Collection[str] = ()) -> Iterator[Kept]:
    """The originals that are meant, the newest day first; `ids` of records: only theirs, none: any.

    Reads each of them once, and of those before it remembers eight bytes each. Raises SpoolUnavailable.
    """
    wanted = {record_id.partition("#")[0] for record_id in ids}
    seen: set[int] = set()
    for day in reversed(archive.days(spool.archived)):
        if choice.takes_day(day):
            for kept in _of_day(spool, day):
                if (key := _key(kept.sha256)) not in seen:
                    seen.add(key)
                    if choice.takes(PurePath(kept.source), day) and (not wanted or kept.sha256[:32] in wanted):
                        yield kept
        elif choice.before is not None and day >= choice.before:  # the record of what came again then is not this copy's
            seen.update(_key(entry.detail) for entry in spool.ledger.entries(day) if entry.of_original)


def how_many(spool: Spool, choice: Choice) -> int:
    """How many files there are on the days that are meant: as many originals at most."""
    days = filter(choice.takes_day, archive.days(spool.archived))
    return sum(1 for day in days for _ in files_below(archive.folder_of(spool.archived, day)))


def _of_day(spool: Spool, day: date) -> Iterator[Kept]:
    """A day's originals, of the same bytes the last that was archived."""
    folder = archive.folder_of(spool.archived, day)
    copies: dict[str, list[Path]] = {}
    with guarded(SpoolUnavailable, folder):
        for path, digest in archive.digests(sorted(files_below(folder))).items():
            copies.setdefault(digest, []).append(path)
    last = {entry.detail: entry.claim.source for entry in spool.ledger.entries(day) if entry.event == "archived"}
    for digest, paths in copies.items():
        found = {_source(path, folder): path for path in paths}
        source = last[digest] if last.get(digest) in found else _source(paths[-1], folder)
        yield Kept(found[source], source, label_of(found[source].relative_to(spool.archived)), digest)


def _source(path: Path, folder: Path) -> str:
    source = path.parent.relative_to(folder).as_posix()
    return "" if source == "." else source


def _key(digest: str) -> int:
    return int(digest[:16], 16)
