"""What becomes of each label: kept in the body, turned into a field, or taken out. The set itself is in document.py."""

from __future__ import annotations

from typing import Final

from pipeline.document import Label

BODY: Final[frozenset[Label]] = frozenset({"body", "subheading", "caption"})
TITLES: Final[frozenset[Label]] = frozenset({"headline", "subheadline"})

MEANING: Final[dict[Label, str]] = {
    "headline": "the headline",
    "subheadline": "the line below the headline",
    "section": "the section or topic that the story stands under",
    "published": "when or where it was published",
    "byline": "who signed the story",
    "dateline": "where and when it was filed, and by which agency",
    "body": "the story itself",
    "subheading": "a heading between paragraphs",
    "caption": "words that go with a picture",
    "credit": "who else worked on it",
    "contact": "whom to ask",
    "note": "a word to editors: notes, corrections, advisories, embargoes",
    "rights": "copyright, distribution and usage",
    "separator": "a rule between parts",
    "furniture": "the web page's own lines",
    "metadata": "slugs, keywords and transmission marks",
}


def leaves_the_story(label: Label) -> bool:
    """True where text with this label is listed in Record.removed."""
    return label not in BODY and label not in TITLES
