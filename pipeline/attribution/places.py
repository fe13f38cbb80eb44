"""Places by name: countries, the regions of federal states, and the cities that stand alone in datelines.

The names are data, in places.toml beside this file. Comparisons ignore case, full stops, hyphens and accents: "N.Y." is
"ny", "KØBENHAVN" and "Kobenhavn" are one.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

_APART: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "ß": "ss", "’": "'", "-": " ", "/": " ", ".": None}
)
# Of a place's name that no list knows:
_MOST_WORDS: Final = 4
_LONGEST_REMEMBERED: Final = 80  # characters
_SHORT: Final = 4  # letters; a single word that is no longer is likelier an acronym


class Gazetteer(NamedTuple):
    """places.toml, read once. Places are keys to the English name of their country, or to "" where the name leaves it open."""

    countries: dict[str, str]
    regions: dict[str, str]
    cities: dict[str, str]
    spellings: dict[str, str]  # every name in lower case, to how it is written
    colon: frozenset[str]
    landmarks: frozenset[str]
    first_names: frozenset[str]
    labels: frozenset[str]
    words: frozenset[str]


def country_named(name: str) -> str | None:
    """The English name of the country that the text names in any of our languages: "Ägypten" -> "Egypt"."""
    return _gazetteer().countries.get(_key(name))


def region_country(name: str) -> str | None:
    """The country of a region, by name or abbreviation: "Va." -> "United States", "Ontario" -> "Canada"."""
    return _gazetteer().regions.get(_key(name))


def country_of(city: str) -> str | None:
    """The country of a city that its name alone decides: "KYIV" -> "Ukraine"; None for an unknown one and for "Birmingham"."""
    return _gazetteer().cities.get(_key(city)) or None


def is_country(name: str) -> bool:
    """Is this a country's name?"""
    return country_named(name) is not None


def is_region(name: str) -> bool:
    """Is this the name or abbreviation of a state, province or land of a federal country?"""
    return region_country(name) is not None


def is_city(name: str) -> bool:
    """Is this a city that stands alone in datelines?"""
    return _key(name) in _gazetteer().cities


def is_place(name: str) -> bool:
    """Is this a country, a region (by its name, not "Me." or "OK") or a known city?"""
    return is_city(name) or is_country(name) or (is_region(name) and len(name) > 4)


def is_first_name(name: str) -> bool:
    """Is this a first name, whether or not it is a place as well ("Austin")?"""
    return _key(name) in _gazetteer().first_names


def is_label(words: str) -> bool:
    """Do these words before a dash say what kind of item follows ("EXCLUSIVE", "FACT CHECK"), or who ("NASA")?"""
    return _key(words) in _gazetteer().labels


def reads_as_headline(words: str) -> bool:
    """Is this a label, or is one of the words a word of everyday headlines: "ROAD CLOSED"?"""
    return is_label(words) or not _gazetteer().words.isdisjoint(_key(words).split())


def could_be_place(words: str) -> bool:
    """Could these words in capitals before a dash be a place that no list knows: "GRAND FORKS", but not "ROAD CLOSED"?

    No label, no word of everyday headlines, no person; at most four words.
    """
    lists = _gazetteer()
    parts = _key(words).split()
    if not 1 <= len(parts) <= _MOST_WORDS or reads_as_headline(words):
        return False
    if len(parts) == 1:
        return len(parts[0]) > _SHORT and parts[0] not in lists.first_names
    person = parts[0] in lists.first_names and lists.landmarks.isdisjoint(parts)
    return not person and not _is_city_with_more(parts)


def _is_city_with_more(parts: list[str]) -> bool:
    """A club or the like: "GREEN BAY PACKERS", but not "DALLAS COUNTY"."""
    lists = _gazetteer()
    return parts[-1] not in lists.landmarks and any(" ".join(parts[:count]) in lists.cities for count in range(1, len(parts)))


def ends_with_colon(city: str) -> bool:
    """Is it usual in this city's country to close a dateline with a colon?"""
    return country_of(city) in _gazetteer().colon


def spelled(city: str) -> str | None:
    """How a known place is written that stands in capitals: "N'DJAMENA" -> "N'Djamena"; None for an unknown one."""
    return _gazetteer().spellings.get(city.lower())


def _key(name: str) -> str:
    return _short_key(name) if len(name) <= _LONGEST_REMEMBERED else _made_key(name)


def _made_key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().translate(_APART))
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(letters.split())


_short_key = lru_cache(maxsize=8192)(_made_key)  # one reading of a line asks for the same names several times


def _keyed(places: list[tuple[str, str]]) -> dict[str, str]:
    return {_key(name): country for name, country in places}


@cache
def _gazetteer() -> Gazetteer:
    data = tomllib.loads((files(__package__) / "places.toml").read_text("utf-8"))
    cities = [(city, country) for country, names in data["cities"].items() for city in names]
    countries = [(name, country) for country, others in data["countries"].items() for name in (country, *others)]
    regions = [
        (name, country)
        for country, known in data["regions"].items()
        for region, others in known.items()
        for name in (region, *others)
    ]
    return Gazetteer(
        countries=_keyed(countries),
        regions=_keyed(regions),
        cities=_keyed(cities),
        spellings={name.lower(): name for name, _ in (*regions, *countries, *cities)},
        colon=frozenset(data["colon"]),
        landmarks=frozenset(data["landmarks"]),
        labels=frozenset(map(_key, data["labels"])),
        first_names=frozenset(data["first_names"].split()),
        words=frozenset(data["words"].split()),
    )
