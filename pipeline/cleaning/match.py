"""Walk the rules over a story from both ends inwards.

Position decides as much as wording. Every walk counts the paragraphs of the story that it has passed, and a rule acts only
while that count is within its reach: "Comments" below the last paragraph is furniture, the same word inside the story is not.
Which of several rules wins: what the format says; then a whole line before a part of one; then the order of the rule set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.cleaning.lookup import Side, seen
from pipeline.cleaning.matcher import Found
from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import RuleSet
from pipeline.cleaning.sheet import CLOSERS, Sheet
from pipeline.document import Judge, Judges, Label

_JUDGES_OF: Final[dict[Label, tuple[str, ...]]] = {
    "byline": ("given_byline",),
    "dateline": ("given_dateline",),
    "credit": ("credit",),
    "rights": ("rights",),
}
_OPENERS: Final = ("(", "[", "—", "–", "--", "（", "【", "〔")
_ENDS: Final = (".", "!", "?", "…", ":", "。", "！", "？", "।", "۔", "؟")
_FARTHEST: Final = 300  # passages from the edge; the longest page frames of stored copy have about a hundred
_MOST_CUTS: Final = 6  # parts of one line; a line with more is not wire copy


class Walk:
    """One story, one rule set: labels the sheet by rules alone."""

    def __init__(self, sheet: Sheet, ruleset: RuleSet, judges: Judges) -> None:
        self.sheet = sheet
        self.rules = ruleset
        self.matcher = ruleset.matcher
        self.judges = judges

    def run(self) -> None:
        self._take_given()
        size = len(self.sheet)
        passed: list[int] | None = None
        # Whoever cleans the copy again counts no line that is gone: where one of those passed has gone since, the story is
        # walked again. Each round but the last takes a passage, so it ends.
        while passed is None or not all(map(self.sheet.is_story, passed)):
            passed = self._inwards(range(size), "head", self.rules.head_reach)
            passed += self._inwards(range(size - 1, -1, -1), "tail", size + _FARTHEST)

    def _take_given(self) -> None:
        for number, passage in enumerate(self.sheet.passages):
            if passage.given is not None and self.sheet.is_open(number):
                label, rule = passage.given
                if label == "headline":
                    self._take_marker(number)
                text = self.sheet.texts[number]
                groups = self._noted(text) if label == "note" else {}
                self.sheet.take(number, label, rule, groups=groups, value=self._judged(_JUDGES_OF.get(label, ()), text))

    def _take_marker(self, number: int) -> None:
        """What a format gives as its headline is one, but for the markers in front of it ("UPDATE 1-"); not "PORTO:"."""
        for rule in self.rules.rules:
            if rule.where == "line-start" and rule.judge == "marker" and self._take_part(rule, number, self.sheet.texts[number]):
                return

    def _noted(self, text: str) -> Mapping[str, str]:
        """What the rules for notes read in a format's own note: its kind, and the order that it may be (to kill, to withhold)."""
        caught = (self.matcher.capture(rule, text) for rule in self.rules.taking(text) if rule.label == "note")
        return next((capture.groups for capture in caught if capture), {})

    def _judged(self, names: Iterable[str], text: str) -> object | None:
        return next((value for name in names if (value := self.judges[name](text)) is not None), None)

    def _inwards(self, numbers: Iterable[int], side: Side, reach: int) -> list[int]:
        """Walk as far as `reach` paragraphs of the story; which they were."""
        story: list[int] = []
        sheet, found_in = self.sheet, self.matcher.found
        for step, number in enumerate(numbers):
            # Far in is out of every rule's reach: a list of a million short lines is no edge of a story.
            passed = len(story) + (_FARTHEST if step >= _FARTHEST else 0)
            if passed > reach:
                break
            if (text := sheet.texts[number]) and (found := found_in(text, side, passed)):
                self._line(number, side, passed, found)
            if sheet.is_story(number):
                story.append(number)
        return story

    def _line(self, number: int, side: Side, passed: int, found: Found | None) -> None:
        """Take the line, or parts of it until nothing more is found."""
        cuts = 0
        while found and cuts <= _MOST_CUTS:
            text = self.sheet.texts[number]
            if any(self._take_lines(rule, number, text) for rule in found.whole):
                return
            if cuts == _MOST_CUTS or not any(self._take_part(rule, number, text) for rule in found.parts):
                return
            cuts += 1
            rest = self.sheet.texts[number]
            found = self.matcher.found(rest, side, passed) if rest else None

    def _take_lines(self, rule: Rule, number: int, text: str) -> bool:
        """Take this line, and as many of the next as the judge reads together with it."""
        if rule.titled and not self._below_a_headline(number):
            return False
        if rule.judge is None:
            self._take(rule, number, text)
            return True
        value, end = self._judged_lines(rule, self.judges[rule.judge], number, text)
        if value is None:
            return False
        self._take(rule, number, text, value)
        for below in range(number + 1, end):
            if self.sheet.is_open(below):
                self.sheet.take(below, rule.label, rule.id)
        return True

    def _judged_lines(self, rule: Rule, judge: Judge, number: int, text: str) -> tuple[object | None, int]:
        """What the judge reads in this line, or in it and the next ones together; and the line at which that ends."""
        value, end = judge(text), number + 1
        if value is None and not _is_unfinished(text):
            return None, end
        for below in range(number + 1, number + rule.lines):
            if not self._may_join(rule, below):
                break
            text = f"{text}\n{self.sheet.passages[below].text}"
            if (more := judge(text)) is not None:
                value, end = more, below + 1
        return value, end

    def _below_a_headline(self, number: int) -> bool:
        """Below a headline, or a line that may be one, and itself no heading: '<h4>Jane Doe</h4>' opens a part of the story."""
        titled = any(self.sheet.is_open(n) or "headline" in self.sheet.labels(n) for n in range(number))
        return titled and self.sheet.passages[number].kind != "heading"

    def _may_join(self, rule: Rule, below: int) -> bool:
        """A line may be read together with the one above it where it is free, or has the same label: "— A. Name", "The Post"."""
        return below < len(self.sheet) and self.sheet.labels(below) <= {rule.label}

    def _take(self, rule: Rule, number: int, text: str, value: object | None = None) -> None:
        self.sheet.take(number, rule.label, rule.id, groups=self.matcher.groups(rule, text), value=value)

    def _take_part(self, rule: Rule, number: int, text: str) -> bool:
        shown = seen(text, rule.where)
        value: object | None = None
        if rule.judge is not None and rule.where == "line-start":
            # A dateline's judge sees the paragraph and says itself how far the dateline goes.
            value = self.judges[rule.judge](shown)
            if value is None:
                return False
        caught = self.matcher.capture(rule, shown)
        if caught is None:
            return False
        start, end, groups = caught
        if rule.where == "line-start":
            end = len(getattr(value, "text", "")) or end
        elif rule.judge is not None:
            value = self.judges[rule.judge](shown[start:end]) if _stands_alone(shown[:start], shown[start:end]) else None
            if value is None:
                return False
        offset = 0 if rule.where == "line-start" else len(text) - len(shown)
        self.sheet.take(number, rule.label, rule.id, (offset + start, offset + end), groups, value)
        return True


def _stands_alone(before: str, cut: str) -> bool:
    """Credits and rights stand behind a full sentence, or open with a bracket or a dash: 'sued over the © 2026 mark' does not."""
    return cut.startswith(_OPENERS) or not before.strip() or before.rstrip(CLOSERS).endswith(_ENDS)


def _is_unfinished(line: str) -> bool:
    """'(Reporting by A. Name in Brill;' goes on in the next line."""
    return line.endswith((",", ";", ":", "-", "–", " and", " by", " in", "&")) or line.count("(") > line.count(")")
