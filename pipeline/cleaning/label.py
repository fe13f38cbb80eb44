"""Give every character of a story exactly one label, by a named rule. The order of the steps is this page."""

from __future__ import annotations

from typing import Final

from pipeline.cleaning.headline import label_headline
from pipeline.cleaning.laws import is_conserved
from pipeline.cleaning.match import Walk
from pipeline.cleaning.menu import label_menus
from pipeline.cleaning.ruleset import RuleSet
from pipeline.cleaning.sheet import Sheet
from pipeline.cleaning.story import label_story
from pipeline.document import Document, Finding, Judges, Notice, Span

NOT_CONSERVED: Final = Notice("conservation_failed", "the labels did not cover the text exactly once: the story is kept whole")


def label(document: Document, ruleset: RuleSet, judges: Judges) -> tuple[list[Finding], tuple[Notice, ...]]:
    """Findings in the order of the text, covering it; and a notice where the law of conservation failed.

    A story that fails is kept whole: every passage is body, so that nothing is lost by a fault of ours.
    """
    sheet = Sheet(document)
    label_menus(sheet)
    Walk(sheet, ruleset, judges).run()
    label_menus(sheet)  # two runs that were parted by a line which is gone are one
    label_headline(sheet)
    label_story(sheet)
    findings = list(sheet.findings())
    if is_conserved(sheet.text, [finding.span for finding in findings]):
        return findings, ()
    return _kept_whole(document), (NOT_CONSERVED,)


def _kept_whole(document: Document) -> list[Finding]:
    return [Finding(Span(n, p.start, p.end, "body", "story.kept_whole"), p.text) for n, p in enumerate(document.passages)]
