"""One small file for each way in which an agency bends a standard, with what the record must say of it: dialects/.

NAME.expected.json: `why` the file is there; `stories` with the fields of each record, in order, or `refused` with words
of the reason. `body` holds sentences that must stand in the story, [] none but captions; `gone` what must not.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnreadableCopy
from pipeline.record import Record
from pipeline.refine import refine

DIALECTS = Path(__file__).with_name("dialects")
EXPECTED = ".expected.json"
FILES = sorted(path for path in DIALECTS.iterdir() if not path.name.endswith(EXPECTED))
TIMES = ("published_at", "updated_at", "embargo_until", "expires_at")


def expected(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.with_name(path.stem + EXPECTED).read_text("utf-8"))
    return said


def squeeze(text: str | None) -> str:
    return "".join(char for char in (text or "").casefold() if char.isalnum())


def told(record: Record, asked: dict[str, Any]) -> dict[str, Any]:
    """What the record says of the fields that are asked for, in the words of an expectation."""
    body = squeeze(" ".join(block.text for block in record.body))
    paragraphs = [block.text for block in record.body if block.kind != "caption"]
    said: dict[str, Any] = {
        "authors": [author.name for author in record.byline.authors],
        "city": record.dateline.city if record.dateline else None,
        "holder": record.rights.holder,
        "year": record.rights.year,
        "format": record.source.format,
        "usage_terms": _of(asked.get("usage_terms"), record.rights.usage_terms),
        "body": [text for text in asked.get("body", []) if squeeze(text) in body] if asked.get("body") else paragraphs,
        "gone": [text for text in asked.get("gone", []) if squeeze(text) not in body],
    }
    return {key: said[key] if key in said else getattr(record, key) for key in asked}


def _of(part: str | None, whole: str | None) -> str | None:
    """The part, where the whole holds it; else the whole."""
    return part if squeeze(part) in squeeze(whole) else whole


def wanted(asked: dict[str, Any]) -> dict[str, Any]:
    return {key: datetime.fromisoformat(value) if key in TIMES and value else value for key, value in asked.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dialect_gives_the_records_that_stand_beside_it(path: Path) -> None:
    said = expected(path)
    if "refused" in said:
        with pytest.raises(UnreadableCopy, match=said["refused"]):
            refine(path.read_bytes(), path.name)
        return

    records = refine(path.read_bytes(), path.name)

    assert len(records) == len(said["stories"])
    assert [told(record, asked) for record, asked in zip(records, said["stories"], strict=True)] == [
        wanted(asked) for asked in said["stories"]
    ]


def test_every_expectation_has_its_file() -> None:
    assert {path.name.removesuffix(EXPECTED) for path in DIALECTS.glob(f"*{EXPECTED}")} == {path.stem for path in FILES}
