"""What stands above and below a story in an envelope (NITF's body.head, NewsML's NewsLines), and the order it is read in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from pipeline.formats.blocks import Block
from pipeline.formats.nitf.line import flowing
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml.tree import Element, find, find_all, line_of, name_of, words

_OPENING_END: Final = re.compile(r"[)/—–]|\.-|\s-\s|\.\s|--")
_INITIALS: Final = re.compile(r"[^\W\d_A-Z]{1,4}(?:[/+-][^\W\d_]{1,5}){0,6}")  # "gr/bp": a desk, as EFE signs
_AGAIN_WITHIN: Final = 3  # blocks of the body in which a byline of the head may stand again
_OPENING: Final = 8  # blocks that an abstract may have been copied from


class Said(NamedTuple):
    """A line of the head, and the line of the source that it stands on."""

    text: str
    line: int


@dataclass(slots=True)
class Head:
    """The lines of a story's head in the order in which the format gives them; the first headline is the headline."""

    headlines: list[Said] = field(default_factory=list)
    subheadlines: list[Said] = field(default_factory=list)
    abstracts: list[Said] = field(default_factory=list)
    bylines: list[Said] = field(default_factory=list)
    datelines: list[Said] = field(default_factory=list)
    credits: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    rights: list[Said] = field(default_factory=list)
    metadata: list[Said] = field(default_factory=list)

    def extend(self, other: Head) -> None:
        """The lines of another head behind these: what an envelope says comes before what the text inside it says."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))


def head_of(body_head: Element) -> Head:
    """The lines of a NITF body.head."""
    head = Head()
    for element in body_head.iter():
        name = name_of(element)
        if name in ("hl1", "hl2", "abstract", "note") and (text := words(element)):
            {"hl1": head.headlines, "hl2": head.subheadlines, "abstract": head.abstracts, "note": head.notes}[name].append(
                Said(text, line_of(element))
            )
        elif name == "dateline" and (text := flowing(element)):
            head.datelines.append(Said(text, line_of(element)))
        elif name == "byline" and (text := flowing(_without_place(head, element))):
            (head.metadata if _INITIALS.fullmatch(text) else head.bylines).append(Said(text, line_of(element)))
        elif name == "hedline" and find(element, "hl1") is None and (text := words(element)):
            head.headlines.append(Said(text, line_of(element)))
        elif name in ("rights", "copyrite") and (text := _notice(element)):
            head.rights.append(Said(text, line_of(element)))
    return head


def _without_place(head: Head, byline: Element) -> Element:
    """<byline>By <person>Ada Quill</person><location>Lakeford</location></byline>: the place is nobody's name."""
    for place in find_all(byline, "location"):
        previous = place.getprevious()
        if previous is not None and not (previous.tail or "").strip() and words(place):
            head.metadata.append(Said(flowing(place), line_of(place)))
            place[:] = []
            place.text = None
    return byline


def _notice(element: Element) -> str | None:
    """The words of `rights`, unless it holds nothing but the owner's name, which is a field."""
    said = words(element)
    return None if said in (words(find(element, "rights.owner")), words(find(element, "copyrite.holder"))) else said


def compose(copy: StoryCopy, head: Head, body: list[Block], keys: Iterable[str | None] = ()) -> None:
    """Put head and body into the copy in reading order.

    A line below the headline that says only what the headline, the body or a field (`keys`: slug, keywords) says is left out.
    """
    for title in head.headlines[:1]:
        copy.add("headline", title.text, title.line)
    below = _subheadlines(head, body, keys)
    copy.add("subheadline", "\n".join(line.text for line in below), below[0].line if below else 1)
    bylines = _once(head.bylines)
    for line in bylines:
        copy.add("byline", line.text, line.line)
    for line in _once(head.datelines)[:1]:
        if not _opens_with(body, line.text):
            copy.add("dateline", line.text, line.line)
    copy.add_body(_without_again(copy.format, body, {fold(line.text) for line in bylines}))
    for label, lines in (("credit", head.credits), ("note", head.notes), ("rights", head.rights), ("metadata", head.metadata)):
        for line in _once(lines):
            copy.add(label, line.text, line.line)  # type: ignore[arg-type]  # a tuple of literals is widened to str


def _subheadlines(head: Head, body: list[Block], keys: Iterable[str | None]) -> list[Said]:
    opening = fold(" ".join(block.text for block in body[:_OPENING])) if head.abstracts else ""
    seen = {fold(line.text) for line in head.headlines[:1]} | {fold(key) for key in keys if key}
    found: list[Said] = []
    for lines, already in ((head.headlines[1:], ""), (head.subheadlines, ""), (head.abstracts, opening)):
        for line in lines:
            folded = fold(line.text)
            if folded and folded not in seen and folded not in already:
                found.append(line)
            seen.add(folded)
    return found


def _once(lines: list[Said]) -> list[Said]:
    return list({fold(line.text): line for line in reversed(lines)}.values())[::-1]


def _opens_with(body: list[Block], dateline: str) -> bool:
    """Does the text's own dateline ("LAKEFORD, March 3 (Agency) -") hold this one? Then it says it better."""
    first = next((block.text for block in body if block.given is None), "")[: len(dateline) + 60]
    end = _OPENING_END.search(first)
    return end is not None and fold(dateline) in fold(first)


def _without_again(format: str, body: list[Block], bylines: set[str]) -> list[Block]:
    """The first blocks may sign the story again: that is no paragraph of it."""
    return [
        replace(block, given=("furniture", f"{format}.byline_again"))
        if number < _AGAIN_WITHIN and block.given is None and bylines and fold(block.text) in bylines
        else block
        for number, block in enumerate(body)
    ]
