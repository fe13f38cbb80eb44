"""IPTC ninjs of all three generations, and as houses write it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import NotAStory
from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."
BACK = "It came back at noon with none of them, and nobody could say why."
FIRST: dict[str, Any] = {
    "guid": "urn:newsml:desk.example:1",
    "type": "text",
    "headline": "Ferry sails",
    "versioncreated": "2026-03-03T06:00:00+0000",
    "body_html": f"<p>{TEXT}</p><p>{BACK}</p>",
    "pubstatus": "usable",
}
THIRD: dict[str, Any] = {
    "uri": "urn:desk:3",
    "type": "text",
    "versionCreated": "2026-03-03T06:00:00Z",
    "pubStatus": "usable",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry sails"}],
    "bodies": [{"contentType": "text/plain", "value": f"{TEXT}\n\n{BACK}"}],
}
PICTURE: dict[str, Any] = {
    "uri": "urn:desk:p",
    "type": "picture",
    "versioncreated": "2026-03-03T06:00:00Z",
    "headline": "Goats",
    "body_text": "Goats",
    "description_text": "Nine goats on deck on Monday.",
    "byline": "A3576/_Ada Quill",
    "renditions": {
        "thumbnail": {"href": "https://x.example/t.jpg", "width": 90},
        "16-9": {"href": "https://x.example/w.jpg", "width": 1280},
    },
}


def record(item: dict[str, Any], **changes: Any) -> Record:
    (one,) = refine(json.dumps({**item, **changes}).encode(), "copy.json")
    return one


def texts(one: Record) -> list[str]:
    return [block.text for block in one.body]


@pytest.mark.parametrize("item", [FIRST, THIRD], ids=["first", "third"])
def test_every_generation_gives_headline_and_text(item: dict[str, Any]) -> None:
    one = record(item)

    assert (one.headline, texts(one)) == ("Ferry sails", [TEXT, BACK])


def test_markup_wins_over_text_and_text_over_empty_markup() -> None:
    assert texts(record(FIRST, body_text="Ferry.")) == [TEXT, BACK]
    assert texts(record(FIRST, body_html="<p> </p>", body_text=TEXT)) == [TEXT]


def test_of_several_bodies_the_fullest_is_the_story_and_what_it_does_not_say_is_kept() -> None:
    lead = {"role": "lead", "contentType": "text/plain", "value": "A riddle in the harbour."}
    sports = {"contentType": "application/vnd.iptc.g2.sportsml+xml", "value": "<sports-content>1</sports-content>"}
    markup = {"contentType": "text/html", "value": FIRST["body_html"]}

    assert texts(record(THIRD, bodies=[sports, *THIRD["bodies"], lead, markup])) == ["A riddle in the harbour.", TEXT, BACK]


@pytest.mark.parametrize("said", ["Ferry sails", TEXT, TEXT[:40], ""])
def test_a_description_that_repeats_the_story_is_not_added_again(said: str) -> None:
    assert record(FIRST, description_text=said).subheadline is None


def test_a_description_that_says_something_else_stands_below_the_headline() -> None:
    assert record(FIRST, description_html="<p>A riddle &amp; nine goats</p>").subheadline == "A riddle & nine goats"


def test_a_byline_of_names_is_read() -> None:
    assert [author.name for author in record(FIRST, byline="By ADA QUILL and BO d'ANVER").byline.authors] == [
        "Ada Quill",
        "Bo d'Anver",
    ]


@pytest.mark.parametrize("byline", ["", "AAP", "By The Associated Press"])
def test_authors_stand_in_for_a_byline_that_names_nobody(byline: str) -> None:
    people = [
        {"name": "Ada Quill", "role": "writer", "jobtitle": {"name": "Reporter"}, "biography": "Writes."},
        {"name": "Bo Lind", "role": "editor"},
        {"firstname": "Cy", "lastname": "Marsh", "role": "Photographer"},
    ]

    one = record(FIRST, byline=byline, authors=people)

    assert [author.name for author in one.byline.authors] == ["Ada Quill"]
    assert [(credit.role, credit.name) for credit in one.credits] == [("editing", "Bo Lind"), ("photography", "Cy Marsh")]


def test_people_in_the_news_are_no_authors() -> None:
    assert record(FIRST, people=[{"name": "Ada Quill", "rel": "about"}]).byline.authors == ()


def test_the_place_is_the_dateline_where_the_text_has_none() -> None:
    dateline = record(FIRST, located="Corvane").dateline

    assert dateline is not None
    assert dateline.city == "Corvane"


@pytest.mark.parametrize("place", ["Brill", "Corvane"])
def test_the_dateline_of_the_text_wins(place: str) -> None:
    dateline = record(FIRST, located=place, body_html=f"<p>CORVANE, March 3 (AP) — {TEXT}</p>").dateline

    assert dateline is not None
    assert (dateline.city, dateline.agency) == ("Corvane", "AP")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"pubstatus": "canceled"}, "killed"),
        ({"pubstatus": "stat:withheld"}, "withheld"),
        ({"type": "advisory"}, "advisory"),
        ({"embargoed": "2026-03-04T06:00:00Z"}, "embargoed"),
        ({"embargoed": "2026-03-03T05:00:00Z"}, "usable"),
        ({"embargoed": "2026-03-04T06:00:00"}, "usable"),
    ],
)
def test_the_status_is_told_without_a_clock(changes: dict[str, Any], status: str) -> None:
    assert record(FIRST, **changes).status == status


def test_a_placeholder_is_no_date() -> None:
    one = record(FIRST, firstcreated="0001-01-01T00:00:00Z")

    assert one.published_at is None
    assert [warning.code for warning in one.warnings] == ["placeholder_date"]


def test_rights_are_those_of_the_metadata() -> None:
    rights = record(
        FIRST, copyrightholder="Corvane News", copyrightnotice="© 2026 Corvane News", usageterms=["No resale.", "No archive."]
    ).rights

    assert (rights.holder, rights.year, rights.usage_terms) == ("Corvane News", 2026, "No resale. No archive.")


def test_a_version_in_the_identity_is_cut_off() -> None:
    one = record({**FIRST, "guid": None}, versionedGuid="tag:wire.example,2026:newsml_L1:2", version="2")

    assert (one.story_id, one.version) == ("tag:wire.example,2026:newsml_L1", "2")


def test_a_story_says_which_one_it_carries_on() -> None:
    assert record(FIRST, evolvedfrom="urn:old").replaces == ("urn:old",)


def test_a_picture_is_a_caption_and_an_image_and_no_story() -> None:
    one = record(PICTURE)

    assert (one.genre, [(block.kind, block.text) for block in one.body]) == (
        "picture",
        [("caption", "Nine goats on deck on Monday.")],
    )
    assert [image.model_dump() for image in one.images] == [
        {"caption": "Nine goats on deck on Monday.", "credit": "A3576/_Ada Quill", "url": "https://x.example/w.jpg"}
    ]


def test_the_name_in_a_pictures_signature_is_its_author() -> None:
    assert [author.name for author in record(PICTURE).byline.authors] == ["Ada Quill"]


@pytest.mark.parametrize("associations", [{"featuremedia": PICTURE, "editor_0": None}, [{"name": "main", **PICTURE}]])
def test_pictures_go_with_a_story(associations: object) -> None:
    assert [image.url for image in record(FIRST, associations=associations).images] == ["https://x.example/w.jpg"]


def test_a_package_gives_itself_and_the_whole_stories_in_it() -> None:
    package = {
        **FIRST,
        "type": "composite",
        "headline": "All of it",
        "body_html": "",
        "associations": {"main": FIRST, "picture": PICTURE},
    }

    found = refine(json.dumps(package).encode(), "copy.json")

    assert [(one.genre, one.headline, len(one.body)) for one in found] == [("package", "All of it", 0), (None, "Ferry sails", 2)]


@pytest.mark.parametrize(
    "changes", [{"type": "event"}, {"type": "planning"}, {"body_html": "", "plannedCoverage": [{"title": "x"}]}]
)
def test_planning_is_no_story(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAStory):
        record(FIRST, **changes)
