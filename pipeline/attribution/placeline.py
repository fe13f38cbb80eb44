"""The dateline that a format holds in an element of its own: "PARIS", "Oslo, Norway", "LONDON, March 3 (Reuters)"."""

from __future__ import annotations

import re
from typing import Final

from pipeline.attribution import dateline
from pipeline.attribution.dateline_parts import DATE
from pipeline.attribution.place_case import true_case
from pipeline.record import Dateline

_LONGEST: Final = 120  # characters
_DATE: Final = re.compile(rf"\s*{DATE}\s*")  # "January 21" in the place of the dateline
_CITY: Final = re.compile(r"[^,;/(\[|\d]+")


def read(text: str) -> Dateline | None:
    """A dateline with or without its closing dash; a bare place is one too, for the format says that it is. None: no place."""
    if len(text) > _LONGEST:
        return None
    for written in (text, f"{text} -"):
        if (found := dateline.read(written)) and found.city:
            return found.model_copy(update={"text": text})
    city = _CITY.match(text.strip())
    if city is None or not any(map(str.isalpha, city.group())) or _DATE.fullmatch(text):
        return None
    return Dateline(text=text, city=true_case(city.group().strip(" .-–—")))
