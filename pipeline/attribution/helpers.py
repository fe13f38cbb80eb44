"""The end of a byline that names helpers, not authors: "with files from Ada Quill in Brill", "Photos by Peter Vance"."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.attribution import agencies, cues, signing
from pipeline.attribution.houses import is_wires

_EDGES = " \t\n^<>=*_|•:.()"


class Parted(NamedTuple):
    """A byline in two: what signs it, and what tells of helpers. `sound` where the tail is understood or there is none."""

    head: str
    tail: str | None = None
    sound: bool = True


def part(text: str) -> Parted:
    """Cut the helpers off the end of a byline that has lost its "By"."""
    found = cues.helping().search(text)
    if found is None:
        return Parted(text)
    helpers = found["helpers"].strip(_EDGES)
    read = signing.read(helpers, loose=True)
    agency = is_wires(helpers) or (read is not None and any(agencies.named(house) for house in read.houses))
    # "Librarian with Halden County Library" tells of no helper; "Ada Quill with Peter Vance" does, and ", with Reuters".
    if found["bare"] and not found["apart"].strip() and not agency and not (read and read.names):
        return Parted(text)
    tail = found["tail"].rstrip()
    return Parted(text[: found.start()], tail if "(" in tail else tail.rstrip(")"), agency or read is not None)
