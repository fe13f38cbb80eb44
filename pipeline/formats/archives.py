"""Packed wire copy, bounded: gzip (RFC 1952), zip (APPNOTE 6.3, stored and deflated members) and tar (POSIX ustar, pax, GNU).

Nothing is written, and a member's name is for messages only. What an archive says of its own sizes is not believed:
bytes are counted as they come out.
"""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from pipeline.errors import BinaryCopy, BrokenArchive, NotAStory, TooLarge, UnreadableCopy

MOST_MEMBERS: Final = 1000
MOST_BYTES: Final = 100 * 1024 * 1024  # of all members together
MOST_RATIO: Final = 200  # unpacked to packed; text packs 3 to 10 times, a bomb a thousand times
_FREE: Final = 1024 * 1024  # bytes below which the ratio does not count: a log of blanks is small anyway
_CHUNK: Final = 256 * 1024
_GZIP: Final = b"\x1f\x8b\x08"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_END: Final = b"PK\x05\x06"  # the end record: 22 bytes and a comment of at most 65535
_END_SIZE, _END_WITHIN = 22, 22 + 0xFFFF
_LARGEST_DIRECTORY: Final = MOST_MEMBERS * 1024  # bytes: 46 and a name for each member
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})  # docx, odt and epub, jar
_NO_MEMBERS: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "._")  # what file managers add
_TAR: Final = (257, 262, b"ustar")
_ADVICE: Final = "unpack it and send the stories"


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its name, for messages, and its bytes or the reason why there are none."""

    name: str
    raw: bytes | None
    reason: str = ""


def is_archive(raw: bytes) -> bool:
    """gzip, zip or tar, by the first bytes."""
    return raw.startswith((_GZIP, *_ZIP)) or _is_tar(raw)


def members(raw: bytes, filename: str) -> Iterator[Member]:
    """The files in an archive, in its order. No archive in it is opened; folders and file managers' own files are passed over.

    Raises TooLarge where there is more in it than is allowed, BrokenArchive where it is cut off, BinaryCopy where it is
    an Office file, NotAStory where it is empty.
    """
    if raw.startswith(_ZIP):
        yield from _unzipped(raw, filename)
        return
    packed = raw
    if raw.startswith(_GZIP):
        raw = _gunzipped(raw, filename)
    if _is_tar(raw):  # on its own, or as .tar.gz
        yield from _untarred(raw, filename)
    elif raw is not packed:
        yield _checked(Member(printable(filename).removesuffix(".gz") or "copy", raw))


def printable(name: str) -> str:
    """A name as it may stand in a message: no control characters, not long."""
    return "".join(char if char.isprintable() else "?" for char in name[:100])


class _Meter:
    """Counts what comes out of one archive, and ends it when it is too much."""

    def __init__(self, packed: int, filename: str) -> None:
        self.packed = packed
        self.filename = filename
        self.bytes = 0

    def add(self, chunk: bytes) -> bytes:
        self.bytes += len(chunk)
        if self.bytes > MOST_BYTES:
            raise TooLarge(self.filename, f"it unpacks to more than {MOST_BYTES // 1024 // 1024} MB", _ADVICE)
        if self.bytes > max(_FREE, MOST_RATIO * self.packed):
            raise TooLarge(self.filename, f"it unpacks to more than {MOST_RATIO} times its size: a bomb", "ask who sent it")
        return chunk


def _gunzipped(raw: bytes, filename: str) -> bytes:
    """All streams of a gzip file; zeros behind the last are padding."""
    meter = _Meter(len(raw), filename)
    try:
        with gzip.GzipFile(fileobj=BytesIO(raw)) as opened:
            return b"".join(_chunks(opened, meter))
    except (EOFError, OSError, zlib.error) as error:
        raise BrokenArchive(filename, f"the gzip file is broken: {error}", "send it again, whole") from None


def _unzipped(raw: bytes, filename: str) -> Iterator[Member]:
    _refuse_large_directory(raw, filename)
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BrokenArchive(filename, f"the zip file is broken: {error}", "send it again, whole") from None
    with archive:
        # Not is_dir(): it chokes on a member without a name.
        files = [info for info in archive.infolist() if not info.filename.endswith("/")]
        if _OFFICE.intersection(info.filename for info in files):
            raise BinaryCopy(
                filename, "looks like an Office file, a book or a program", "send the story as text, HTML or a wire format"
            )
        files = [info for info in files if not _is_no_member(info.filename)]
        if len(files) > MOST_MEMBERS:
            raise TooLarge(filename, f"it holds {len(files)} files, more than {MOST_MEMBERS}", _ADVICE)
        if not files:
            raise NotAStory(filename, "an archive with nothing in it", "send the stories themselves")
        meter = _Meter(len(raw), filename)
        for info in files:
            yield _checked(_member(archive, info, meter))


def _untarred(raw: bytes, filename: str) -> Iterator[Member]:
    """The files in a tar; links, devices and holes are passed over. What is packed in it is no larger than it is."""
    found = 0
    try:
        with tarfile.open(fileobj=BytesIO(raw), mode="r:") as archive:
            for info in archive:
                if not info.isreg() or info.issparse() or _is_no_member(info.name):
                    continue
                found += 1
                if found > MOST_MEMBERS:
                    raise TooLarge(filename, f"it holds more than {MOST_MEMBERS} files", _ADVICE)
                opened = archive.extractfile(info) if info.size <= len(raw) else None
                name = printable(info.name)
                yield _checked(Member(name, opened.read() if opened else None, "it is broken: larger than its archive"))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise BrokenArchive(filename, f"the tar file is broken: {error}", "send it again, whole") from None
    if not found:
        raise NotAStory(filename, "an archive with nothing in it", "send the stories themselves")


def _is_tar(raw: bytes) -> bool:
    return raw[_TAR[0] : _TAR[1]] == _TAR[2]


def _refuse_large_directory(raw: bytes, filename: str) -> None:
    """The end record tells how long the list of members is, which is read whole before the first member is."""
    at = raw.rfind(_END, max(len(raw) - _END_WITHIN, 0))
    if at >= 0 and len(raw) - at >= _END_SIZE:
        size = int.from_bytes(raw[at + 12 : at + 16], "little")
        if size > _LARGEST_DIRECTORY:  # 0xFFFFFFFF: a zip64, which holds too much by its nature
            raise TooLarge(filename, f"it holds more than {MOST_MEMBERS} files", _ADVICE)


def _is_no_member(name: str) -> bool:
    return name.startswith(_NO_MEMBERS[0]) or name.rpartition("/")[2].startswith(_NO_MEMBERS[1:])


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: _Meter) -> Member:
    name = printable(info.filename)
    if info.flag_bits & _ENCRYPTED:
        return Member(name, None, "it is encrypted")
    if info.compress_type not in _METHODS:
        return Member(name, None, f"it is packed by a method that is not read ({info.compress_type})")
    try:
        with archive.open(info) as opened:
            return Member(name, b"".join(_chunks(opened, meter)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        return Member(name, None, f"it is broken: {printable(str(error))}")


def _chunks(opened: IO[bytes] | gzip.GzipFile, meter: _Meter) -> Iterator[bytes]:
    while chunk := opened.read(_CHUNK):
        yield meter.add(chunk)


def _checked(member: Member) -> Member:
    """An archive in an archive is not opened: that way bombs are nested."""
    raw = member.raw
    if raw is not None and is_archive(raw):
        return Member(member.name, None, "it is an archive in an archive")
    return member


def left_out(filename: str, reasons: list[tuple[str, UnreadableCopy]]) -> UnreadableCopy:
    """The error of an archive without a story: that of its only member, or one that names the first few."""
    if len(reasons) == 1:
        return reasons[0][1]
    shown = "; ".join(f"{name}: {error.message}" for name, error in reasons[:5])
    return NotAStory(filename, f"none of its {len(reasons)} files is a story: {shown}", _ADVICE)
