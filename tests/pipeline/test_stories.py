"""Whole stories as they are stored, in all their mess: what the record must say of each, to the last paragraph.

The stories are data: tests/cases/stories, whose form tests/cases/README.md tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from pipeline.record import Record
from pipeline.refine import refine

STORIES = Path(__file__).parents[1] / "cases" / "stories"
BLOCKS = {"P": "paragraph", "S": "subheading", "L": "list_item", "Q": "quote", "T": "table", "C": "caption"}
GONE_PART = re.compile(r"\s*\{\{(.*?)\}\}\s*")


@dataclass
class Story:
    """One story of a file: its lines with their tags, and what is said of it below "=" signs."""

    name: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(re.sub(r"\{\{(.*?)\}\}", r"\1", text) for _, text in self.lines) + "\n"

    @property
    def body(self) -> list[tuple[str, str]]:
        return [(BLOCKS[tag], GONE_PART.sub("", text)) for tag, text in self.lines if tag in BLOCKS]

    def title(self, tag: str) -> str | None:
        return next((GONE_PART.sub("", text) for mark, text in self.lines if mark == tag), None)

    def listed(self, key: str) -> list[str]:
        return [each.strip() for each in self.said.get(key, "").split("|") if each.strip()]


def read_stories(path: Path) -> Iterator[Story]:
    story: Story | None = None
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("=== "):
            if story:
                yield story
            story = Story(line[4:].strip())
        elif story and line.startswith("= "):
            key, _, value = line[2:].partition(":")
            story.said[key] = value.strip()
        elif story:
            story.lines.append((line[:1], line[2:]))
    if story:
        yield story


EVERY_STORY = [
    pytest.param(story, id=f"{path.stem}:{story.name}") for path in sorted(STORIES.glob("*.txt")) for story in read_stories(path)
]


@cache
def refined(text: str) -> Record:
    [record] = refine(text.encode(), "story.txt")
    return record


def credit_lines(record: Record) -> list[str]:
    """As the cases write them: "editing Ada Quill", "reporting Peter Vance @ Brill"."""
    return [f"{each.role} {each.name}" + (f" @ {each.location}" if each.location else "") for each in record.credits]


@pytest.mark.parametrize("story", EVERY_STORY)
def test_the_body_is_the_story_and_nothing_else(story: Story) -> None:
    record = refined(story.text)

    assert [(block.kind, block.text) for block in record.body] == story.body


@pytest.mark.parametrize("story", EVERY_STORY)
def test_the_titles_are_found(story: Story) -> None:
    record = refined(story.text)

    assert (record.headline, record.subheadline) == (story.title("H"), story.title("D"))


@pytest.mark.parametrize("story", EVERY_STORY)
def test_the_authors_and_helpers_are_named(story: Story) -> None:
    record = refined(story.text)

    assert [author.name for author in record.byline.authors] == story.listed("authors")
    assert credit_lines(record) == story.listed("credits")


@pytest.mark.parametrize("story", EVERY_STORY)
def test_the_dateline_has_its_city(story: Story) -> None:
    record = refined(story.text)

    assert (record.dateline.city if record.dateline else None) == story.said.get("city")


@pytest.mark.parametrize("story", EVERY_STORY)
def test_rights_and_standing_are_read(story: Story) -> None:
    record = refined(story.text)
    found = {
        "holder": record.rights.holder,
        "year": str(record.rights.year),
        "distributor": record.rights.distributor,
        "agency": record.agency.id if record.agency else None,
        "status": record.status,
        "version": record.version,
        "notes": " | ".join(note.kind for note in record.notes),
        "email": " | ".join(contact.email or "" for contact in record.contacts),
    }

    asked = {key: value for key, value in story.said.items() if key in found}
    assert {key: found[key] for key in asked} == asked
