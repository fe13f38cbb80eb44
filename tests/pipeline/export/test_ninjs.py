"""ninjs 2.1: every object keeps to the standard, whatever the story."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from pipeline.export.ninjs import ninjs_of, uri_of
from pipeline.record import Image, Record, Subject
from tests.pipeline.export.told import HOSTILE, SOURCE, of_seeds

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "schemas" / "ninjs-2.1-ours.json").read_text("utf-8"))
)
PLAIN = Record(id="0" * 32, content_hash="0" * 64, source=SOURCE)


@pytest.mark.parametrize(("name", "record"), of_seeds(), ids=[name for name, _ in of_seeds()])
def test_every_seed_keeps_to_the_schema(name: str, record: Record) -> None:
    SCHEMA.validate(ninjs_of(record))


@given(HOSTILE)
def test_any_story_keeps_to_the_schema(record: Record) -> None:
    SCHEMA.validate(json.loads(json.dumps(ninjs_of(record))))


def test_the_story_s_own_id_is_the_uri_where_it_is_one() -> None:
    own = PLAIN.model_copy(update={"story_id": "tag:example.org,2026:1"})

    assert ninjs_of(own)["uri"] == "tag:example.org,2026:1"
    assert ninjs_of(PLAIN.model_copy(update={"story_id": "no uri"}))["uri"] == uri_of(PLAIN)


def test_a_code_of_a_web_scheme_is_a_uri() -> None:
    subjects = (Subject(scheme="http://cv.iptc.org/newscodes/mediatopic/", code="20000794", name="shipping"), Subject(code="c1"))

    told = ninjs_of(PLAIN.model_copy(update={"subjects": subjects}))["subjects"]

    assert told == [
        {"name": "shipping", "literal": "20000794", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000794"},
        {"literal": "c1"},
    ]


@pytest.mark.parametrize(("status", "told"), [("killed", "canceled"), ("withheld", "withheld"), ("corrected", "usable")])
def test_the_status_is_one_of_the_standard_s_three(status: str, told: str) -> None:
    assert ninjs_of(PLAIN.model_copy(update={"status": status}))["pubstatus"] == told


def test_an_address_that_is_none_is_left_out() -> None:
    picture = PLAIN.model_copy(update={"images": (Image(caption="A ferry", url="c:\\ferry.jpg"),)})

    assert "renditions" not in ninjs_of(picture)["associations"][0]
