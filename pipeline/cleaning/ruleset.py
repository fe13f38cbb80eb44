"""Load the styles, refuse rules without evidence, compile them all into a few linear-time matchers.

RE2 because a bad line can be a megabyte long: it never backtracks, and its sets try every rule in one pass
(docs/decisions/0003-rules-and-regex.md has the numbers).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

import re2
from pydantic import ValidationError

from pipeline.cleaning.rule import Rule, Style, Where
from pipeline.document import Judges
from pipeline.errors import RuleError

LAST_STYLES: Final = ("_any", "_site")  # the generic shapes come after every agency's own habits
EDGE: Final = 1_500  # characters; line-start and line-end rules see no more of a line than this


class Match(Protocol):
    """The part of re2's match object that we use."""

    def span(self, group: int | str = 0) -> tuple[int, int]: ...
    def groupdict(self) -> dict[str, str | None]: ...


class Matcher:
    """All rules of one kind of place, tried on a text in one pass."""

    def __init__(self, rules: Iterable[Rule], options: re2.Options) -> None:
        self.rules = tuple(rules)
        self._set = re2.Set.SearchSet(options)
        self._patterns = []
        for rule in self.rules:
            try:
                self._patterns.append(re2.compile(rule.pattern, options))
            except re2.error as error:
                advice = "RE2 has no look-around and no back-references, and repeats at most 1,000 times"
                raise RuleError(rule.id, f"its pattern does not compile: {error}", advice) from None
            self._set.Add(rule.pattern)
        if self.rules:
            self._set.Compile()

    def find(self, text: str) -> Iterator[tuple[Rule, Match]]:
        """The rules whose pattern is in the text, in the order of the rule set, with their matches."""
        if not self.rules:
            return
        for number in sorted(self._set.Match(text) or ()):
            match = self._patterns[number].search(text)
            if match is not None:
                yield self.rules[number], match


class RuleSet:
    """Every rule in force, in order: agencies' styles by name, then _any, then _site."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}
        if len(self._by_id) != len(self.rules):
            twice = next(rule.id for rule in self.rules if self._by_id[rule.id] is not rule)
            raise RuleError(twice, "two rules have this id", "give one of them another")
        options = re2.Options()
        options.max_mem = 64 << 20
        options.dot_nl = True  # copy wrapped over several lines is one passage
        options.log_errors = False
        self.whole = Matcher((r for r in self.rules if r.is_whole_line), options)
        self.starts = Matcher(self._at("line-start"), options)
        self.ends = Matcher(self._at("line-end"), options)

        self.longest_line = max((r.longest for r in self.rules), default=0)  # characters; no rule takes a longer line whole
        self.head_reach = max((r.reach for r in self.rules if r.where in ("head", "line-start")), default=0)

    def _at(self, where: Where) -> Iterator[Rule]:
        return (rule for rule in self.rules if rule.where == where)

    def matcher(self, rule: Rule) -> Matcher:
        return self.whole if rule.is_whole_line else self.starts if rule.where == "line-start" else self.ends

    def get(self, rule_id: str) -> Rule | None:
        return self._by_id.get(rule_id)


def values_of(groups: Mapping[str, str | None], value: object | None) -> dict[str, object]:
    """What a rule found, flat: the judge's value as plain data (a tuple of parts under "items"), else the groups."""
    found: dict[str, object] = dict(groups)
    if isinstance(value, tuple):
        found["items"] = [part.model_dump(exclude_none=True) for part in value]
    elif value is not None and hasattr(value, "model_dump"):
        found |= value.model_dump()
    return found


def check_evidence(ruleset: RuleSet, judges: Judges) -> None:
    """Every example matches and yields its values, and no rule takes its own spares. Raises RuleError."""
    for rule in ruleset.rules:
        for example in rule.examples:
            found = _try(ruleset, rule, judges, example.text)
            if found is None:
                raise RuleError(rule.id, f"does not take its own example {example.text!r}", "mend the pattern or the example")
            wrong = {key: (want, found.get(key)) for key, want in example.values.items() if found.get(key) != want}
            if wrong:
                raise RuleError(rule.id, f"reads its example {example.text!r} wrongly (want, got): {wrong}", "mend one of them")
        for spare in rule.spares:
            if _try(ruleset, rule, judges, spare) is not None:
                raise RuleError(rule.id, f"takes its own spare {spare!r}", "make the pattern narrower")


def _try(ruleset: RuleSet, rule: Rule, judges: Judges, text: str) -> dict[str, object] | None:
    """What this one rule finds in a text; None where it finds nothing."""
    match = next((m for r, m in ruleset.matcher(rule).find(text) if r is rule), None)
    if match is None or (rule.is_whole_line and len(text) > rule.longest):
        return None
    if rule.judge is None:
        return values_of(match.groupdict(), None)
    start, end = match.span()
    value = judges[rule.judge](text if rule.where == "line-start" else text[start:end])
    return None if value is None else values_of(match.groupdict(), value)


def read_style(name: str, source: str) -> tuple[Rule, ...]:
    """The rules of one TOML file's text. Raises RuleError naming the file and what is missing."""
    try:
        style = Style.model_validate(tomllib.loads(source))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(f"styles/{name}.toml", str(error), "see docs/rules.md for the form of a rule") from None
    return tuple(rule.model_copy(update={"style": name}) for rule in style.rule)


@cache
def load_rules() -> RuleSet:
    """The rule set that comes with copydesk, read once a process."""
    entries = files("pipeline.cleaning.styles").iterdir()
    found = {entry.name.removesuffix(".toml"): entry for entry in entries if entry.name.endswith(".toml")}
    names = sorted(name for name in found if name not in LAST_STYLES) + [name for name in LAST_STYLES if name in found]
    return RuleSet(rule for name in names for rule in read_style(name, found[name].read_text("utf-8")))
