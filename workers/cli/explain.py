"""`copydesk explain`: a story with every stretch of it accounted for: kept, turned into a field, or taken out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cleaning.labels import BODY, MEANING
from pipeline.document import LABELS, Label
from workers.cli.options import Styles
from workers.cli.output import console, shown
from workers.cli.palette import style_of
from workers.cli.reading import plain_name, read_copy

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.cleaning.ruleset import RuleSet
    from pipeline.record import TracedRecord, TraceSpan

# The field of the record that a label ends in; the others are only listed under `removed`.
FIELD_OF: dict[Label, str] = {
    "headline": "headline",
    "subheadline": "subheadline",
    "section": "section",
    "published": "published_at",
    "byline": "byline",
    "dateline": "dateline",
    "credit": "credits",
    "contact": "contacts",
    "note": "notes",
    "rights": "rights",
}
FIELDS = ("status", "agency", *FIELD_OF.values(), "language", "slug", "keywords", "word_count")
LONGEST = 2_000  # characters of one stretch that are shown


def explain(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")], own: Styles = None
) -> None:
    """Show what becomes of a file, line by line: what is the story, what became which field, what was taken out and why.

    The second column names the label, so that it reads the same without colour; a line begins with the number of its passage.

    Examples:
      copydesk explain story.txt
      copydesk explain desk/quarantine/broken.txt
      copydesk explain story.html | less -R
      copydesk explain story.txt --styles /srv/desk/styles-proposed
    """
    from pipeline.errors import NoStory
    from pipeline.refine import accounting, trace
    from workers.styling.styles import in_force

    screen, raw, rules = console(), read_copy(path), in_force(own)
    try:
        records = trace(raw, plain_name(path), rules=rules)
    except NoStory:
        for spans in accounting(raw, plain_name(path), rules):
            _show_text(screen, spans, rules)
            _show_legend(screen, spans)
        raise
    for record in records:
        source = record.source
        screen.rule(shown(f"{source.file}: {source.format}, {source.encoding}, {source.bytes:,} bytes"), align="left")
        _show_text(screen, record.trace, rules)
        screen.rule("the record", align="left")
        _show_fields(screen, record)
        screen.rule("labels", align="left")
        _show_legend(screen, record.trace)


def _show_text(screen: Console, spans: Sequence[TraceSpan], rules: RuleSet) -> None:
    """One row a stretch; under what is not the story's own text, where it went and by which rule."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim", width=5)
    table.add_column(no_wrap=True, width=11)
    table.add_column(overflow="fold")
    last = -1
    for span in spans:
        number, last = ("" if span.passage == last else str(span.passage + 1)), span.passage
        style = style_of(span.label)
        table.add_row(number, Text(span.label, style=style), Text(_cut(shown(span.text)), style=style))
        if span.label not in BODY:
            rule = rules.get(span.rule)
            table.add_row("", "", Text(f"{_went(span.label)}: {span.rule}{': ' + rule.why if rule else ''}", style="dim"))
    screen.print(table)


def _went(label: Label) -> str:
    return f"-> {FIELD_OF[label]}" if label in FIELD_OF else "-> removed"


def _show_fields(screen: Console, record: TracedRecord) -> None:
    """The fields that have a value, on a line each; then the warnings."""
    values = record.model_dump(mode="json", exclude_none=True, include=set(FIELDS))
    for name in FIELDS:
        if said := _said(values.get(name)):
            screen.print(f"{name:>18} ", shown(said), markup=False, soft_wrap=True)
    for warning in record.warnings:
        screen.print(f"{'warning':>18}  {warning.code}: {shown(warning.message)}", style="yellow", markup=False, soft_wrap=True)


def _said(value: Any) -> str:
    """A field's value in words: {"holder": "AP", "year": 2025} -> "holder AP, year 2025"."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(part)}" for key, part in value.items() if part not in (None, [], ""))
    if isinstance(value, list):
        return "; ".join(map(_said, value))
    return "" if value is None else str(value)


def _show_legend(screen: Console, spans: Sequence[TraceSpan]) -> None:
    """The labels that occur, what they mean, and how often."""
    from rich.text import Text

    count = Counter(span.label for span in spans)
    for label in LABELS:
        if count[label]:
            screen.print(Text.assemble(f"{count[label]:>5}  ", (f"{label:<11}", style_of(label)), f"  {MEANING[label]}"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text):,} characters)"
