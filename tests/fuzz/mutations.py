"""Damage as files really take it, and worse: bits flipped, stretches lost, doubled, swapped, and pieces of other files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

_TAG: Final = re.compile(rb"</?[A-Za-z][^<>]{0,300}>|[{}\[\],]|\r?\n")
_LONGEST: Final = 2000  # bytes of a stretch
_MOST: Final = 4  # mutations of one file
# What readers look out for; a file with one too many of them is an odd one.
_TOKENS: Final = (
    b"<", b">", b"</p>", b"<p>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"&#0;",
    b"&x;",     b"<!DOCTYPE x [<!ENTITY x 'y'>]>", b'"', b"\\", b"\\u0000", b"\\ud800", b"{", b"}", b"[", b"]", b",", b":",
    b"null", b"1e999",     b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x1f", b"\x7f", b"\x85", b"\xa0", b"\xff", b"\xfe",
    b"\xef\xbb\xbf", b"\xed\xa0\x80",     b"\xe2\x80\xa8", b"\r", b"\n", b"\n\n", b"\t", b"    ", b"--", b"=?utf-8?q?=FF?=",
    b"\n--=_beans\n", b"=\r\n", b"^", b"0001-01-01",     b"<script>", b"<title>", b"<html>", b"<body>", b"</body>",
    b"<nitf>", b"<br>", b"<table><tr><td>", b"PK\x03\x04", b"\x1f\x8b\x08",
)  # fmt: skip


def mutated(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The file with one to four mutations, each at a place that `random` chooses; `others` lend it pieces."""
    for _ in range(random.randint(1, _MOST)):
        raw = random.choice(_MUTATIONS)(raw, others, random)
    return raw


def _stretch(raw: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(raw))
    return start, min(len(raw), start + random.randint(0, _LONGEST))


def _flip(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    if not raw:
        return raw
    at = random.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ (1 << random.randrange(8))]) + raw[at + 1 :]


def _delete(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(raw, random)
    return raw[:start] + raw[end:]


def _double(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(raw, random)
    return raw[:end] + raw[start:end] * random.randint(1, 3) + raw[end:]


def _splice(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    start, end = _stretch(other, random)
    at = random.randint(0, len(raw))
    return raw[:at] + other[start:end] + raw[at:]


def _insert(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = random.randint(0, len(raw))
    return raw[:at] + random.choice(_TOKENS) * random.choice((1, 1, 1, 2, 50)) + raw[at:]


def _truncate(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return raw[: random.randint(0, len(raw))]


def _swap_tags(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Two tags, brackets or line ends change places."""
    tags = list(_TAG.finditer(raw))
    if len(tags) < 2:
        return raw
    first, second = sorted(random.sample(range(len(tags)), 2))
    one, two = tags[first], tags[second]
    return raw[: one.start()] + two.group() + raw[one.end() : two.start()] + one.group() + raw[two.end() :]


_MUTATIONS: Final[tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...]] = (
    _flip, _delete, _double, _splice, _insert, _truncate, _swap_tags,
)  # fmt: skip
