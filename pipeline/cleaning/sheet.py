"""The working sheet of one story: its passages, and what has been labelled so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.blanks import collapsed, offset_before, plain
from pipeline.document import LABELS, Document, Finding, Label, Passage, Span

CLOSERS: Final = "\"'”’»›)]}* \t」』】）〉》"
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？", "।", "؟", "۔")
_UNSPACED_ENDS: Final = ("。", "！", "？")  # of Chinese and Japanese, which set no blanks between words:
_FEWEST_IDEOGRAPHS: Final = 10  # in the place of three words
_INNER_MARKS: Final = (", ", ". ", "? ", "! ", "; ", "。", "、", "،")
_NONE: Final[frozenset[Label]] = frozenset()
_ALONE: Final[Mapping[Label, frozenset[Label]]] = {label: frozenset({label}) for label in LABELS}
_LONG: Final = 160  # characters: a line longer than this is a paragraph, however it ends


def is_prose(text: str) -> bool:
    """Does it read like a paragraph of a story: a sentence of three words or more, or a long line that is no menu?"""
    if len(text) > _LONG:
        for mark in _INNER_MARKS:  # nearly always the first, and every paragraph of every story is asked
            if mark in text:
                return True
    bare = text.rstrip(CLOSERS)
    if bare.endswith(_UNSPACED_ENDS) and len(bare) >= _FEWEST_IDEOGRAPHS:
        return True
    return bare.endswith(_SENTENCE_ENDS) and len(text.split(None, 3)) >= 3


def _as_rules_see(document: Document) -> str:
    """The text, character for character, with plain blanks and dashes, and with no line ends inside the paragraphs.

    A wire of fixed width broke its paragraphs there. What a format itself labels keeps its lines.
    """
    text = plain(document.text)
    broken = [p for p in document.passages if p.given is None and "\n" in p.text]
    if not broken:
        return text
    parts, done = [], 0
    for passage in broken:
        parts += [text[done : passage.start], text[passage.start : passage.end].replace("\n", " ")]
        done = passage.end
    return "".join([*parts, text[done:]])


class Sheet:
    """Passages with findings. Each passage keeps one open stretch, its middle: labels are taken off its edges or whole.

    `text` is the document's as rules see it; `texts` what is still open of each passage, runs of blanks as one, empty where
    nothing is; `used` the labels that any of them has.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = _as_rules_see(document)
        self.passages: tuple[Passage, ...] = document.passages
        if self.text is not document.text or "  " in self.text:
            self.passages = tuple(self._seen(passage) for passage in document.passages)
        self._open: list[tuple[int, int] | None] = [(p.start, p.end) if p.text else None for p in self.passages]
        self.texts = [p.text for p in self.passages]
        self.used: set[Label] = set()
        self._found: list[list[Finding]] = [[] for _ in self.passages]
        self._labels: list[frozenset[Label]] = [_NONE] * len(self.passages)
        self._prose = [p.given is None and is_prose(p.text) for p in self.passages]

    def _seen(self, passage: Passage) -> Passage:
        """A passage as rules see it, without the blanks at its edges."""
        start, end = _trim(self.text, passage.start, passage.end)
        return passage._replace(start=start, end=end, text=collapsed(self.text[start:end]))

    def __len__(self) -> int:
        return len(self.passages)

    def is_open(self, number: int) -> bool:
        return self._open[number] is not None

    def is_untouched(self, number: int) -> bool:
        """True where nothing of the passage is labelled yet."""
        return not self._found[number]

    def is_story(self, number: int) -> bool:
        """True where what is left of the passage reads like a paragraph, or follows a dateline."""
        return self._open[number] is not None and (self._prose[number] or "dateline" in self._labels[number])

    def labels(self, number: int) -> frozenset[Label]:
        return self._labels[number]

    def rules(self, number: int) -> set[str]:
        """The rules that have taken something of the passage."""
        return {finding.span.rule for finding in self._found[number]}

    def take(
        self,
        number: int,
        label: Label,
        rule: str,
        span: tuple[int, int] | None = None,
        groups: Mapping[str, str] | None = None,
        value: object | None = None,
    ) -> None:
        """Label `span` (offsets into the open text; None: all of it), which must touch an edge of the open stretch."""
        self.used.add(label)
        self._labels[number] = self._labels[number] | _ALONE[label] if self._labels[number] else _ALONE[label]
        start, end = self._open[number] or (0, 0)
        verbatim = self.document.text
        if span is None:
            self._found[number].append(Finding(Span(number, start, end, label, rule), verbatim[start:end], groups or {}, value))
            self._open[number], self.texts[number] = None, ""
            return
        text = self.text
        first, last = _trim(text, *(self._at(number, offset) for offset in span))
        self._found[number].append(Finding(Span(number, first, last, label, rule), verbatim[first:last], groups or {}, value))
        rest = _trim(text, last, end) if text[start:first].isspace() or first == start else _trim(text, start, first)
        self._open[number] = rest if rest[0] < rest[1] else None
        self.texts[number] = collapsed(text[rest[0] : rest[1]])
        if rest[0] < rest[1] and self.passages[number].given is None:  # 'It docked. (Reporting by A. Name)' is a sentence now
            self._prose[number] = self._prose[number] or is_prose(self.texts[number])

    def _at(self, number: int, offset: int) -> int:
        """Where in the text the character stands that has this offset in what is open: there a run of blanks is one."""
        start, end = self._open[number] or (0, 0)
        return start + offset_before(self.text[start:end], offset)

    def findings(self) -> Iterator[Finding]:
        """All findings so far, in the order of the text."""
        for found in self._found:
            yield from sorted(found, key=_start) if len(found) > 1 else found


def _start(finding: Finding) -> int:
    return finding.span.start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
