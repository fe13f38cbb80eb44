"""Which encoding are these bytes in? From the surest evidence to the weakest, and the name it is recorded under."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from pipeline.document import Notice

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a newsroom meets: the guesser is asked for these only, a declaration of any other (utf-7, rot13, ...) is not followed.
GUESSED = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "koi8_r",
    "mac_roman", "cp850", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
DECLARED = frozenset(codecs.lookup(name).name for name in (
    *GUESSED, *(f"iso8859_{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)), "ascii", "cp437", "cp866", "cp874",
    "cp1258", "koi8_u", "mac_cyrillic", "cp932", "iso2022_jp", "gbk", "gb2312", "hz", "big5hkscs", "cp949",
))  # fmt: skip
GARBLED_MARK = "\ufeff".encode().decode("windows-1252").encode()  # UTF-8's byte order mark read as windows-1252: "ï»¿"
_HALF = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
)  # a character of UTF-16 in halves, as CESU-8 writes it
_BESIDE_ANOTHER = re.compile("(?<=[^\x00-\x7f])\ufffd|\ufffd(?=[^\x00-\x7f])")
_MIXED = 3  # foreign bytes to each character of UTF-8, at most, in a file that two systems wrote together
SAMPLE = 1 << 16  # bytes shown to the guesser: its cost grows with them, its answer does not


@dataclass(frozen=True, slots=True)
class Found:
    """Decoded text, the IANA name of the encoding it was in, and what to tell about how that was found."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def iana(encoding: str) -> str:
    """Python's name of a codec -> the IANA name in lower case: "cp1252" -> "windows-1252", "iso8859-1" -> "iso-8859-1"."""
    name = codecs.lookup(encoding).name.replace("_", "-")
    if name.startswith("cp125"):
        return name.replace("cp", "windows-")
    special = {"shift-jis": "shift_jis", "mac-roman": "macintosh", "ascii": "us-ascii", "cp949": "ks_c_5601-1987"}
    return special.get(name, name.replace("iso8859", "iso-8859"))


def name_of(declared: str) -> str:
    """The IANA name that a declaration means, itself in lower case where Python knows no such encoding."""
    label = declared.strip().lower()
    try:
        return iana(label)
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return label


def by_mark(raw: bytes) -> Found | None:
    """By a byte order mark, or by the NULs that UTF-16 without a mark leaves at every other place; else None."""
    for mark, name in BOMS:
        if raw.startswith(mark):
            return _forgiving(raw[len(mark) :], name)
    unmarked = _unmarked_utf16(raw) if b"\x00" in raw else None
    return _forgiving(raw, unmarked) if unmarked else None


def unmarked(raw: bytes) -> bytes:
    """UTF-8 without its byte order mark, were there several of them or garbled ones."""
    while mark := next((mark for mark in (codecs.BOM_UTF8, GARBLED_MARK) if raw.startswith(mark)), None):
        raw = raw[len(mark) :]
    return raw


def as_utf8(head: bytes) -> bytes:
    """The head of a file, of which a declaration of its encoding is looked for, whatever the encoding."""
    found = by_mark(head)
    return found.text.encode("utf-8", "replace") if found else head


def by_content(raw: bytes, declared: str | None) -> Found:
    """By strict UTF-8, the declared encoding, the best guess, windows-1252 with replacement: the first that holds."""
    try:
        return Found(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _spoilt_utf8(raw) or _as_declared(raw, declared) or _guessed(raw) or _forgiving(raw, "windows-1252")


def _forgiving(raw: bytes, encoding: str) -> Found:
    try:
        return Found(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
        lost = f"not {encoding} in {text.count(chr(0xFFFD))} places: shown as U+FFFD"
        return Found(text, encoding, (Notice("undecodable_bytes", lost),))


def _unmarked_utf16(raw: bytes) -> str | None:
    """NULs at the odd places only: Latin text (or at least blanks) in UTF-16-LE; at the even ones only: in UTF-16-BE."""
    even, odd, units = raw[0::2].count(0), raw[1::2].count(0), max(len(raw) // 2, 1)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if len(raw) < 4 or max(even, odd) < 0.05 * units or min(even, odd) > 0.02 * units:
        return None
    sample = raw[: SAMPLE & ~1].decode(name, "replace")
    readable = sum(char.isprintable() or char.isspace() for char in sample)
    return name if readable >= 0.95 * len(sample) else None


def _spoilt_utf8(raw: bytes) -> Found | None:
    """UTF-8 with foreign bytes (a cut-off end, one pasted windows-1252 quote, paragraphs of a second system): those alone are
    read as windows-1252. Characters that are written in two halves (CESU-8) are put together.

    None where the foreign bytes are not by far the fewest of the non-ASCII characters, or do not at least stand alone as
    western letters do, with UTF-8 not far from as frequent: then it never was UTF-8.
    """
    whole = _HALF.sub(
        lambda pair: pair.group().decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode(),
        raw,
    )
    text = whole.decode("utf-8", "replace")
    bad = text.count("\ufffd") - whole.count("\ufffd".encode())
    if not bad:
        return Found(text, "utf-8", (Notice("text_repaired", "characters were written in two halves (CESU-8)"),))
    good = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    cut_off = bad == 1 and text.endswith("\ufffd")
    if good < (1 if cut_off else 2 * bad) and not _is_mixed(text, good, bad):
        return None
    codecs.register_error("copydesk.windows-1252", _as_windows_1252)
    notice = Notice("undecodable_bytes", f"not UTF-8 in {bad} places: read as windows-1252 there, or U+FFFD at a cut-off end")
    return Found(whole.decode("utf-8", "copydesk.windows-1252"), "utf-8", (notice,))


def _is_mixed(text: str, good: int, bad: int) -> bool:
    return good > 1 and bad <= _MIXED * good and 4 * len(_BESIDE_ANOTHER.findall(text)) <= bad


def _as_windows_1252(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    cut_off = error.end == len(error.object) and error.reason == "unexpected end of data"
    text = "\ufffd" if cut_off else error.object[error.start : error.end].decode("windows-1252", "replace")
    return text, error.end


def _as_declared(raw: bytes, declared: str | None) -> Found | None:
    name = _codec(declared) if declared else None
    if name is None:
        return None
    try:
        return Found(raw.decode(name), iana(name))
    except UnicodeDecodeError:
        return None


def _codec(declared: str) -> str | None:
    """The codec that a declaration names, None for one that no copy is written in (or that is not for text at all)."""
    try:
        name = codecs.lookup(declared.strip().lower()).name
    except (LookupError, ValueError):
        return None
    return name if name in DECLARED else None


def _guessed(raw: bytes) -> Found | None:
    """charset-normalizer's best guess; windows-1252 where that is as good: its ties go by the alphabet (cp1250 first)."""
    first = max(0, next(at for at, byte in enumerate(raw) if byte > 0x7F) - 1024)
    sample = raw[first : first + SAMPLE].translate(None, bytes(byte for byte in range(32) if byte not in b"\t\n\r"))
    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(GUESSED))
    best = matches.best()
    if best is None:
        return None
    equals = {name for match in matches if match.chaos <= best.chaos and match.coherence >= best.coherence
              for name in match.could_be_from_charset}  # fmt: skip
    name = "cp1252" if "cp1252" in equals else best.encoding
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        return None
    return Found(text, iana(name), (Notice("encoding_guessed", f"no encoding is declared that fits; read as {iana(name)}"),))
