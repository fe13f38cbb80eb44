"""The forms in which a marker stands in front of a headline or on a line of its own, as patterns made from markers.toml.

Groups: `word` the marker's word, `number` and `ordinal` how the wire counts, `genre` a kind of story. All of them begin at a
fixed word and are run over a few words only (markers.py bounds them), so none can run away.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_ORDINAL = r"(?P<ordinal>\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead)(?:[- ]?writethru)?|\d{1,2}\. ?(?:zusammenfassung|zf|lead)|writethru)"
_REMARK = r"(?:\s?-?\([^()]{1,30}\))?"  # "CORRECTED (OFFICIAL)-"
_COLON = r"\s?[:：]\s*"
_SPACED = r"(?:\s+--?\s+|\s?[–—]\s?)"
_GLUED = r"-(?=[^\Wa-zß-öø-ÿ_]|[\"“‘'«$€£¥(])"  # a capital, a figure or a quotation follows


@cache
def words(table: str, key: str) -> frozenset[str]:
    """One list of markers.toml."""
    return frozenset(word.strip() for word in _data()[table][key].replace("\n", " ").split("|"))


@cache
def in_front() -> tuple[re.Pattern[str], ...]:
    """A marker with the dash, colon or bracket that parts it from the headline; the sure forms first."""
    marks, genres = _any(_marks()), words("genre", "glued")
    any_case = rf"(?i:{_ORDINAL}|(?P<word>{marks})(?:\s(?P<number>\d{{1,2}}))?)"
    return (
        re.compile(rf"(?P<word>{marks})[ -]?(?P<number>\d{{1,2}}){_REMARK}\s?[-–—:]+\s*"),
        re.compile(rf"(?P<word>{marks}){_REMARK}(?:{_COLON}|{_SPACED})"),
        re.compile(rf"(?P<word>{_any(_marks() | genres)}){_REMARK}{_GLUED}"),
        re.compile(rf"(?P<word>{_any(words('forms', 'technical'))})\s+(?=(?:{marks})[ -]?\d)"),  # "RPT UPDATE 2-"
        re.compile(
            rf"(?i:(?P<word>{_any(words('forms', 'ordinary'))}))(?:\s(?P<number>\d{{1,2}})(?:{_COLON}|{_SPACED})|{_COLON})"
        ),
        re.compile(rf"(?i:{_ORDINAL})(?:{_COLON}|,\s*|{_SPACED}|{_GLUED})"),
        re.compile(rf"[(\[]\s?{any_case}\s?[)\]]\s*(?:[-:–—]\s*)?"),
        re.compile(rf"\((?P<genre>{_any(words('genre', 'bracketed'))})\)\s*"),
        re.compile(rf"(?P<genre>{_any(words('genre', 'titled'))}){_COLON}"),
    )


@cache
def whole_line() -> tuple[re.Pattern[str], ...]:
    """A marker that stands alone: in capitals, in brackets, or in ordinary spelling where it is sure in that."""
    marks = _any(_marks())
    count = r"(?:\s(?P<number>\d{1,2}))?"
    return (
        re.compile(rf"[*\s]*(?P<word>{marks}){count}{_REMARK}[-\s.:!*]*"),
        re.compile(rf"(?i:(?P<word>{_any(words('forms', 'ordinary'))})){count}\s?:?"),
        re.compile(rf"(?i:{_ORDINAL})"),
        re.compile(rf"[(\[]\s?(?i:{_ORDINAL}|(?P<word>{marks}){count})\s?[)\]]"),
    )


@cache
def _marks() -> frozenset[str]:
    data = _data()
    return frozenset().union(*(words(table, key) for table in ("status", "version") for key in data[table]))


def _any(choices: frozenset[str]) -> str:
    """The longest first: "BREAKING NEWS" before "BREAKING"."""
    return "|".join(re.escape(word) for word in sorted(choices, key=lambda word: (-len(word), word)))


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "markers.toml").read_text("utf-8"))
