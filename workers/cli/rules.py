"""`copydesk rules`: the rules in force, numbered in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import RuleError
from workers.cli.output import console
from workers.cli.palette import style_of

if TYPE_CHECKING:
    from rich.text import Text

    from pipeline.cleaning.rule import Rule

PLACES = {
    "head": "a whole line above the story",
    "tail": "a whole line below the story",
    "anywhere": "a whole line, anywhere",
    "line-start": "the beginning of a line",
    "line-end": "the end of a line",
}


def rules(
    rule_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this rule whole; its number will do.")] = None,
) -> None:
    """List the rules in force: what each takes, where, why, and an example.

    Examples:
      copydesk rules
      copydesk rules tribune.tns
      copydesk rules | grep -A2 dateline
    """
    from pipeline.cleaning.ruleset import load_rules

    in_force = dict(enumerate(load_rules().rules, 1))
    if rule_id is None:
        screen = console()
        for number, rule in in_force.items():
            screen.print(
                _heading(number, rule),
                f"      {rule.why}",
                f"      e.g. {_shown(rule.examples[0].text)}",
                sep="\n",
                markup=False,
                soft_wrap=True,
            )
        return
    wanted = next(((number, rule) for number, rule in in_force.items() if rule_id in (rule.id, str(number))), None)
    if wanted is None:
        near = ", ".join(rule.id for rule in in_force.values() if rule_id.split(".")[0] in rule.id)
        raise RuleError(rule_id, "no such rule", f"near it: {near}" if near else "`copydesk rules` lists them")
    _show(*wanted)


def _heading(number: int, rule: Rule) -> Text:
    from rich.text import Text

    return Text.assemble(f"{number:>4}  ", (rule.id, "bold"), "  ", (rule.label, style_of(rule.label)), f"  {PLACES[rule.where]}")


def _show(number: int, rule: Rule) -> None:
    screen = console()
    screen.print(_heading(number, rule))
    told = {"why": rule.why, "style": f"pipeline/cleaning/styles/{rule.style}.toml", "match": rule.match.strip()}
    told |= {
        name: str(getattr(rule, name)) for name in ("judge", "reach", "lines", "titled", "kind") if name in rule.model_fields_set
    }
    for name, value in told.items():
        screen.print(f"      {name:<8} {value}", markup=False, soft_wrap=True)
    for example in rule.examples:
        yields = "".join(f"\n{'':>18}{name}: {value}" for name, value in example.values.items())
        screen.print(f"      takes    {_shown(example.text)}{yields}", markup=False, soft_wrap=True)
    for spare in rule.spares:
        screen.print(f"      spares   {_shown(spare)}", markup=False, soft_wrap=True)


def _shown(text: str) -> str:
    """On one line."""
    return " / ".join(text.split("\n"))
