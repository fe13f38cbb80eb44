"""A claim: one file taken out of the inbox, under a name that is safe everywhere and tells where it came from.

    inbox/tca/budget vote.txt  ->  claimed/20250601T101502Z-3f9a2b7c4d~tca~budget vote.txt

The name is plain printable text for any file name whatever: bytes that are no UTF-8, control characters, "%" and "~"
are percent-encoded. It goes into messages as it is. Its id sorts by time and says on which day the story is archived.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from urllib.parse import unquote_to_bytes

from pipeline.errors import BadClaim

NAME_BYTES = 255  # the longest file name of any common file system
SOURCE_BYTES = 100
CUT = "…"
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{10}", re.ASCII)
_MARKS = frozenset("%~/")  # what has a meaning in the name of a claim
_NO_NAMES = frozenset(("", ".", ".."))


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimed file. `name` is its file name in claimed/, `source` the folder of the inbox ("" or "tca/sports").

    `original` is the file name as it was dropped, as os.fsdecode spells it; the middle of a name that would not fit is cut.
    """

    name: str
    id: str
    source: str
    original: str

    @classmethod
    def new(cls, path: PurePath | str, now: datetime) -> Claim:
        """A fresh claim on a path relative to the inbox; `now` in UTC. Raises BadClaim for a path that leads out of it."""
        *parents, filename = os.fspath(path).split("/")
        if not _NO_NAMES.isdisjoint([*parents, filename]):
            raise BadClaim(ascii(str(path)), "no path within the inbox")
        ident = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(5)}"
        folders = [encode(shorten(part, SOURCE_BYTES)) for part in parents]
        while len("~".join(folders).encode()) > SOURCE_BYTES:
            folders.pop()
        room = NAME_BYTES - len("~".join([ident, *folders, ""]).encode())
        return cls.parse("~".join([ident, *folders, encode(shorten(filename, room))]))

    @classmethod
    def parse(cls, name: str) -> Claim:
        """The claim of this name. Raises BadClaim: names come back from a queue that others may write to."""
        ident, *parts = name.split("~") if name.isprintable() and len(name.encode()) <= NAME_BYTES else [""]
        decoded = [decode(part) for part in parts]
        strange = any(part in _NO_NAMES or "/" in part or "\0" in part for part in decoded)
        if strange or not decoded or not _ID.fullmatch(ident) or not _is_time(ident):
            raise BadClaim(ascii(name[:NAME_BYTES]), "no name of a claim")
        return cls(name, ident, "/".join(decoded[:-1]), decoded[-1])

    @property
    def filename(self) -> str:
        """The original name as plain text, for records and screens: a byte that is no UTF-8 becomes its number."""
        return self.original.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    @property
    def label(self) -> str:
        """What a person reads: tca/story.txt."""
        return "/".join(self.name.split("~")[1:])

    @property
    def day(self) -> date:
        """The day (UTC) it was claimed on."""
        return date(int(self.id[:4]), int(self.id[4:6]), int(self.id[6:8]))

    @property
    def time(self) -> datetime:
        """When it was claimed (UTC), to the second."""
        return datetime.fromisoformat(self.id[:16])


def _is_time(ident: str) -> bool:
    """20251399T101502Z has the form of one."""
    try:
        return bool(datetime.fromisoformat(ident[:16]))
    except ValueError:
        return False


def unique(name: str, ident: str) -> str:
    """A name that nobody else has: story.txt -> story~20250601T101502Z-3f9a2b7c4d.txt."""
    path = PurePath(shorten(name, NAME_BYTES - len(ident) - 1))
    return f"{path.stem}~{ident}{path.suffix}"


def encode(name: str) -> str:
    """Printable text for any file name; ordinary names stay as they are."""
    if name.isprintable() and _MARKS.isdisjoint(name):
        return name
    return "".join(char if char.isprintable() and char not in _MARKS else _percent(char) for char in name)


def decode(text: str) -> str:
    """The file name that was encoded."""
    return unquote_to_bytes(text).decode("utf-8", "surrogateescape") if "%" in text else text


def shorten(name: str, room: int) -> str:
    """The name with so much of its middle cut that its encoded form has at most `room` bytes; the ending stays."""
    if len(encode(name).encode()) <= room:
        return name
    end = PurePath(name).suffix
    if len(encode(end).encode()) > room // 2:
        end = ""
    start = name.removesuffix(end)
    while len(encode(start + CUT + end).encode()) > room:
        start = start[:-1]
    return start + CUT + end


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))
