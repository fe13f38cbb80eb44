"""Times that web pages hang on a byline: "3 days ago", "Mar 19, 2020, 10:00am EDT", "publiziert am 25. September 2018"."""

from __future__ import annotations

import re

from pipeline.attribution.words import bare, words

_NUMBER = re.compile(r"['’]?\d[\d.,:/h-]{0,12}(?:st|nd|rd|th|am|pm|a\.?m|p\.?m|e|er|º|ª|\.)?", re.IGNORECASE)
_AROUND = " ,;:()[]|–—-•·."


def without_time(text: str) -> str:
    """`text` without the time at its end. Words of the calendar alone are left: "May" is a surname, "4 May" is none."""
    parts = text.split(" ")
    keep = len(parts)
    while keep and _is_clock(parts[keep - 1]):
        keep -= 1
    if _is_sure(parts[keep:]):
        return " ".join(parts[:keep]).rstrip(" ,;:|–—-•·")
    return text


def is_time(text: str) -> bool:
    """True where the whole text is a time or a date."""
    return not without_time(text)


def _is_clock(part: str) -> bool:
    core = part.strip(_AROUND)
    return not core or bare(core) in words().clock or bool(_NUMBER.fullmatch(core))


def _is_sure(parts: list[str]) -> bool:
    """True for a run with a weekday, an "ago", a year or a clock's time in it; "43" alone is somebody's age."""
    cores = [core for part in parts if (core := part.strip(_AROUND))]
    numbers = [core for core in cores if core[-1:].isdigit() or core[:1].isdigit()]
    lone = len(numbers) == len(cores) and all(number.isdigit() and len(number) < 4 for number in numbers)
    return bool(numbers and not lone) or any(bare(core) in words().sure_clock for core in cores)
