"""JSON (RFC 8259) of any origin -> an object that is safe to walk, and the lines on which its keys stand.

A file may also hold one JSON text a line (NDJSON). What is no JSON is refused with its place, never mended: a comma too
many is often the edge of something that was lost.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from pipeline.document import Notice
from pipeline.errors import BrokenMarkup, TooLarge
from pipeline.formats.decoding.decode import Decoded, decode
from pipeline.formats.decoding.repair import repair

_LARGEST: Final = 1 << 24  # characters; objects take up to forty times the room of their text
_DEEPEST: Final = 200  # levels
_LATEST_KEY: Final = 1 << 20  # characters of one story in which a key is looked for
_MOST_PLACES: Final = 20  # in which a key's name may stand as a value
_BLANKS: Final = re.compile(r"\s*")
_BEHIND_KEY: Final = re.compile(r"\s*:")
_ESCAPES: Final = re.compile(r"\\[ubfr]")  # what may hide characters from the repair of the whole text
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_NO_NUMBER: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|(NaN|-?Infinity)', re.S)
_ADVICE: Final = "send the file again, whole"


class Tree(NamedTuple):
    """The value in the file, a list where the file holds one text a line; and the text, with what was odd about it."""

    value: object
    decoded: Decoded


class _Twice(ValueError):
    """A key that stands twice in one object, and says two things."""


class _NotFinite(ValueError):
    """NaN and Infinity are JavaScript, not JSON."""


def parse(raw: bytes, filename: str) -> Tree:
    """The value of a JSON file; strings are repaired as text is. Raises UnreadableCopy: BrokenMarkup with line and column."""
    decoded = decode(raw, None, filename)
    if len(decoded.text) > _LARGEST:
        raise TooLarge(filename, f"{len(decoded.text):,} characters of JSON are too many", "split it into a story a file")
    try:
        values = _values(decoded.text)
    except json.JSONDecodeError as error:
        raise _broken(filename, decoded.text, error.pos, error.msg) from None
    except _Twice as error:
        key = str(error)
        places = [found.start() for found in re.finditer(re.escape(json.dumps(key, ensure_ascii=False)), decoded.text)]
        raise _broken(filename, decoded.text, (places[1:] or [0])[0], f"the key {key[:60]!r} stands twice") from None
    except _NotFinite:
        place = next((found.start() for found in _NO_NUMBER.finditer(decoded.text) if found.group(1)), 0)
        raise _broken(filename, decoded.text, place, "NaN and Infinity are no JSON") from None
    except (ValueError, RecursionError):  # a number of a thousand digits, a thousand brackets
        raise _broken(filename, decoded.text, 0, "numbers too long or nested too deep") from None
    value = values[0] if len(values) == 1 else values
    notices = _cleaned(value, filename) if _ESCAPES.search(decoded.text) else ()
    return Tree(value, Decoded(decoded.text, decoded.encoding, (*decoded.notices, *notices)))


def _broken(filename: str, text: str, at: int, why: str) -> BrokenMarkup:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return BrokenMarkup(filename, f"the JSON is broken at line {line}, column {column}: {why}", _ADVICE)


def _values(text: str) -> list[object]:
    """The JSON texts in a file: one, or one a line."""
    decoder = json.JSONDecoder(strict=False, object_pairs_hook=_object, parse_constant=_constant)
    values: list[object] = []
    at = _end_of_blanks(text, 0)
    while at < len(text):
        if values and text[at] not in "{[":
            raise json.JSONDecodeError("something stands behind the end", text, at)
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        at = _end_of_blanks(text, end)
    return values


def _end_of_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs) and (twice := next((key for key, value in pairs if found[key] != value), None)) is not None:
        raise _Twice(twice)
    return found


def _constant(name: str) -> object:
    raise _NotFinite(name)


def _cleaned(value: object, filename: str) -> tuple[Notice, ...]:
    """Repair, in place, what escapes hid from the repair of the text: mojibake, control characters, half of a pair."""
    notices: dict[str, Notice] = {}
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for box in level:
            places = box.items() if isinstance(box, dict) else enumerate(box) if isinstance(box, list) else ()
            for key, inner in list(places):
                if isinstance(inner, str) and not (inner.isascii() and inner.isprintable()):
                    box[key], odd = repair(_SURROGATES.sub("\ufffd", inner))  # type: ignore[index]  # a dict's or a list's own key
                    notices.update((notice.code, notice) for notice in odd)
                elif isinstance(inner, dict | list):
                    below.append(inner)
        if not below:
            return tuple(notices.values())
        level = below
    raise BrokenMarkup(filename, f"the JSON nests deeper than {_DEEPEST} levels", _ADVICE)


class Lines:
    """The lines on which the keys of a file stand. Stories are asked for in the file's order: each begins behind the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.start, self.line = 0, 1  # of the story that is being read
        self.farthest = 0  # key found in it

    def next_story(self) -> None:
        """What is asked for now belongs to the next story of the file."""
        self.line += self.text.count("\n", self.start, self.farthest)
        self.start = self.farthest

    def of(self, key: str) -> int:
        """The line on which the key stands, from 1; where it can't be found that on which the story begins."""
        name, at = f'"{key}"', self.start - 1
        for _ in range(_MOST_PLACES):
            at = self.text.find(name, at + 1, self.start + _LATEST_KEY)
            if at < 0:
                break
            if _BEHIND_KEY.match(self.text, at + len(name)):
                self.farthest = max(self.farthest, at + len(name))
                return self.line + self.text.count("\n", self.start, at)
        return self.line
