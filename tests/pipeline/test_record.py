"""The record is a contract: its names, their order, and the committed JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from pipeline.record import Record, Source, json_schema

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"
CONTRACT = [
    "schema_version",
    "id",
    "story_id",
    "content_hash",
    "cluster_id",
    "duplicate_of",
    "version",
    "replaces",
    "supersedes",
    "status",
    "headline",
    "subheadline",
    "slug",
    "section",
    "language",
    "genre",
    "byline",
    "dateline",
    "body",
    "credits",
    "rights",
    "agency",
    "published_at",
    "updated_at",
    "embargo_until",
    "expires_at",
    "keywords",
    "subjects",
    "urgency",
    "places",
    "images",
    "notes",
    "contacts",
    "word_count",
    "source",
    "removed",
    "warnings",
]


@pytest.fixture
def record() -> Record:
    source = Source(file="a.txt", format="text", encoding="utf-8", bytes=1, sha256="0" * 64)
    return Record(id="0" * 32, content_hash="0" * 64, source=source)


def test_the_keys_of_a_record_are_the_contract_in_its_order(record: Record) -> None:
    assert list(json.loads(record.to_json())) == CONTRACT


def test_a_missing_value_is_null_and_a_missing_list_is_empty(record: Record) -> None:
    data = json.loads(record.to_json())

    assert data["headline"] is None
    assert data["credits"] == []


def test_byline_and_rights_are_always_objects(record: Record) -> None:
    data = json.loads(record.to_json())

    assert data["byline"] == {"text": None, "authors": []}
    assert set(data["rights"]) == {"notice", "holder", "year", "distributor", "url", "usage_terms", "license"}


def test_an_unknown_key_is_refused(record: Record) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Record.model_validate({**record.model_dump(), "mood": "gay"})


def test_a_record_cannot_be_changed(record: Record) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        record.headline = "Ferry sinks"  # type: ignore[misc]  # that it is refused is the point


def test_the_committed_schema_is_the_one_the_models_give() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema(), "run `copydesk schema > docs/record.schema.json`"


def test_a_record_keeps_to_the_committed_schema(record: Record) -> None:
    jsonschema.validate(json.loads(record.to_json()), json.loads(SCHEMA.read_text("utf-8")))
