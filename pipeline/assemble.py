"""Put the labelled spans back together: the body's blocks, what was removed, the trace, and the fingerprints."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final

import re2

from pipeline.cleaning.labels import BODY, TITLES, leaves_the_story
from pipeline.document import Document, Finding, Kind, Label
from pipeline.record import Block, BlockKind, Removed, TraceSpan

# White space that str.split() would make one blank of: few stories have any, and looking is quicker than splitting.
_UNEVEN: Final = re2.compile(
    r"\A | \z|  |[\x09-\x0d\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)
# All but ASCII, small letters and marks that stay as they are.
_TO_BE_FOLDED: Final = re2.compile(r"[^\x00-\x7fà-öø-ÿ£§©«°·»–—‘’“”•€]")
_BLOCK_OF_KIND: Final[dict[Kind, BlockKind]] = {"list_item": "list_item", "quote": "quote", "table": "table"}


def body_of(document: Document, findings: Iterable[Finding]) -> tuple[Block, ...]:
    """The story's own text, block by block, not a character changed; lines that a wire had wrapped are joined."""
    told = [finding for finding in findings if finding.span.label in BODY]
    return tuple([Block(kind=_kind(document, finding), text=unwrapped(finding.text)) for finding in told])


def _kind(document: Document, finding: Finding) -> BlockKind:
    if finding.span.label in ("subheading", "caption"):
        return finding.span.label
    return _BLOCK_OF_KIND.get(document.passages[finding.span.passage].kind, "paragraph")


def unwrapped(text: str) -> str:
    """Join the lines of one paragraph: 'the warring' over 'parties' -> 'the warring parties'."""
    return " ".join(line.strip() for line in text.split("\n")) if "\n" in text else text


def removed_of(document: Document, findings: Iterable[Finding]) -> tuple[Removed, ...]:
    """Everything that is in neither the body nor a title, with its line in the source and the rule that took it.

    Of several titles of one kind the first is the record's; the others are told here.
    """
    titles: set[Label] = set()
    removed: list[Removed] = []
    for finding in findings:
        label = finding.span.label
        if leaves_the_story(label) or label in titles:
            removed.append(Removed(line=_line(document, finding), text=finding.text, label=label, rule=finding.span.rule))
        titles |= {label} & TITLES
    return tuple(removed)


def _line(document: Document, finding: Finding) -> int:
    passage = document.passages[finding.span.passage]
    return passage.line + document.text.count("\n", passage.start, finding.span.start)


def trace_of(findings: Iterable[Finding]) -> tuple[TraceSpan, ...]:
    """The whole accounting: every non-blank character of the decoded text once, in order."""
    spans = ((finding.span, finding.text) for finding in findings)
    return tuple(
        TraceSpan(passage=s.passage, start=s.start, end=s.end, label=s.label, rule=s.rule, text=text) for s, text in spans
    )


def first_text(findings: Iterable[Finding], label: str) -> str | None:
    """The text of the first span with this label, on one line; None where there is none."""
    return next((unwrapped(finding.text) for finding in findings if finding.span.label == label), None)


def first_group(findings: Iterable[Finding], name: str) -> str | None:
    """What the first rule with a group of this name caught: "section", "slug"."""
    return next((finding.groups[name] for finding in findings if name in finding.groups), None)


def running_text(body: Iterable[Block]) -> str:
    """The words of the body, parted by one blank each."""
    text = " ".join([block.text for block in body])
    return " ".join(text.split()) if _UNEVEN.search(text.encode("utf-8", "surrogatepass")) else text


def content_hash(headline: str | None, words: str) -> str:
    """64 hex over headline and running text, folded: equal for copies that differ only in furniture, case or spacing."""
    text = " ".join(filter(None, (" ".join((headline or "").split()), words)))
    return hashlib.sha256(_folded(text)).hexdigest()


def _folded(text: str) -> bytes:
    """NFKC, then case folded, as UTF-8."""
    raw = text.encode("utf-8", "surrogatepass")
    if not _TO_BE_FOLDED.search(raw):
        return raw.lower()
    if not unicodedata.is_normalized("NFKC", text):
        text = " ".join(unicodedata.normalize("NFKC", text).split())  # "¨" becomes a blank and a mark
    return text.casefold().encode("utf-8", "surrogatepass")
