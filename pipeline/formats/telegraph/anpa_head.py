"""The head of an ANPA 1312 take: keyword line, headline, notes and byline, each between "^" and "<" or "=" (centred).

The marks are typesetters' commands. They are handed on beside the parts, so that each is accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.document import Fields, Label, Status
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.telegraph.takes import paragraphs

_KEYWORDS: Final = re.compile(r"(?:bc|am|pm|ap)-(?:[a-z]{2,4}--)?(?P<slug>[^,(]+)(?P<options>.*)", re.IGNORECASE | re.DOTALL)
_VERSION: Final = re.compile(
    r"\d+(?:st|nd|rd|th) ?(?:ld|lead|add|sub|take|update)\b[^,)]*|(?:ld-)?writethru|(?:take|update|add) \d+", re.IGNORECASE
)
_STATUSES: Final[tuple[tuple[Status, re.Pattern[str]], ...]] = (
    ("killed", re.compile(r"\b(?:kill|elimination|eliminate)\b", re.IGNORECASE)),
    ("withheld", re.compile(r"\b(?:withhold|hold)\b", re.IGNORECASE)),
    ("corrected", re.compile(r"\b(?:correction|corrective|corrects?|corrected)\b", re.IGNORECASE)),
    ("advisory", re.compile(r"\badvisory\b", re.IGNORECASE)),
)
_NOTE: Final = re.compile(
    r"\(?(?:eds?\b|editors?\b|note (?:to|contents?)|(?:ap|upi|cp|reuters) (?:photos?|graphics?|video)"
    r"|photos?\b|graphics? |with (?:ap )?(?:photos?|graphics?)"
    r"|moved (?:on|in|for|as)|for use|for release|(?:updates|adds|subs|corrects|recasts|restores|minor edits)\b|an? ap\b)",
    re.IGNORECASE,
)  # fmt: skip
_EMBARGO: Final = re.compile(r"embargo|for release|hold for", re.IGNORECASE)
_INDEX: Final = re.compile(r"index\s*:\s*(?P<subjects>.+)", re.IGNORECASE | re.DOTALL)
_MARKER: Final = re.compile(
    r"\W*(?:urgent|bulletin(?: kill)?|flash|advisory|ap ?newsalert|newsalert|correction|corrective|\d+\w\w ld(?:-writethru)?)\W*",
    re.I,
)
_SIGNED: Final = re.compile(r"by\s+\S", re.IGNORECASE)
_MOST_LINES: Final = 6  # of one part of the head
_MOST_SIGNED: Final = 3  # centred lines of a byline; what is centred below them is a heading of the story
_LONGEST_TITLE: Final = 6  # words
_SUMMARY: Final = 40  # letters of a summary that the story must repeat


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a take's head, without its marks."""

    text: str
    line: int
    centred: bool


def parts_of(lines: list[tuple[int, str]]) -> tuple[list[Part], list[str], int]:
    """The parts of the head, their marks, and the index of the first line of the story; `lines` are numbered."""
    parts: list[Part] = []
    marks: list[str] = []
    at = 0
    while at < len(lines) and (end := _end_of_part(lines, at)):
        words = "\n".join(line.strip() for _, line in lines[at:end])
        bare = words.lstrip("^ ").rstrip("<= ")
        before, behind = words[: len(words) - len(words.lstrip("^ "))], words[len(words.rstrip("<= ")) :]
        part = Part(bare, lines[at][0], "=" in behind)
        if (marks and marks[0].startswith("^") and not before) or _is_heading(part, parts):
            break
        marks += [mark.strip() for mark in (before, behind) if mark.strip()]
        if bare:
            parts.append(part)
        at = end
    return parts, marks, at


def _is_heading(part: Part, above: list[Part]) -> bool:
    """Centred, below a whole byline: 'By The Associated Press' has no second line."""
    by_the_house = bool(above) and above[-1].text.casefold().startswith("by the ")
    return part.centred and (
        by_the_house or (len(above) >= _MOST_SIGNED and all(other.centred for other in above[-_MOST_SIGNED:]))
    )


