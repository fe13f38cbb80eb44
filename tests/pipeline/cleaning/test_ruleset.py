"""The loader refuses a rule without its evidence; every rule that we ship keeps its word."""

from __future__ import annotations

import pytest

from pipeline.attribution.attribute import JUDGES
from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import RuleSet, check_evidence, load_rules, read_style
from pipeline.errors import RuleError

WHOLE = {
    "id": '"test.end"',
    "label": '"separator"',
    "where": '"tail"',
    "match": '"(?i)ends"',
    "why": '"The wire closes with it."',
    "examples": '[{ text = "ENDS" }]',
    "spares": '["It ends."]',
}


def style_of(**changes: str | None) -> str:
    lines = [f"{key} = {value}" for key, value in {**WHOLE, **changes}.items() if value is not None]
    return "\n".join(['name = "test"', 'about = "rules for one test"', "[[rule]]", *lines])


@pytest.mark.parametrize("missing", ["id", "why", "examples", "spares", "label", "where", "match"])
def test_a_rule_without_its_evidence_is_refused(missing: str) -> None:
    with pytest.raises(RuleError, match=missing):
        read_style("test", style_of(**{missing: None}))


@pytest.mark.parametrize("empty", ["examples", "spares"])
def test_a_rule_with_an_empty_list_of_evidence_is_refused(empty: str) -> None:
    with pytest.raises(RuleError, match=empty):
        read_style("test", style_of(**{empty: "[]"}))


def test_a_rule_that_does_not_take_its_own_example_is_refused() -> None:
    rules = RuleSet(read_style("test", style_of(examples='[{ text = "FIN" }]')))

    with pytest.raises(RuleError, match="own example"):
        check_evidence(rules, {})


def test_a_rule_that_takes_its_own_spare_is_refused() -> None:
    rules = RuleSet(read_style("test", style_of(spares='["ends"]')))

    with pytest.raises(RuleError, match="own spare"):
        check_evidence(rules, {})


def test_a_rule_that_reads_another_value_than_its_example_says_is_refused() -> None:
    rules = RuleSet(
        read_style(
            "test", style_of(match='"(?P<version>\\\\w+)"', examples='[{ text = "ENDS", version = "2" }]', spares='["a b"]')
        )
    )

    with pytest.raises(RuleError, match="wrongly"):
        check_evidence(rules, {})


def test_two_rules_of_one_name_are_refused() -> None:
    rule = read_style("test", style_of())[0]

    with pytest.raises(RuleError, match="two rules"):
        RuleSet([rule, rule.model_copy()])


def test_a_pattern_that_is_not_linear_is_refused() -> None:
    with pytest.raises(RuleError, match="does not compile"):
        RuleSet(read_style("test", style_of(match='"(?=ends)ends"')))


def test_every_shipped_rule_takes_its_examples_and_leaves_its_spares() -> None:
    check_evidence(load_rules(), JUDGES)


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.id)
def test_a_rule_is_named_after_its_style(rule: Rule) -> None:
    assert rule.id.split(".")[0] == rule.style.lstrip("_")
