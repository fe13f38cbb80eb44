"""The desk's folders, and every move between them.

    inbox/SOURCE/NAME -> claimed/ID~SOURCE~NAME -> archive/YYYY/MM/DD/SOURCE/NAME
                                                -> quarantine/SOURCE/NAME with NAME.reason.json beside it

Every move is one rename: at any moment, and after any crash, a file is in exactly one place. No move overwrites: where a name
is taken, the newcomer gets its claim's id into its name (NAME~ID). A move that can't be made for now (full disk, read-only,
two file systems) raises SpoolUnavailable and leaves the file where it was.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from pipeline.errors import BadClaim, CopydeskError, SpoolUnavailable, Vanished
from workers import archive, quarantine
from workers.archive import Original
from workers.claim import Claim
from workers.counts import Counts
from workers.disk import guarded, make_folders, move_out, remove_stale
from workers.endings import Endings
from workers.ledger import Entry, Ledger
from workers.metrics.numbers import Meter
from workers.reading import not_a_file, read_regular
from workers.tries import Tries

__all__ = ["Original", "Spool", "utc_now"]


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Spool:
    """The folders of one desk. `clock` gives the time (UTC) of a claim, and with it the day it will be archived under."""

    def __init__(self, desk: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.desk = desk
        self.clock = clock
        self.inbox = desk / "inbox"
        self.claimed = desk / "claimed"
        self.archived = desk / "archive"
        self.quarantined = desk / "quarantine"
        self.records = desk / "records"
        self.state = desk / ".copydesk"
        self.scratch = self.state / "scratch"
        self.ledger = Ledger(self.state / "ledger")
        self.endings = Endings(self.ledger, self.state / "endings.lock")
        self.tries = Tries(self.state / "tries")
        self.meter = Meter(self.state / "metrics")

    def prepare(self) -> None:
        """Makes the folders that are missing; the state is nobody else's to read. Raises SpoolUnavailable."""
        with guarded(SpoolUnavailable, self.state):
            make_folders(self.desk)
            self.state.mkdir(mode=0o700, exist_ok=True)
        folders = (self.inbox, self.claimed, self.archived, self.quarantined, self.records)
        for folder in (*folders, self.scratch, self.ledger.folder, self.tries.folder):
            with guarded(SpoolUnavailable, folder):
                make_folders(folder)
        with guarded(SpoolUnavailable, self.scratch):
            remove_stale(self.scratch, self.clock().timestamp())

    def claim(self, path: Path) -> Claim | None:
        """Takes a file out of the inbox; None where somebody was faster, or it is no file (then it is quarantined).

        Raises SpoolUnavailable, and BadClaim for a path that is not in the inbox.
        """
        return next(iter(self.claim_all([path])), None)

    def claim_all(self, paths: Iterable[Path]) -> list[Claim]:
        """The same for many; those that were taken."""
        claims, refused = self.take(str(path.relative_to(self.inbox)) for path in paths)
        for fault in refused.values():
            raise fault
        return claims

    def take(self, names: Iterable[str]) -> tuple[list[Claim], dict[str, SpoolUnavailable]]:
        """The same for paths relative to the inbox: what was taken, with one line each in the ledger, and what can't be moved."""
        claims, refused = [], {}
        try:
            for name in names:
                try:
                    if claim := self._take(name):
                        claims.append(claim)
                except SpoolUnavailable as fault:
                    refused[name] = fault
        finally:
            self.ledger.write([Entry("made", claim) for claim in claims])
        return claims, refused

    def _take(self, name: str) -> Claim | None:
        claim = Claim.new(name, self.clock())
        path, target = f"{self.inbox}/{name}", f"{self.claimed}/{claim.name}"
        try:
            with guarded(SpoolUnavailable, path, gone_passes=True):
                if not move_out(self.inbox, name, target):
                    return None  # a source, or a way out of the inbox
                mode = os.lstat(target).st_mode  # looked at where nobody can exchange it any more
        except FileNotFoundError as gone:
            if os.path.lexists(path):  # not the file is gone, but the desk
                raise SpoolUnavailable(
                    claim.label, "no folder claimed/ to take it to", "run `copydesk run` on this desk"
                ) from gone
            return None
        if stat.S_ISREG(mode):
            return claim
        self.quarantine(claim, not_a_file(mode, claim.label))
        return None

    def check_claimed(self) -> None:
        """Raises SpoolUnavailable where nothing can be put into claimed/, whatever it is. Leaves nothing there."""
        with guarded(SpoolUnavailable, self.claimed), TemporaryFile(dir=self.claimed):
            pass

    def claims(self) -> list[Claim]:
        """What is claimed now, oldest first; files that others put there are none. Raises SpoolUnavailable."""
        with guarded(SpoolUnavailable, self.claimed):
            return list(_parsed(sorted(path.name for path in self.claimed.iterdir())))

    def read(self, claim: Claim, max_bytes: int) -> bytes:
        """The bytes of a claimed file.

        Raises Vanished, NotAFile, NotPermitted, TooLarge (unread), StillChanging, SpoolUnavailable.
        """
        return read_regular(f"{self.claimed}/{claim.name}", claim.label, max_bytes)

    def archive(self, originals: Sequence[Original]) -> list[Path | CopydeskError]:
        """Moves originals into archive/YYYY/MM/DD/SOURCE/; the move is durable when it returns.

        A file that can't go (Vanished, StillChanging) is a value in its place. Raises SpoolUnavailable.
        """
        with self.endings.turn([each.claim for each in originals]):
            there = [each for each in originals if os.path.lexists(f"{self.claimed}/{each.claim.name}")]
            noted = self.endings.noted([Entry("archived", each.claim, each.sha256) for each in there])
            with guarded(SpoolUnavailable, self.archived), noted:
                return archive.put(originals, self.claimed, self.archived)

    def quarantine(self, claim: Claim, error: CopydeskError, **details: Any) -> Path:
        """Moves a claimed file into quarantine/SOURCE/ with its reason beside it. Raises Vanished, SpoolUnavailable."""
        return self.lay_aside(claim, quarantine.reason_of(claim, error, self.clock(), **details))

    def lay_aside(self, claim: Claim, reason: dict[str, Any]) -> Path:
        """The same with a reason that `quarantine.reason_of` made of this claim, here or on another host."""
        source = self.claimed / claim.name
        folder = self.quarantined / claim.source
        with self.endings.turn([claim]), _present(claim.label), guarded(SpoolUnavailable, folder, gone_passes=True):
            source.lstat()
            with self.endings.noted([Entry("quarantined", claim, reason["reason"])]):
                return quarantine.put(source, folder, reason, self.scratch)

    def release(self, claim: Claim) -> Path:
        """Puts a claimed file back into the inbox, as if it had never been taken. Raises Vanished, SpoolUnavailable."""
        path = self.claimed / claim.name
        with self.endings.turn([claim]):
            with _present(claim.label):
                path.lstat()
            with self.endings.noted([Entry("released", claim)]):
                return self._to_inbox(path, claim)

    def retry(self, path: Path) -> Path:
        """Puts a quarantined file back into the inbox and drops its reason. Raises Vanished, SpoolUnavailable.

        `path` as `quarantine.files` lists it. One that has no reason goes back under its own name.
        """
        claim = quarantine.claim_of(quarantine.read_reason(path))
        if claim:
            self.ledger.write([Entry("retried", claim)])
        else:
            claim = Claim.new(path.relative_to(self.quarantined), self.clock())
        target = self._to_inbox(path, claim)
        quarantine.note_of(path).unlink(missing_ok=True)
        return target

    def _to_inbox(self, path: Path, claim: Claim) -> Path:
        folder = self.inbox / claim.source
        with _present(claim.label), guarded(SpoolUnavailable, folder, gone_passes=True):
            path.lstat()
            make_folders(folder)
            return archive.move(path, folder, claim)

    def counts(self) -> Counts:
        """How many files each folder holds now; looks at every one, so the time grows with the archive."""
        with guarded(SpoolUnavailable, self.desk):
            return Counts.of(self.inbox, self.claimed, self.archived, self.quarantined, self.records)


@contextmanager
def _present(subject: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as gone:
        raise Vanished(subject, "no longer there", "somebody else has dealt with it") from gone


def _parsed(names: Iterable[str]) -> Iterator[Claim]:
    for name in names:
        with suppress(BadClaim):
            yield Claim.parse(name)