def _end_of_part(lines: list[tuple[int, str]], at: int) -> int | None:
    """The index behind the part of the head that begins here; None where the story begins."""
    words = lines[at][1]
    opened, indented = words.lstrip(" ").startswith("^"), words.startswith(("\t", "   "))
    if indented and not opened:
        return None
    if words.rstrip().endswith(("<", "=")):
        return at + 1
    if not opened:
        return None
    for end in range(at + 1, min(at + _MOST_LINES, len(lines))):
        below = lines[end][1]
        if below.startswith(("\t", "   ", "^")):
            break
        if below.rstrip().endswith(("<", "=")):
            return end + 1
    return at + 1


def add_head(copy: StoryCopy, parts: Iterable[Part], opening: str) -> Fields:
    """Add the head's parts, each with what it is; what the keyword line and the index tell as fields."""
    told = Fields()
    titled = False
    for part in _signed_together(parts):
        keywords = _KEYWORDS.fullmatch(part.text)
        if keywords and not titled:
            told = _of_keywords(keywords)
            copy.add("metadata", part.text, part.line, "anpa.keywords")
        elif index := _INDEX.fullmatch(part.text):
            told = replace(told, keywords=_listed(index["subjects"]))
            copy.add("metadata", part.text, part.line, "anpa.index")
        elif part.text.startswith("(") and (version := version_in(part.text)):
            told = replace(told, version=told.version or version)
            copy.add("note", part.text, part.line, "anpa.note")
        elif _MARKER.fullmatch(part.text) or _EMBARGO.search(part.text):
            copy.add_body(paragraphs(part.text, part.line))  # open: the rules know what markers and embargoes say
        else:
            label, rule = _kind(part, titled, opening)
            copy.add(label, part.text, part.line, rule)
            titled = titled or label == "headline"
    return told


def _kind(part: Part, titled: bool, opening: str) -> tuple[Label, str]:
    if part.centred or _SIGNED.match(part.text):
        return "byline", "anpa.byline"
    if _NOTE.match(part.text):
        return "note", "anpa.note"
    if not titled:
        return "headline", "anpa.headline"
    said = fold(part.text)
    again = len(said) > _SUMMARY and said[: 2 * _SUMMARY] in opening
    return ("furniture", "anpa.summary_again") if again else ("subheadline", "anpa.subheadline")


def _signed_together(parts: Iterable[Part]) -> Iterator[Part]:
    """'By ADA QUILL=' and 'AP Sports Writer=' are one byline of two lines; UPI sets both flush left."""
    held: Part | None = None
    for part in parts:
        if held and (part.centred or _is_second_line(part, held)):
            held = Part(f"{held.text}\n{part.text}", held.line, centred=True)
            continue
        if held:
            yield held
        held = part if part.centred or _SIGNED.match(part.text) else None
        if held is None:
            yield part
    if held:
        yield held


def _is_second_line(part: Part, held: Part) -> bool:
    words = part.text.split()
    capital = part.text[:1].isupper() and not held.centred and "\n" not in held.text
    return capital and len(words) <= _LONGEST_TITLE and not _NOTE.match(part.text) and words[-1][-1] not in ".!?:"


def _of_keywords(keywords: re.Match[str]) -> Fields:
    options = keywords["options"]
    status = next((status for status, words in _STATUSES if words.search(options)), None)
    return Fields(slug=keywords["slug"].strip(), version=version_in(options), status=status)


def version_in(text: str) -> str | None:
    """'1st Ld-Writethru' of ", 1st Ld-Writethru,416"."""
    version = _VERSION.search(text)
    return version.group().strip() if version else None


def _listed(subjects: str) -> tuple[str, ...]:
    return tuple(word for part in re.split(r"[,;\n]", subjects) if (word := part.strip(" .")))
