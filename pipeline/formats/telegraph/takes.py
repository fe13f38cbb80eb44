"""The takes of a telegraph file: ANPA 1312 and IPTC 7901 both frame a story by SOH, STX and ETX.

SOH opens a take and its header, STX its text, ETX closes the text; what stands behind it is the time of sending. Other
control bytes (SYN, quads, tabular marks, rub-outs) steer machines that are gone: they are blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from pipeline.document import Notice
from pipeline.formats.blocks import Block, of_lines
from pipeline.formats.dates import is_placeholder
from pipeline.formats.decoding.charset import by_mark
from pipeline.formats.decoding.decode import Decoded, decode
from pipeline.formats.text.wrapped import BULLET, TABULAR, WIDEST

_SOH, _STX, _ETX = b"\x01", b"\x02", b"\x03"
_PART: Final = "\f"  # stands between the parts of a take while the whole file is decoded at once
_STEERING: Final = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\r")
_BLANKED: Final = bytes.maketrans(_STEERING, b" " * len(_STEERING))
_MOST: Final = 1000  # takes of a file; what is beyond stays with the last of them
# What western copy holds of windows-1252. Polish, Czech and Turkish copy in their own 8-bit sets has bytes besides, Greek and
# Cyrillic copy has more of them: those are guessed.
_WESTERN: Final = bytes(
    sorted({byte for char in "àáâäåæçèéêëìíîïñòóôöøùúûüßÀÁÄÅÆÇÈÉÊËÍÑÓÔÖØÚÜ«»°§´¡€’‘“”„–…œ" for byte in char.encode("cp1252")})
)
_DENSE: Final = 0.12
_ZONES: Final = {"GMT": 0, "UTC": 0, "Z": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EST": -5, "EDT": -4}
_FULL: Final = 45  # columns: a line that is longer may be one that a machine has cut
_GOES_ON: Final = re.compile(r"[^.!?:;=<\"”»)]\s*\Z")


@dataclass(frozen=True, slots=True)
class Take:
    """One take: its three parts, and the line of the file on which each begins. Without STX and ETX all of it is text."""

    header: str
    text: str
    trailer: str
    lines: tuple[int, int, int]


def takes_of(raw: bytes, filename: str, opening: re.Pattern[bytes] | None = None) -> tuple[list[Take], Decoded]:
    """The takes in a file, in order, and how it was decoded; at least one, for a file with text in it.

    `opening` finds the first line of a take where the control bytes are lost. Raises EmptyCopy, BinaryCopy.
    """
    marked = by_mark(raw)
    blob = marked.text.encode("utf-8", "replace") if marked else raw
    parts = [part for take in _cut(blob, opening) for part in _parts(take)]
    joined = _PART.encode().join(part.translate(_BLANKED) for part in parts)
    decoded = decode(joined, declared=_declared(joined), subject=filename)
    if marked:
        decoded = replace(decoded, encoding=marked.encoding)
    return list(_takes(decoded.text)), decoded


def _cut(blob: bytes, opening: re.Pattern[bytes] | None) -> list[bytes]:
    """The bytes of each take; what stands before the first SOH (synchronisation, a telex line) belongs to the first."""
    if _SOH in blob:
        first, *others = blob.split(_SOH, _MOST)
        return [first + others[0], *others[1:]]
    starts = [match.start() for match in opening.finditer(blob)][1:_MOST] if opening else []
    return [blob[start:end] for start, end in zip([0, *starts], [*starts, len(blob)], strict=True)]


def _parts(take: bytes) -> tuple[bytes, bytes, bytes]:
    header, framed, rest = take.partition(_STX)
    if not framed:
        header, rest = b"", take
    text, _, trailer = rest.partition(_ETX)
    return header, text, trailer


def _takes(text: str) -> Iterator[Take]:
    parts = text.split(_PART)
    line = 1
    for header, body, trailer in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        lines = (line, line + header.count("\n"), line + header.count("\n") + body.count("\n"))
        line = lines[2] + trailer.count("\n")
        if header.strip() or body.strip() or trailer.strip():
            yield Take(header, body, trailer, lines)


def _declared(blob: bytes) -> str | None:
    """The encoding that 8-bit copy is evidently in; neither standard has a place to declare one."""
    if blob.isascii():
        return None
    foreign = blob.translate(None, bytes(range(0x80)))
    if foreign.translate(None, _WESTERN) or len(foreign) > _DENSE * len(blob):
        return None
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return None


def numbered(text: str, line: int) -> list[tuple[int, str]]:
    """The lines of a part that are not blank, each with its number in the file."""
    return [(line + n, words) for n, words in enumerate(text.split("\n")) if words.strip()]


def paragraphs(text: str, line: int) -> list[Block]:
    """The blocks of a take's text. Lines that a machine has cut are joined, in a take of a few lines too.

    There what tells is that a line goes on in a small letter; or that it is not indented, where paragraphs are.
    """
    found: list[Block] = []
    lines = text.split("\n")
    indented = next((_is_indented(words) for words in lines if words.strip()), False)
    width = max((len(words.rstrip()) for words in lines), default=0)
    for block in of_lines(text, line):
        last = found[-1] if found else None
        flush = indented and not _is_indented(lines[block.line - line])
        if last and _carries_on(last, block, flush, width):
            found[-1] = Block(f"{last.text}\n{block.text}", "paragraph", last.line)
        else:
            found.append(block)
    return found


def _is_indented(line: str) -> bool:
    return line.startswith(("\t", "  "))


def _carries_on(last: Block, block: Block, flush: bool, width: int) -> bool:
    above = last.text[last.text.rfind("\n") + 1 :]
    if last.line + last.text.count("\n") + 1 != block.line or not _FULL <= len(above) <= WIDEST or width > WIDEST:
        return False
    if BULLET.match(block.text) or TABULAR.search(block.text) or TABULAR.search(above):
        return False
    first = block.text.split(None, 1)[0]
    goes_on = _GOES_ON.search(above[-8:]) is not None
    return (goes_on and (flush or first[0].islower())) or (flush and len(above) + 1 + len(first) > width and first[0].isalpha())


def moment_of(year: str, month: int, day: str, hour: str, minute: str, zone: str | None) -> datetime | None:
    """A time of sending; naive where its zone is not told or not known, None where there is no such day or hour, or year."""
    century = "" if len(year) == 4 else "20" if year < "70" else "19"
    try:
        at = datetime(int(century + year), month, int(day), int(hour), int(minute))  # noqa: DTZ001  its zone may not be told
    except ValueError:
        return None
    return None if is_placeholder(at) else at.replace(tzinfo=_zone(zone))


def refused(sent: Iterable[str], at: datetime | None) -> tuple[Notice, ...]:
    """A notice where a take tells its time of sending, and that is none: "320313", the year 3013."""
    return tuple(Notice("bad_date", f"no date can be read from {words[:60]!r}") for words in [*sent][:1] if at is None)


def _zone(name: str | None) -> tzinfo | None:
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
