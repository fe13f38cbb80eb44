"""Load the styles, refuse rules without evidence, and hold them in the order in which they are tried."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Final

from pydantic import ValidationError

from pipeline.cleaning.matcher import Matcher
from pipeline.cleaning.rule import Places, Rule, Style
from pipeline.document import Judges
from pipeline.errors import RuleError

LAST_STYLES: Final = ("_any", "_site", "_site_languages")  # the generic shapes come after every agency's own habits
HEAD: Final[Places] = ("head", "line-start", "edge-end")  # the places whose edge is the top of the story


class RuleSet:
    """Every rule in force, in order: agencies' styles by name, then _any, then _site."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}
        if len(self._by_id) != len(self.rules):
            twice = next(rule.id for rule in self.rules if self._by_id[rule.id] is not rule)
            raise RuleError(twice, "two rules have this id", "give one of them another")
        self.matcher = Matcher(self.rules)
        self.head_reach = max((rule.reach for rule in self.rules if rule.where in HEAD), default=0)

    def taking(self, text: str) -> Sequence[Rule]:
        """The rules whose pattern takes the text as a whole line, at whatever place."""
        found = self.matcher.found(text, "any", 0)
        return found.whole if found else ()

    def get(self, rule_id: str) -> Rule | None:
        return self._by_id.get(rule_id)


def values_of(groups: Mapping[str, str], value: object | None) -> dict[str, object]:
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
    caught = ruleset.matcher.capture(rule, text)
    if caught is None or (rule.is_whole_line and len(text) > rule.longest):
        return None
    if rule.judge is None:
        return values_of(caught.groups, None)
    value = judges[rule.judge](text if rule.where == "line-start" else text[caught.start : caught.end])
    return None if value is None else values_of(caught.groups, value)


def read_style(name: str, source: str) -> tuple[Rule, ...]:
    """The rules of one TOML file's text. Raises RuleError naming the file and what is missing."""
    try:
        style = Style.model_validate(tomllib.loads(source))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(f"{name}.toml", str(error), "see docs/rules.md for the form of a rule") from None
    return tuple(rule.model_copy(update={"style": name}) for rule in style.rule)


@cache
def load_rules() -> RuleSet:
    """The rule set that comes with copydesk, read once a process."""
    entries = files("pipeline.cleaning.styles").iterdir()
    found = {entry.name.removesuffix(".toml"): entry for entry in entries if entry.name.endswith(".toml")}
    names = sorted(name for name in found if name not in LAST_STYLES) + [name for name in LAST_STYLES if name in found]
    return RuleSet(rule for name in names for rule in read_style(name, found[name].read_text("utf-8")))


def rules_with(styles: Mapping[str, str], judges: Judges) -> RuleSet:
    """The rule set of a house that has styles of its own: theirs come first, those of copydesk after them.

    `styles` are the texts of TOML files by their paths. The rules of harbour.toml are named harbour.*. Their evidence is
    tried here, because no test of ours ever sees it. Raises RuleError, with the path as its subject.
    """
    own = [rule for path, source in styles.items() for rule in _own_rules(path, source, judges)]
    return RuleSet([*own, *load_rules().rules])


def _own_rules(path: str, source: str, judges: Judges) -> tuple[Rule, ...]:
    name = PurePath(path).stem
    rules = read_style(path.removesuffix(".toml"), source)
    try:
        check_evidence(RuleSet(rules), judges)
    except RuleError as error:
        raise RuleError(path, f"{error.subject}: {error.message}", error.advice) from None
    for rule in rules:
        if rule.id.partition(".")[0] != name:
            raise RuleError(path, f"its rule {rule.id} is not named after it", f"call it {name}.something")
        if load_rules().get(rule.id):
            raise RuleError(path, f"copydesk has a rule {rule.id}", "give the file another name, and its rules")
    return rules
