"""The letters of one webhook: DESK/.copydesk/webhooks/NAME/ with pending/, dead/, and a cursor into the ledger.

A letter is a small file. It holds no word of the story: that is read from the store when the letter is posted.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SpoolUnavailable
from workers.consuming import cursor
from workers.consuming.cursor import Cursor
from workers.disk import create_synced, guarded, make_folders, remove_stale, sync_folders
from workers.webhooks.hook import Event
from workers.webhooks.post import Reason

MOST_WAIT: Final = 7200.0  # seconds; the longest pause (postman.py) is 5,400
_ENDING: Final = ".json"
_DRAFTS: Final = ".*"


class Letter(BaseModel):
    """One thing to tell. `id` names it through all its tries: by it a receiver knows what it has had already.

    `about` is the record's id, of what was quarantined the claim. `due` is in seconds since the epoch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[\w.-]{1,100}$")
    event: Event = "done"
    about: str
    reason: str | None = None  # of a quarantine
    tries: int = 0
    due: float = 0.0
    answer: Reason | None = None  # what became of the last try
    said: str | None = None  # the same, for people

    def is_due(self, now: float) -> bool:
        """Whether it is time to post it. No letter waits as long as MOST_WAIT: one that seems to is of a clock that was wrong."""
        return not now < self.due <= now + MOST_WAIT


class Outbox:
    """To be used by any number of processes at once: every change is one rename. All raise SpoolUnavailable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pending = folder / "pending"
        self._dead = folder / "dead"
        self._stopped = folder / "stopped"
        self._cursor = folder / "cursor"

    def sweep(self, now: float) -> None:
        """Removes the drafts of writers that were killed; `now` in seconds since the epoch."""
        for folder in (self.folder, self._pending, self._dead):
            with guarded(SpoolUnavailable, folder):
                remove_stale(folder, now, _DRAFTS)

    def cursor(self) -> Cursor | None:
        """How far letters are written; None where there never were any. Raises BadSettings for a file that is no cursor."""
        return cursor.load(self._cursor)

    def reached(self, at: Cursor) -> None:
        """Every letter of what lies before is written."""
        cursor.save(self._cursor, at)

    def put(self, letters: Sequence[Letter]) -> None:
        """Writes new letters; durable when it returns."""
        _write(self._pending, letters)

    def again(self, letter: Letter) -> None:
        """Keeps a letter that was not taken, with its next try in it."""
        _write(self._pending, [letter])

    def pending(self) -> set[str]:
        """The ids of the letters that are on their way."""
        return set(_ids(self._pending))

    def get(self, letter_id: str) -> Letter | None:
        """The letter, None where it is not pending any more. An id comes from a queue: with "/" in it, it is none of ours."""
        return _read(self._pending / f"{letter_id}{_ENDING}") if "/" not in letter_id else None

    def taken(self, letter_id: str) -> None:
        """Its receiver has it."""
        _remove(self._pending / f"{letter_id}{_ENDING}")

    def bury(self, letter: Letter) -> None:
        """It is tried no more until a person says so."""
        _write(self._dead, [letter])
        self.taken(letter.id)

    def is_dead(self, letter_id: str) -> bool:
        """True where the letter is buried."""
        return (self._dead / f"{letter_id}{_ENDING}").exists()

    def dead(self) -> list[Letter]:
        """The dead letters, the oldest first."""
        letters = (_read(self._dead / f"{letter_id}{_ENDING}") for letter_id in sorted(_ids(self._dead)))
        return [letter for letter in letters if letter]

    def put_back(self, letters: Iterable[Letter]) -> int:
        """Lets dead letters be tried anew; how many."""
        back = [letter.model_copy(update={"tries": 0, "due": 0.0}) for letter in letters]
        _write(self._pending, back)
        for letter in back:
            _remove(self._dead / f"{letter.id}{_ENDING}")
        return len(back)

    def stop(self, said: str) -> None:
        """The receiver wants no more: nothing is posted until `go_on`."""
        with guarded(SpoolUnavailable, self._stopped):
            _draft(self._stopped, json.dumps(said)).replace(self._stopped)

    def go_on(self) -> None:
        """A person wants it posted again."""
        _remove(self._stopped)

    def stopped(self) -> str | None:
        """What the receiver said when it stopped us."""
        with guarded(SpoolUnavailable, self._stopped), suppress(FileNotFoundError, ValueError):
            return str(json.loads(self._stopped.read_bytes()))
        return None


def _ids(folder: Path) -> Iterator[str]:
    with guarded(SpoolUnavailable, folder), suppress(FileNotFoundError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
        yield from (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING) and not name.startswith("."))


def _read(path: Path) -> Letter | None:
    with guarded(SpoolUnavailable, path), suppress(FileNotFoundError, ValidationError):
        return Letter.model_validate_json(path.read_bytes())
    return None


def _write(folder: Path, letters: Sequence[Letter]) -> None:
    if letters:
        with guarded(SpoolUnavailable, folder):
            make_folders(folder)
            for letter in letters:
                path = folder / f"{letter.id}{_ENDING}"
                _draft(path, letter.model_dump_json()).replace(path)
            sync_folders([folder])


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(5)}")
    create_synced(draft, text.encode())
    return draft


def _remove(path: Path) -> None:
    with guarded(SpoolUnavailable, path):
        path.unlink(missing_ok=True)
