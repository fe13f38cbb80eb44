"""What a person means: of a desk's files those of one source, and of some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from workers.claim import encode


@dataclass(frozen=True, slots=True)
class Choice:
    """`source` is a folder of the inbox and stands for those in it too, "" for the inbox itself; the days are those of claiming
    (UTC), from `since` on and before `before`. None: any.
    """

    source: str | None = None
    since: date | None = None
    before: date | None = None

    @property
    def anything(self) -> bool:
        """True where nothing was chosen."""
        return self == ANY

    def takes(self, source: PurePath, day: date | None) -> bool:
        """Whether a file from this folder of the inbox, relative to it, is meant; a day that nobody knows is not."""
        return self._takes_source(source) and self.takes_day(day)

    def takes_day(self, day: date | None) -> bool:
        """The same of the day alone."""
        if day is None:
            return self.since is None and self.before is None
        return (self.since or day) <= day and (self.before is None or day < self.before)

    def _takes_source(self, source: PurePath) -> bool:
        if self.source is None:
            return True
        wanted = self.source.strip("/")
        folders = [source, *source.parents] if wanted else [source]
        return any(wanted in (_plain(folder.as_posix()), label_of(folder)) for folder in folders)


ANY: Final = Choice()


def label_of(path: PurePath) -> str:
    """A path below one of the desk's folders as plain text on one line: tca/caf%E9.txt; what Claim.label says of a claim."""
    return "/".join(map(encode, path.parts))


def _plain(folder: str) -> str:
    return "" if folder == "." else folder
