"""What a reader hands on: the decoded text, its passages in order, and the fields that the format itself carries.

Offsets count characters of `Document.text`, the decoded and repaired text of one story. Every non-blank character of
it lies in exactly one passage, and after labelling in exactly one span. What is made once a line is a tuple: it costs a third
of a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, get_args

Label = Literal[
    "headline", "subheadline", "section", "published", "byline", "dateline", "body", "subheading", "caption",
    "credit", "contact", "note", "rights", "separator", "furniture", "metadata",
]  # fmt: skip
LABELS: tuple[Label, ...] = get_args(Label)

Status = Literal["usable", "embargoed", "withheld", "corrected", "killed", "advisory"]
Kind = Literal["line", "paragraph", "heading", "list_item", "quote", "table", "caption"]


class Passage(NamedTuple):
    """One line or block as the format gives it: text[start:end] of its document, blank edges cut off.

    `line` is the 1-based line of the source on which it begins. `given` is a label that the format itself decides
    (a <nav> is furniture, a <figcaption> a caption) with the id of the deciding rule; None leaves it to the rules.
    """

    start: int
    end: int
    line: int
    text: str
    kind: Kind = "line"
    given: tuple[Label, str] | None = None


class Span(NamedTuple):
    """A stretch text[start:end] of the decoded text with one label, set by one named rule; `passage` is an index."""

    passage: int
    start: int
    end: int
    label: Label
    rule: str


class Finding(NamedTuple):
    """A span with what its rule found in it: the pattern's named groups, and the value a judge read from it."""

    span: Span
    text: str
    groups: Mapping[str, str] = MappingProxyType({})
    value: object | None = None


Judge = Callable[[str], object | None]  # reads a text, or refuses it with None: "this is no byline"
Judges = Mapping[str, Judge]  # by the names that rules use


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should look at; `code` is a stable snake_case word."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What the format says of the story outside its text; raw strings, None or () where it says nothing."""

    headline: str | None = None
    subheadline: str | None = None
    section: str | None = None
    slug: str | None = None
    language: str | None = None
    genre: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[tuple[str, str], ...] = ()  # a record.Role and a name
    agency: str | None = None
    copyright: str | None = None
    holder: str | None = None
    copyright_year: int | None = None
    distributor: str | None = None
    usage_terms: str | None = None
    story_id: str | None = None
    version: str | None = None
    replaces: tuple[str, ...] = ()  # ids of the stories that this one kills, corrects or carries on
    status: Status | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    urgency: int | None = None
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    subjects: tuple[tuple[str | None, str | None, str | None], ...] = ()  # scheme, code, name
    images: tuple[tuple[str | None, str | None, str | None], ...] = ()  # caption, credit, url


@dataclass(frozen=True, slots=True)
class Document:
    """One story as its format gives it: bytes -> Document is a reader's whole task."""

    text: str
    passages: tuple[Passage, ...]
    format: str
    encoding: str
    fields: Fields = Fields()
    notices: tuple[Notice, ...] = ()
    item: int | None = None  # number of the story within its file, from 1; None where a file is one story


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a desk knows of a source beforehand (inbox/tca/ -> [sources.tca] in copydesk.toml); used where copy is silent."""

    agency: str | None = None  # an id of attribution/agencies.toml
    timezone: str | None = None  # IANA name, for times without an offset
    language: str | None = None  # BCP 47


NO_DEFAULTS: Final = Defaults()
