"""The quarantine: each file with its reason beside it, NAME.reason.json, written first so that none is ever without one."""

from __future__ import annotations

import json
import os
import secrets
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import BadClaim, CopydeskError
from workers.claim import NAME_BYTES, Claim, shorten, unique
from workers.disk import create_synced, make_folders, rename_new, sync_folders, walk

SUFFIX = ".reason.json"
CAUSE_CHARS = 4000  # of a traceback's end: where the fault is


def reason_of(claim: Claim, error: CopydeskError, when: datetime, **details: Any) -> dict[str, Any]:
    """What NAME.reason.json says. `reason` is for machines, `message` and `advice` for people; `original` is what retry needs."""
    said = {
        "reason": error.reason,
        "message": error.message,
        "advice": error.advice,
        "subject": error.subject,
        "time": when.isoformat(timespec="seconds"),
        "source": claim.source,
        "original": claim.label,
        "claim": claim.name,
        **details,
    }
    if error.__cause__ is not None:
        said["error"] = type(error.__cause__).__name__
        said["traceback"] = "".join(traceback.format_exception(error.__cause__))[-CAUSE_CHARS:]
    return said


def read_reason(path: Path) -> dict[str, Any]:
    """The reason of a quarantined file; {} where it has none that can be read."""
    return read_note(note_of(path))


def read_note(note: Path) -> dict[str, Any]:
    """The reason in this file; {} where it is none that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        said = json.loads(note.read_bytes())
        return said if isinstance(said, dict) else {}
    return {}


def claim_of(reason: Mapping[str, Any]) -> Claim | None:
    """The claim that a reason is about; None where it names none."""
    with suppress(BadClaim):
        return Claim.parse(str(reason.get("claim")))
    return None


def note_of(path: Path) -> Path:
    """Where the reason of a quarantined file lies."""
    return path.with_name(path.name + SUFFIX)


def files(folder: Path) -> Iterator[Path]:
    """The quarantined files below this folder, by name, without their reasons. A file called x.reason.json has a reason too."""
    for place, inner, found in walk(folder):
        inner.sort()
        names = set(found)
        for name in sorted(names):
            if not name.endswith(SUFFIX) or name + SUFFIX in names:
                yield Path(place, name)


def notes_alone(folder: Path) -> Iterator[Path]:
    """Reasons whose files are not there: not yet, or not any more."""
    for place, _, found in walk(folder):
        names = set(found)
        yield from (
            Path(place, name) for name in sorted(names) if name.endswith(SUFFIX) and name.removesuffix(SUFFIX) not in names
        )


def put(source: Path, folder: Path, reason: dict[str, Any], scratch: Path) -> Path:
    """Moves a claimed file in, with its reason; never overwrites. Cut off anywhere, doing it again ends well.

    `scratch` is a folder on the same file system for what is not whole yet. Returns the file's new path.
    Raises FileNotFoundError where the claimed file is gone.
    """
    source.lstat()
    make_folders(folder)
    claim = Claim.parse(reason["claim"])
    draft = _draft(scratch / f"{claim.id}-{secrets.token_hex(4)}{SUFFIX}", reason)
    target = folder / shorten(claim.original, NAME_BYTES - len(SUFFIX))
    try:
        if not _place(source, target, draft, claim):
            target = folder / unique(shorten(claim.original, NAME_BYTES - len(SUFFIX) - len(claim.id) - 1), claim.id)
            draft.rename(note_of(target))
            source.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folders([folder])
    return target


def _draft(path: Path, reason: dict[str, Any]) -> Path:
    create_synced(path, json.dumps(reason, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    return path


def _place(source: Path, target: Path, draft: Path, claim: Claim) -> bool:
    """Under its own name; False where that is taken, by a file or by another one's reason."""
    note = note_of(target)
    begun = read_reason(target).get("claim") == claim.name  # by us, in a try that was cut off here
    if os.path.lexists(target) or not (begun or rename_new(draft, note)):
        return False
    try:
        if rename_new(source, target):
            return True
        note.rename(draft)
        return False
    except FileNotFoundError:
        if not os.path.lexists(target):  # it went elsewhere: no reason without its file
            note.unlink(missing_ok=True)
        raise
