"""Record and its parts: what downstream reads. The contract is docs/record.md; the JSON Schema is generated from here.

Models are frozen and forbid unknown keys. A missing value is null, a missing list is [].
Adding a field is welcome; renaming or removing one is a new `schema_version`.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.document import Label, Status

SCHEMA_VERSION: Final = "1.0"

BlockKind = Literal["paragraph", "subheading", "list_item", "quote", "table", "caption"]
Role = Literal[
    "reporting", "writing", "editing", "assistance", "contribution", "photography", "translation", "research",
    "compilation", "other",
]  # fmt: skip
NoteKind = Literal["editor", "correction", "advisory", "embargo"]


class Part(BaseModel):
    """Base of every part of the record: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Part):
    """One person who signed the story. `role` and `organization` as given: "Science Writer", "AP"."""

    name: str
    role: str | None = None
    organization: str | None = None
    email: str | None = None
    location: str | None = None


class Byline(Part):
    """The byline verbatim and the people in it; text null where the story has none."""

    text: str | None = None
    authors: tuple[Author, ...] = ()


class Dateline(Part):
    """Where and when the story was filed. `city` in its true case, `date` as given: no year is invented."""

    text: str
    city: str | None = None
    region: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None


class Block(Part):
    """One block of the body, in order."""

    kind: BlockKind = "paragraph"
    text: str


class Credit(Part):
    """One person (or body) and one thing they did: a person with two roles is two credits."""

    role: Role
    name: str
    organization: str | None = None
    location: str | None = None


class Rights(Part):
    """Who holds the rights, since when, who distributes; `notice` verbatim, one line of it a line of the source."""

    notice: str | None = None
    holder: str | None = None
    year: int | None = None
    distributor: str | None = None
    url: str | None = None
    usage_terms: str | None = None
    license: str | None = None


class Agency(Part):
    """The agency whose copy it is."""

    id: str
    name: str


class Subject(Part):
    """A subject code of the format's own scheme."""

    scheme: str | None = None
    code: str | None = None
    name: str | None = None


class Image(Part):
    """A picture that the story carries or names."""

    caption: str | None = None
    credit: str | None = None
    url: str | None = None


class Note(Part):
    """A note to editors, a correction, an advisory, an embargo line; verbatim."""

    kind: NoteKind
    text: str


class Contact(Part):
    """Whom to ask."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    role: str | None = None


class Source(Part):
    """The file the story came from. `file` is its name as dropped, `bytes` its size, `item` its number in the file."""

    file: str
    format: str
    encoding: str
    bytes: int
    sha256: str
    item: int | None = None


class Removed(Part):
    """One stretch of text that is not in the body, and the rule that took it out."""

    line: int
    text: str
    label: Label
    rule: str


class Caution(Part):
    """What a person should look at."""

    code: str
    message: str


class TraceSpan(Part):
    """One labelled stretch text[start:end] of the decoded text; `passage` counts from 0."""

    passage: int
    start: int
    end: int
    label: Label
    rule: str
    text: str


class Record(Part):
    """One story, clean, validated, fully attributed."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str = Field(pattern=r"^[0-9a-f]{32}(#\d+)?$")
    story_id: str | None = None
    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    cluster_id: str | None = None  # this one, duplicate_of and supersedes are ids of records; a desk fills them in
    duplicate_of: str | None = None
    version: str | None = None
    replaces: tuple[str, ...] = ()
    supersedes: str | None = None
    status: Status = "usable"
    headline: str | None = None
    subheadline: str | None = None
    slug: str | None = None
    section: str | None = None
    language: str | None = None
    genre: str | None = None
    byline: Byline = Byline()
    dateline: Dateline | None = None
    body: tuple[Block, ...] = ()
    credits: tuple[Credit, ...] = ()
    rights: Rights = Rights()
    agency: Agency | None = None
    published_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    embargo_until: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    urgency: int | None = None
    places: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    notes: tuple[Note, ...] = ()
    contacts: tuple[Contact, ...] = ()
    word_count: int = 0
    source: Source
    removed: tuple[Removed, ...] = ()
    warnings: tuple[Caution, ...] = ()

    def to_json(self) -> str:
        """One line of JSON, keys in the contract's order."""
        return self.model_dump_json()


class TracedRecord(Record):
    """A record with the accounting behind it: every non-blank character of the decoded text, once, in order."""

    trace: tuple[TraceSpan, ...] = ()


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a stored record, as in docs/record.schema.json."""
    return Record.model_json_schema(mode="serialization")
