"""Repair decoded text, and only where a cheap test says that it needs repair: sound text comes back identical.

ftfy knows which confusions of encodings really happen; it costs 0.1 ms a line, so it sees only lines with a suspect in them.
"""

from __future__ import annotations

import re
from collections import Counter

from ftfy import TextFixerConfig, fix_and_explain

from pipeline.document import Notice

# Everything but mojibake and C1 is off: quotes, ligatures, widths, entities and normal forms are the agency's business.
ONLY_MOJIBAKE = TextFixerConfig(
    unescape_html=False, remove_terminal_escapes=False, fix_encoding=True, restore_byte_a0=True, replace_lossy_sequences=True,
    decode_inconsistent_utf8=True, fix_c1_controls=True, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False, normalization=None,
    explain=True,
)  # fmt: skip
# The suspects, seen in UTF-8 bytes, where one memchr finds the lead: a letter followed by what a continuation byte looks like
# in windows-1252 or Latin-1: "Ã©", "â€™". A closing quote is one only before a letter: "CÃ”TE" is garbled, “MANHÃ” is Portuguese.
_SIGN = (
    rb"\xc2[\x80-\xba\xbc-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2(?:\x82\xac|\x84\xa2|\x80[\x90-\x98\x9a-\x9c\x9e-\xb9])"
)
_CLOSING = rb"\xc2\xbb|\xe2\x80[\x99\x9d\xba]"
MOJIBAKE = re.compile(
    rb"\xc3(?:[\x82-\x9f](?:%b|(?:%b)(?=[A-Za-z\xc3]))|[\xa0-\xaf](?:%b|%b){2}|[\xb0-\xb4](?:%b|%b){3})"
    % (_SIGN, _CLOSING, _SIGN, _CLOSING, _SIGN, _CLOSING)
)
C1 = re.compile(rb"\xc2[\x80-\x9f]")
MAC_ROMAN = ("Ä", "‚Ä")  # "‚Äô" for "’": the rare letter is looked for first, it costs nothing
CYRILLIC = ("Ђ", "вЂ")  # "вЂ™" for "’", read as windows-1251
NOT_TEXT = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\f")
CONTROL = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f]")


def repair(text: str) -> tuple[str, tuple[Notice, ...]]:
    """Decoded text -> text with newlines only as line ends, mojibake undone, control characters as blanks; and what was done."""
    text = _newlines(text)
    blob = text.encode("utf-8")
    repaired: tuple[Notice, ...] = ()
    if _is_suspect(text, blob):
        text, repaired = _without_mojibake(text)
        blob = text.encode("utf-8")
    if len(blob.translate(None, NOT_TEXT)) == len(blob) and not _has_c1(blob):
        return text, repaired
    text, count = CONTROL.subn(" ", text)
    return text, (*repaired, Notice("control_characters", f"{count} control characters are shown as blanks"))


def _newlines(text: str) -> str:
    if "\r" in text:  # teleprinters and a double translation write "\r\r\n" for one line end
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return text


def _is_suspect(text: str, blob: bytes) -> bool:
    return (
        (b"\xc3" in blob and MOJIBAKE.search(blob) is not None)
        or _has_c1(blob)
        or any(rare in text and sign in text for rare, sign in (MAC_ROMAN, CYRILLIC))
    )


def _has_c1(blob: bytes) -> bool:
    return b"\xc2" in blob and C1.search(blob) is not None


def _without_mojibake(text: str) -> tuple[str, tuple[Notice, ...]]:
    done: Counter[str] = Counter()
    lines = [_fixed(line, done) if _is_suspect(line, line.encode("utf-8")) else line for line in text.split("\n")]
    if not done:
        return text, ()
    steps = "; ".join(f"{step} ({count} lines)" for step, count in sorted(done.items()))
    return "\n".join(lines), (Notice("text_repaired", f"characters were garbled: {steps}"),)


def _fixed(line: str, done: Counter[str]) -> str:
    fixed, steps = fix_and_explain(line, ONLY_MOJIBAKE)
    if fixed == line:
        return line
    done[", ".join(f"{action} {what}" for action, what in steps or ())] += 1
    return fixed.replace("\n", " ")
