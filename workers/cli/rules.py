"""`copydesk rules`: the rules in force, numbered in the order in which they are tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import RuleError
from workers.cli.options import Styles
from workers.cli.output import console, shown
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
    "edge-end": "the end of a line above or below the story",
}


class ListsByDefault(TyperGroup):
    """`copydesk rules any.rights` is `copydesk rules list any.rights`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # click's context, or typer's own copy of it: by version
        if not args or (args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx)):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def rules(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="DESK|ID", help="With this desk's own styles; show this rule whole, by id or number."),
    ] = None,
    own: Styles = None,
) -> None:
    """List the rules in force: what each takes, where, why, and an example.

    Examples:
      copydesk rules
      copydesk rules tribune.tns
      copydesk rules /srv/desk
      copydesk rules | grep -A2 dateline
    """
    from workers.styling.styles import ACCEPTED, in_force

    desks = [Path(word) for word in words or () if Path(word).is_dir()]
    ids = [word for word in words or () if not Path(word).is_dir()]
    if len(desks) > 1 or len(ids) > 1:
        raise typer.BadParameter("one desk and one rule at most")
    folder = own or (desks[0] / ACCEPTED if desks else None)
    numbered = dict(enumerate(in_force(folder).rules, 1))
    if ids:
        _show(*_find(numbered, ids[0]))
        return
    screen = console()
    for number, rule in numbered.items():
        lines = (f"      {shown(rule.why)}", f"      e.g. {_on_one_line(rule.examples[0].text)}")
        screen.print(_heading(number, rule), *lines, sep="\n", markup=False, soft_wrap=True)


def _find(numbered: dict[int, Rule], wanted: str) -> tuple[int, Rule]:
    for number, rule in numbered.items():
        if wanted in (rule.id, str(number)):
            return number, rule
    near = ", ".join(rule.id for rule in numbered.values() if wanted.split(".")[0] in rule.id)
    raise RuleError(wanted, "no such rule", f"near it: {near}" if near else "`copydesk rules` lists them")


def _heading(number: int, rule: Rule) -> Text:
    from rich.text import Text

    return Text.assemble(f"{number:>4}  ", (rule.id, "bold"), "  ", (rule.label, style_of(rule.label)), f"  {PLACES[rule.where]}")


def _show(number: int, rule: Rule) -> None:
    screen = console()
    screen.print(_heading(number, rule))
    told = {"why": shown(rule.why), "style": _file_of(rule), "match": rule.match.strip()}
    told |= {
        name: str(getattr(rule, name)) for name in ("judge", "reach", "lines", "titled", "kind") if name in rule.model_fields_set
    }
    for name, value in told.items():
        screen.print(f"      {name:<8} {value}", markup=False, soft_wrap=True)
    for example in rule.examples:
        yields = "".join(f"\n{'':>18}{name}: {value}" for name, value in example.values.items())
        screen.print(f"      takes    {_on_one_line(example.text)}{yields}", markup=False, soft_wrap=True)
    for spare in rule.spares:
        screen.print(f"      spares   {_on_one_line(spare)}", markup=False, soft_wrap=True)


def _file_of(rule: Rule) -> str:
    """Of a desk's own style the path, of ours the place in the package."""
    return f"{rule.style}.toml" if Path(rule.style).name != rule.style else f"pipeline/cleaning/styles/{rule.style}.toml"


def _on_one_line(text: str) -> str:
    return shown(" / ".join(text.split("\n")))
