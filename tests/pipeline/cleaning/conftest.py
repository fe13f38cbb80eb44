"""Small rule sets and documents for trying the engine by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.cleaning.label import label
from pipeline.cleaning.ruleset import RuleSet, read_style
from pipeline.document import Document, Judges, Label, Passage

Labelled = list[tuple[Label, str, str]]


def document_of(text: str) -> Document:
    """One passage a non-blank line."""
    passages, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            passages.append(Passage(first, first + len(line.strip()), number, line.strip()))
        start += len(line) + 1
    return Document(text, tuple(passages), "text", "utf-8")


@pytest.fixture
def labelled() -> Callable[..., Labelled]:
    """labelled(text, toml, **judges) -> (label, text, rule) span by span."""

    def run(text: str, style: str = "", **judges: object) -> Labelled:
        rules = RuleSet(read_style("test", f'name = "test"\nabout = "rules for one test"\n{style}') if style else ())
        known: Judges = judges  # type: ignore[assignment]  # keyword arguments are judges by name
        findings, _ = label(document_of(text), rules, known)
        return [(finding.span.label, finding.text, finding.span.rule) for finding in findings]

    return run
