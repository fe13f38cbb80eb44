"""Which bytes are no text at all: known magic numbers, or too many control bytes to be wire copy."""

from __future__ import annotations

import re

from pipeline.errors import BinaryCopy

# Magic numbers, from the formats' own specifications; each is long or odd enough that no story begins with it.
MAGIC: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("a PNG picture", re.compile(rb"\x89PNG\r\n")),
    ("a JPEG picture", re.compile(rb"\xff\xd8\xff")),
    ("a GIF picture", re.compile(rb"GIF8[79]a")),
    ("a TIFF picture", re.compile(rb"II\*\x00|MM\x00\*")),
    ("a sound, a film or a WebP picture", re.compile(rb"(?s:RIFF....(?:WAVE|AVI |WEBP)|....ftyp)|OggS\x00|ID3[\x02-\x04]")),
    ("a ZIP archive (or an Office file)", re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")),
    ("an old Office file", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("a compressed file", re.compile(rb"\x1f\x8b\x08|BZh[1-9]1AY&SY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07")),
    ("a PDF document", re.compile(rb"%PDF-")),
    ("a program", re.compile(rb"\x7fELF|MZ[^\r\n]{0,58}\x00|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe")),
    ("a database", re.compile(rb"SQLite format 3\x00")),
)
CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\f\r")
# A take of the telegraph age carries a dozen of them (SOH, STX, ETX, EOT, SYN, US, DEL); random bytes carry one in nine.
FEW_CONTROLS = 16
CONTROL_SHARE = 0.05


def refuse_magic(raw: bytes, subject: str) -> None:
    """Raise BinaryCopy where `raw` begins like a picture, an archive, a PDF or a program."""
    for name, pattern in MAGIC:
        if pattern.match(raw):
            raise BinaryCopy(subject, f"looks like {name}", "send the story as text, HTML or a wire format")


def refuse_noise(raw: bytes, subject: str) -> None:
    """Raise BinaryCopy where control bytes are too many for text. NULs at the end are padding and don't count."""
    body = raw.rstrip(b"\x00")
    controls = len(body) - len(body.translate(None, CONTROLS))
    if controls > FEW_CONTROLS + CONTROL_SHARE * len(body):
        message = f"{controls} of {len(body)} bytes are control characters: no text"
        raise BinaryCopy(subject, message, "send the story as text, HTML or a wire format")
