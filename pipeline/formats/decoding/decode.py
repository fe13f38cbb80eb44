"""Bytes of any origin -> text: the encoding found, the damage repaired, and a notice of everything that was odd."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Notice
from pipeline.errors import EmptyCopy
from pipeline.formats.decoding import binary, charset
from pipeline.formats.decoding.repair import repair

INVISIBLE = " \t\n\f\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Repaired text with newlines as line ends, the IANA name of the encoding it was in ("windows-1252"), and notices."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(raw: bytes, declared: str | None = None, subject: str = "") -> Decoded:
    """The text in `raw`. `declared` is the encoding that the file itself names, `subject` the file's name for messages.

    Evidence in this order: byte order mark, NULs of UTF-16, strict UTF-8, the declared encoding, the best guess,
    windows-1252. Notices: encoding_guessed, encoding_lied, undecodable_bytes, text_repaired, control_characters.
    Raises BinaryCopy where the bytes are no text, EmptyCopy where nothing in it can be seen.
    """
    binary.refuse_magic(raw, subject)
    found = charset.by_mark(raw)
    if found is None:
        binary.refuse_noise(raw, subject)
        found = charset.by_content(raw, declared)
    text, repairs = repair(found.text)
    text = text.lstrip("\ufeff")  # a second byte order mark, or one that was itself garbled ("ï»¿")
    if not text.strip(INVISIBLE):
        raise EmptyCopy(subject, "there is nothing in it but white space", "send the file again")
    return Decoded(text, found.encoding, (*found.notices, *_lies(raw, declared, found), *repairs))


def _lies(raw: bytes, declared: str | None, found: charset.Found) -> tuple[Notice, ...]:
    """A declaration that does not fit. In ASCII every declaration is true; "utf-16" is true of its either byte order."""
    if declared is None or (name := charset.name_of(declared)) == found.encoding or found.encoding.startswith(f"{name}-"):
        return ()
    if raw.isascii() and not found.encoding.startswith("utf-16"):
        return ()
    return (Notice("encoding_lied", f"the file declares {declared[:40]} and is in {found.encoding}"),)
