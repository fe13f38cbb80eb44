"""The archive: originals under the day of their claim and their source, YYYY/MM/DD/SOURCE/NAME, none ever overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import CopydeskError, StillChanging, Vanished
from workers.claim import Claim, unique
from workers.disk import make_folders, rename_new, sync_folders, walk

_DAY = re.compile(r"\d{4}/\d\d/\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Original:
    """A claimed file that was read: its size in bytes, and the sha256 of what was read."""

    claim: Claim
    size: int
    sha256: str


def folder_of(archived: Path, day: date) -> Path:
    """The folder of the originals that were claimed on this day (UTC)."""
    return archived / f"{day:%Y/%m/%d}"


def days(archived: Path) -> list[date]:
    """The days that have a folder, the oldest first. Raises SpoolUnavailable where that can't be seen."""
    found = []
    for place, inner, _ in walk(archived):
        month = os.path.relpath(place, archived)
        if month.count("/") == 1:  # 2026/01: the days themselves are not listed, there may be very many files in them
            for day in inner:
                with suppress(ValueError):
                    if _DAY.fullmatch(f"{month}/{day}"):
                        found.append(date.fromisoformat(f"{month}/{day}".replace("/", "-")))
            inner.clear()
    return sorted(found)


def digests(paths: Iterable[Path]) -> dict[Path, str]:
    """The sha256 of these files, without those that have moved on meanwhile, are no files, or may not be read."""
    found = {}
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            if stat.S_ISREG(path.lstat().st_mode):
                with path.open("rb") as file:
                    found[path] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def put(originals: Sequence[Original], claimed: Path, archived: Path) -> list[Path | CopydeskError]:
    """Moves originals out of `claimed`; their new paths, or Vanished or StillChanging in their places. Raises OSError.

    The moves are durable when it returns. The bytes are as durable as whoever dropped them made them: what we vouch for is
    the record.
    """
    places = {(each.claim.id[:8], each.claim.source): each.claim for each in originals}
    folders = {place: folder_of(archived, claim.day) / claim.source for place, claim in places.items()}
    for folder in folders.values():
        make_folders(folder)
    ended = [_put(each, f"{claimed}/{each.claim.name}", folders[each.claim.id[:8], each.claim.source]) for each in originals]
    sync_folders([*folders.values()])
    return ended


def move(path: Path | str, folder: Path, claim: Claim) -> Path:
    """Moves a file into a folder under its claim's own name, or where that is taken, with the claim's id in it."""
    target = folder / claim.original
    return target if rename_new(path, target) else Path(path).rename(folder / unique(claim.original, claim.id))


def _put(original: Original, path: str, folder: Path) -> Path | CopydeskError:
    label = original.claim.label
    try:
        if os.lstat(path).st_size != original.size:
            return StillChanging(label, "it was written to after it was read", "it is read again")
        return move(path, folder, original.claim)
    except FileNotFoundError:
        return Vanished(label, "no longer claimed", "somebody else has dealt with it")
