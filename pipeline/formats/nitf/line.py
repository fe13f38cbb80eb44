"""A byline or dateline of NITF as one line: its parts stand in elements of their own, often without a mark between them."""

from __future__ import annotations

import re
from typing import Final

from pipeline.formats.persons import upright
from pipeline.formats.xml.tree import Element, name_of

_TITLES: Final = frozenset({"byttl", "org"})  # set off from the name before them
_PARTS: Final = frozenset({"person", "city", "region", "state", "country", "location", "sublocation", "story.date"})
_NAMES: Final = re.compile(r"name\.(?:given|family|prefix|suffix|middle|additional)")
_MARKED: Final = re.compile(r"(?:[,;:(/&–—-]|\b(?i:by|and|with|von|und|par|et|por|y|e|di|av|af|och|og|door|en))\s*$")
_MARK: Final = re.compile(r"\s*[,;:)(/.&–—-]")
_STAMP: Final = re.compile(r"\d{8}T\d{4,6}\S*|\d{4}-\d\d-\d\dT\S+")  # EFE's story.date: a machine's time, no words


def flowing(element: Element) -> str:
    """'By ADA QUILL<byttl>Staff Writer</byttl>' -> 'By ADA QUILL, Staff Writer'; blanks collapsed."""
    line = element.text or ""
    for child in element:
        within = upright(flowing(child)) if name_of(child) == "person" else flowing(child)
        if not _STAMP.fullmatch(within):
            parted = within and line.strip() and _stands_apart(child)
            mark = " " if _NAMES.fullmatch(name_of(child)) else _mark_between(line, within)
            line = f"{line.rstrip()}{mark}{within}" if parted else line + within
        line += child.tail or ""
    return " ".join(line.split())


def _stands_apart(child: Element) -> bool:
    """A title behind a name, or a part behind a part: <city>Lakeford</city><region>Orn</region>; not "By <person>"."""
    name = name_of(child)
    previous = child.getprevious()
    return name in _TITLES or (
        (name in _PARTS or _NAMES.fullmatch(name) is not None) and previous is not None and not (previous.tail or "").strip()
    )


def _mark_between(before: str, behind: str) -> str:
    return " " if _MARKED.search(before[-10:]) or _MARK.match(behind) else ", "
