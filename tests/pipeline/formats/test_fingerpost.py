"""The JSON of Fingerpost's gateways."""

from __future__ import annotations

import json
from typing import Any

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
ITEM: dict[str, Any] = {
    "uri": "http://PA_API/0b9c/2026-03-02T14:20:31.000Z/2",
    "source-feed": "PA_API",
    "usn": "0b9c",
    "version": "2",
    "type": "text",
    "format": "GOA-WIRES-NINJS",
    "versionCreated": "2026-03-02T14:20:31.000Z",
    "headline": "Ferry sails",
    "priority": "4",
    "subjects": {"code": ["news", "news:uk"]},
    "mediaCatCodes": "SCN",
    "abstract": "SEA",
    "body_text": TEXT,
}


def record(**changes: Any) -> Record:
    (one,) = refine(json.dumps({**ITEM, **changes}).encode(), "copy.json")
    return one


def test_the_identity_leaves_time_and_version_out() -> None:
    assert (record().story_id, record().version) == ("http://PA_API/0b9c", "2")


def test_the_feed_names_the_agency() -> None:
    agency = record().agency

    assert agency is not None
    assert agency.id == "pa"


def test_codes_are_subjects_and_no_subheadline() -> None:
    one = record()

    assert ([subject.code for subject in one.subjects], one.subheadline) == (["news", "news:uk", "SEA", "SCN"], None)


def test_an_abstract_in_words_stands_below_the_headline() -> None:
    assert record(abstract="A riddle in the harbour").subheadline == "A riddle in the harbour"


def test_text_may_be_markup() -> None:
    assert [block.text for block in record(body_text=f"<p>{TEXT}</p><p>It sank.</p>").body] == [TEXT, "It sank."]
