"""The colour of each label, for whatever shows labels; the words are always there too."""

from __future__ import annotations

from pipeline.document import Label

_STYLES: dict[Label, str] = {
    "headline": "bold",
    "subheadline": "italic",
    "subheading": "bold",
    "body": "",
    "caption": "italic",
    "byline": "green",
    "credit": "green",
    "contact": "green",
    "dateline": "cyan",
    "section": "cyan",
    "published": "cyan",
    "note": "yellow",
    "rights": "magenta",
    "separator": "red",
    "furniture": "red",
    "metadata": "red",
}


def style_of(label: Label) -> str:
    """A rich style: plain for the story, one colour for people, places and time, notes, rights, and what is thrown away."""
    return _STYLES[label]
