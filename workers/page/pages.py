"""The templates, and how they show things: all text is text, whatever a story says."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.cleaning.labels import MEANING
from pipeline.document import Label
from workers.cli.output import shown

LONGEST: Final = 4_000  # characters of one stretch of text that are shown
# The colour of each label goes by what the text tells: people, where and when, a word to editors, rights, or nothing.
KIND_OF: Final[dict[Label, str]] = {
    "headline": "title",
    "subheadline": "title",
    "subheading": "story",
    "body": "story",
    "caption": "story",
    "byline": "people",
    "credit": "people",
    "contact": "people",
    "dateline": "where",
    "section": "where",
    "published": "where",
    "note": "note",
    "rights": "rights",
    "separator": "waste",
    "furniture": "waste",
    "metadata": "waste",
}


def make_pages() -> Environment:
    """The environment of the templates: everything that they print is escaped, and made fit for a screen before."""
    pages = Environment(
        loader=PackageLoader("workers.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    pages.filters |= {"cut": cut, "number": "{:,}".format, "day": day, "clock": clock, "when": when, "weblink": weblink}
    pages.globals |= {"kind_of": KIND_OF, "meaning": MEANING}
    return pages


def _plain(value: object) -> object:
    """No controls, no turned reading order; "" for what is not there. Markup is ours: what is in it went through here."""
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def cut(text: str, longest: int = LONGEST) -> str:
    """A long text up to here, with a note of how long it is."""
    return text if len(text) <= longest else f"{text[:longest]}… [{longest:,} of {len(text):,} characters]"


def day(moment: datetime) -> str:
    """Monday, 1 June 2026"""
    return f"{moment:%A}, {moment.day} {moment:%B %Y}"


def clock(moment: datetime) -> str:
    """14:05"""
    return f"{moment:%H:%M}"


def when(moment: datetime | None) -> str:
    """1 June 2026, 14:05 +02:00; as the story says it, in its own zone."""
    return f"{moment.day} {moment:%B %Y, %H:%M} {moment.isoformat()[-6:]}" if moment else ""


def weblink(address: str | None) -> str:
    """The address if a browser may follow it, else "": never javascript: or data:, whoever wrote it."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    return str(address) if parts.scheme in ("http", "https") and parts.hostname and str(address).isprintable() else ""
