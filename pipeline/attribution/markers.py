"""Read the markers in front of a headline: "RPT-UPDATE 2-", "KILL: ", "(2nd LD) ", "FACTBOX-".

A marker is told by its form: capitals, and then a number, a glued dash or a colon, at the very start. The same word as
an ordinary one ("Update on ferry talks", "Kill Bill returns", "Breaking: a new look") is the headline's own. The words are in
markers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.attribution import marker_forms
from pipeline.document import Status
from pipeline.record import Part

RANK: Final[tuple[Status, ...]] = ("killed", "withheld", "embargoed", "corrected", "advisory", "usable")  # the gravest first
_LONGEST_HEADLINE: Final = 250  # characters; what is longer is a paragraph
_LONGEST_SENTENCE: Final = 60  # characters; what is longer and ends with a full stop is no headline
_LONGEST_MARKER: Final = 80
_MOST: Final = 4  # markers on end
_LEADS: Final = {"LEAD", "LD", "WRITETHRU"}  # a version by themselves: Yonhap's "(LEAD)"


class Marker(Part):
    """A run of markers: `text` as it stands with the dash or colon behind it, and what it says; null for what it does not."""

    text: str
    status: Status | None = None
    version: str | None = None
    genre: str | None = None


def read(line: str) -> Marker | None:
    """The markers in front of a headline; None where the line opens with none, is nothing else, or is a paragraph."""
    end = 0
    found: list[dict[str, str | None]] = []
    while len(found) < _MOST and (match := _next(line[end : end + _LONGEST_MARKER])):
        found.append(match.groupdict())
        end += match.end()
    rest = line[end:]
    if not found or not rest.strip() or (_is_paragraph(rest) and not any(said.get("number") for said in found)):
        return None
    return _joined(line[:end], found)


def alone(line: str) -> Marker | None:
    """The marker that the whole line is: "EILMELDUNG", "1st Ld-Writethru", "(Zusammenfassung 2)"."""
    if len(line) > _LONGEST_MARKER:
        return None
    match = next((match for form in marker_forms.whole_line() if (match := form.fullmatch(line.strip()))), None)
    return _joined(line, [match.groupdict()]) if match else None


def gravest(statuses: Iterable[Status]) -> Status | None:
    """Of several statuses the one that weighs most; None of none."""
    return min(statuses, key=RANK.index, default=None)


def _next(text: str) -> re.Match[str] | None:
    match = next((match for form in marker_forms.in_front() if (match := form.match(text))), None)
    if match is None or not match.group().endswith("-") or "number" in match.groupdict():
        return match
    rest = text[match.end() :]
    # "FLASH-FLOOD WARNING": in a headline of capitals the hyphen may be the word's own.
    return match if rest.upper() != rest or match["word"] in marker_forms.words("forms", "technical") else None


def _joined(text: str, found: list[dict[str, str | None]]) -> Marker:
    said = [{key: value for key, value in groups.items() if value} for groups in found]
    return Marker(
        text=text,
        status=gravest(
            status for groups in said for status in RANK[:-1] if _word(groups) in marker_forms.words("status", status)
        ),
        version=next((version for groups in said if (version := _version(groups))), None),
        genre=next((genre for groups in said if (genre := _genre(groups))), None),
    )


def _word(groups: dict[str, str]) -> str:
    return groups.get("word", "").upper()


def _version(groups: dict[str, str]) -> str | None:
    """The number where the wire counts ("UPDATE 2-" -> "2"), else its own words: "2nd LD", "LEAD"."""
    lead = groups.get("word") if _word(groups) in _LEADS else None
    return groups.get("number") or groups.get("ordinal") or lead


def _genre(groups: dict[str, str]) -> str | None:
    kind = groups.get("genre") or (groups.get("word") if _word(groups) in marker_forms.words("genre", "glued") else None)
    return kind.casefold() if kind else None


def _is_paragraph(text: str) -> bool:
    """'BREAKING: The ferry sank ... , police said.' opens a story; 'KILL: Ferry talks fail in the U.S.' is a headline."""
    core = text.rstrip("\"”’' ")
    sentence = core.endswith((".", "…")) and not (core[-2:-1].isupper() and core.endswith("."))
    if len(text) > _LONGEST_HEADLINE or (sentence and text.lstrip()[:1].islower()):  # "Update: the ferry did sink, he said."
        return True
    return len(text) > _LONGEST_SENTENCE and (sentence or ". " in text.replace("U.S. ", ""))
