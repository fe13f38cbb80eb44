from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution import agencies, places


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("AP", "ap"),
        ("(AP)", "ap"),
        ("the associated press", "ap"),
        ("Bloomberg L.P.", "bloomberg"),
        ("THOMSON REUTERS", "reuters"),
        ("Tribune Content Agency, LLC", "tca"),
        ("PRNewswire-AsiaNet", "prnewswire"),
        ("GLOBE NEWSWIRE", "globenewswire"),
        ("dpa Deutsche Presse-Agentur GmbH", "dpa"),
        ("The Conversation", "theconversation"),
        ("ats afp", "keystonesda"),
        ("APA/dpa", "apa"),
        ("PA", "pa"),
        ("ТАСС", "tass"),
    ],
)
def test_a_whole_text_names_its_agency(text: str, agency: str) -> None:
    found = agencies.named(text)

    assert found is not None
    assert found.id == agency


@pytest.mark.parametrize(
    "text", ["", "Pa.", "Ottoline Marsh", "The Brill Courier", "a press association of sorts", "AP and others said so"]
)
def test_what_is_no_agency_names_none(text: str) -> None:
    assert agencies.named(text) is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("©2026 Bloomberg L.P. Visit bloomberg.com. Distributed by Tribune Content Agency, LLC.", "bloomberg"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "ap"),
        ("Ada Quill of the Washington Post News Service contributed", "washpost"),
        ("DISTRIBUTED BY CREATORS.COM", "creators"),
        ("With reporting by AFP and Reuters", "afp"),
    ],
)
def test_the_first_agency_in_a_text_is_the_one_mentioned(text: str, agency: str) -> None:
    found = agencies.mentioned(text)

    assert found is not None
    assert found.id == agency


@pytest.mark.parametrize(
    "text", ["a spa in Philadelphia, Pa.", "Brian Cox said", "in the conversation", "he saw his nan", "an apt reply", ""]
)
def test_ordinary_words_mention_no_agency(text: str) -> None:
    assert agencies.mentioned(text) is None


def test_an_agency_is_known_by_its_id() -> None:
    assert agencies.get("tns").name == "Tribune News Service"


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        agencies.get("no-such-agency")


@pytest.mark.parametrize(
    "text",
    [
        "Los Angeles Times",
        "The Brill Courier",
        "Kaiser Health News",
        "CNN Money",
        "Halden Denver Bureau",
        "McClatchy newspapers",
        "Acme Corp.",
        "Acme Holdings Inc.",
        "CBS TAMPA",
        "KSNV MyNews3.com",
        "WABE",
        "Detroit Free Press",
        "Toronto Star",
        "Florida Times-Union",
        "Daily Mail",
        "Brill County Library",
        "Inside Science News Service",
        "Süddeutsche Zeitung",
        "Le Monde",
        "Sports Desk",
        "brillcourier.com",
        "AFP",
    ],
)
def test_an_organization_is_known_by_its_name_or_its_shape(text: str) -> None:
    assert agencies.is_organization(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ottoline Marsh",
        "ADA QUILL",
        "Bill Press",
        "Wiley Post",
        "Freddie Mercury",
        "Austin Bee",
        "Gabrielle Union",
        "Edith M. Lederer",
        "Mohammed al Dulaimy",
        "The Rev. Ada Quill",
        "Ludwig van Beethoven",
        "Chicago",
        "in Berlin",
        "",
        "He worked for the Times",
        "Boris Becker",
        "Robert Service",
        "KIM Jong Un",
    ],
)
def test_a_person_is_no_organization(text: str) -> None:
    assert not agencies.is_organization(text)


def test_every_alias_belongs_to_one_agency() -> None:
    entries = tomllib.loads((files("pipeline.attribution") / "agencies.toml").read_text("utf-8"))["agency"]

    used = Counter(name for entry in entries for name in {*entry["aliases"], *entry.get("signs", ())})

    assert [name for name, count in used.items() if count > 1] == []


def test_every_alias_names_its_own_agency() -> None:
    entries = tomllib.loads((files("pipeline.attribution") / "agencies.toml").read_text("utf-8"))["agency"]

    wrong = [
        (alias, entry["id"])
        for entry in entries
        for alias in [*entry["aliases"], *entry.get("signs", ())]
        if (found := agencies.named(alias)) is None or found.id != entry["id"]
    ]

    assert wrong == []


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(text: str) -> None:
    found = agencies.named(text)

    assert found is None or agencies.get(found.id) == found
    assert agencies.is_organization(text) in (True, False)


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("KYIV", "Ukraine"),
        ("KØBENHAVN", "Denmark"),
        ("Sao Paulo", "Brazil"),
        ("ST. LOUIS", "United States"),
        ("Bruxelles", "Belgium"),
        ("Birmingham", None),
    ],
)
def test_a_city_says_its_country_where_its_name_alone_decides_it(city: str, country: str | None) -> None:
    assert places.country_of(city) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [("Ägypten", "Egypt"), ("Corée du Sud", "South Korea"), ("U.K.", "United Kingdom"), ("España", "Spain"), ("Brill", None)],
)
def test_a_country_is_known_in_many_languages(name: str, country: str | None) -> None:
    assert places.country_named(name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [("Va.", "United States"), ("N.Y.", "United States"), ("ON", "Canada"), ("Gujarat", "India"), ("Brill", None)],
)
def test_a_region_says_its_country(name: str, country: str | None) -> None:
    assert places.region_country(name) == country


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("GRAND FORKS", True),
        ("BRILLHAVEN", True),
        ("JAMES ISLAND", True),
        ("ROAD CLOSED", False),
        ("EXCLUSIVE", False),
        ("JAMES QUILLER", False),
        ("NASA", False),
        ("GREEN BAY PACKERS", False),
    ],
)
def test_capitals_could_be_a_place_where_they_are_no_headline_and_no_person(words: str, expected: bool) -> None:
    assert places.could_be_place(words) is expected
