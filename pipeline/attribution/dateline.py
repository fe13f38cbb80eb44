"""Where and when a story was filed: "KYIV, Ukraine (AP) —", "Nueva Delhi, 21 ene (EFE).-", "LONDON--(BUSINESS WIRE)--".

A dateline opens the first paragraph: place, date and agency in the agency's own order, then a dash. dateline_parts.py
reads these parts; here they are weighed (is this a dateline at all?) and given the form that the record has.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.attribution import agencies, east_asia_datelines, places
from pipeline.attribution.dateline_parts import SMALL_WORDS, Parts, scan
from pipeline.attribution.place_case import SEVERAL, true_case
from pipeline.blanks import plain
from pipeline.record import Dateline

_REACH: Final = 200  # characters; no dateline is longer
_STORY: Final = 50  # characters; so much text behind an agency or a city in small letters is a story

_NO_SOURCE: Final = re.compile(
    r"[DRIL](?:-.*)?$|\W*\d|.*:|[a-z]"
)  # "Smith (D-Ohio)", "Boston (3-2)", "Acme (NYSE: ACM)", "Paris (left)"
_LIKE_A_SOURCE: Final = re.compile(r"[A-Z]{4,6}$|(?i:.*(?:wire|press|news|agen[ct]|media|radio))")  # "VELLBROOK (Lanternwire) -"
_TRANSACTION: Final = re.compile(  # a club, not a place: "OSSORY — Signed QB Ada Holm to a one-year contract."
    r"(?:Placed|Recalled|Optioned|(?:Re-)?[Ss]igned|Named|Agreed to|Released|Waived|Traded|Activated|Reinstated|Designated|"
    r"Promoted|Suspended|Fined|Acquired|Assigned|Claimed|Sent|Selected|Loaned|Transferred|Outrighted|Called up|Hired|Fired)\b"
)
_UNSPACED: Final = re.compile(r"[一-鿿ァ-ヶ]")
_ALONE: Final = re.compile(  # Anadolu sets "BURSA, Türkiye" on a line of its own, and its bureaus' names alone
    r"(?P<place>(?P<bureau>ANKARA|[Iİ]STANBUL)"
    r"|[^\W\d_a-z]{3,20}(?:[ -][^\W\d_a-z]{2,20}){0,2}, (?P<country>[^\W\d_][^\W\d_ ]{2,20}))"
)
_STATION: Final = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?(?: [A-Z]|$)")
_NO_CITY: Final = re.compile(r"(?:By|BY|Von|Por|Par|Door|In|At|On|From|Photo|PHOTO)[ ]|(?:BC|AP|AM|PM)-")
_DASHES: Final = ("-", "–", "—")


class _Where(NamedTuple):
    """A place taken apart: "New Delhi [India]" is "New Delhi" with "India" behind it."""

    city: str
    behind: tuple[str, ...] = ()

    @property
    def cities(self) -> list[str]:
        return [self.city] if places.is_place(self.city) else SEVERAL.split(self.city)[::2]

    @property
    def is_located(self) -> bool:
        return any(places.is_country(part) or places.is_region(part) for part in self.behind)

    @property
    def is_known(self) -> bool:
        return self.is_located or all(map(places.is_place, self.cities))


def split(paragraph: str) -> tuple[str, str] | None:
    """An opening paragraph cut in two: the dateline verbatim with its closing dash, and the rest; None where it has none."""
    blank = len(paragraph) - len(paragraph.lstrip())
    found = _found(paragraph[blank : blank + _REACH])
    if found is None or _signs_off(found[0], rest := paragraph[blank + found[0].end :].lstrip()):
        return None
    return paragraph[blank : blank + found[0].end], rest


def read(text: str) -> Dateline | None:
    """A dateline's parts; None where `text` is no dateline from its first to its last character.

    The city gets its true case ("KYIV" -> "Kyiv"), the country its English name; region, date and agency stay as given.
    """
    text = text.strip()
    found = _found(text[:_REACH])
    if found is None or found[0].end < len(text):
        return None
    parts, where = found
    return Dateline(
        text=text,
        city=true_case(where.city) if where else None,
        region=_region(where) if where else None,
        country=_country(where) if where else None,
        date=parts.date,
        agency=parts.source,
    )


def _found(text: str) -> tuple[Parts, _Where | None] | None:
    if not text.isascii() and (asian := east_asia_datelines.scan(text)):
        opened = Parts(asian.end, asian.place, asian.date, asian.source, close="=")
        return opened, _Where(asian.place) if asian.place else None
    if alone := _ALONE.fullmatch(text):
        place = alone["place"]
        return (Parts(len(text), place), _where(place)) if alone["bureau"] or places.is_country(alone["country"]) else None
    parts = scan(plain(text))
    if parts is None:
        return None
    where = _where(parts.place) if parts.place else None
    if where and where.behind and not parts.source and agencies.named(where.behind[-1]):  # "Tehran, IRNA -"
        parts, where = parts._replace(source=where.behind[-1]), _Where(where.city, where.behind[:-1])
    elif where and _is_house_alone(parts, where, text[parts.end :].lstrip()):
        parts, where = parts._replace(source=where.city), None
    return (parts, where) if _stands(parts, where, text[parts.end :].lstrip()) else None


def _is_house_alone(parts: Parts, where: _Where, rest: str) -> bool:
    """A wire that names itself and no place before the dash: "AGI - Il ...", "EFEverde.- Los ..."; unlike "TASS - the ..."."""
    is_bare = not (parts.source or parts.date or where.behind or rest[:1].islower() or 0 < len(rest) < _STORY)
    return is_bare and where.city[:2].isupper() and parts.close[-1:] in _DASHES and agencies.named(where.city) is not None


def _where(place: str) -> _Where:
    city, *behind = (part.strip(" ]") for part in re.split(r"[,\[]", place))
    abbreviated = "." in city.rsplit(" ", 1)[-1][:-1]  # "Washington D.C.", unlike "MOSCOW. Jan 21"
    return _Where(city if abbreviated else city.rstrip("."), tuple(behind))


# ---- is it a dateline? The less an agency vouches for it, the more the place and the dash must -------------------------


def _stands(parts: Parts, where: _Where | None, rest: str) -> bool:
    known_source = parts.source is not None and _is_source(parts.source)
    if where is None:
        return known_source
    if places.is_label(where.city) or _NO_CITY.match(where.city):
        return False
    if known_source:
        return _known_source_stands(parts, where, rest)
    if not parts.close or rest[:1].islower():
        return False
    return _unknown_source_stands(parts, where) if parts.source else _place_stands(parts, where, rest)


def _signs_off(parts: Parts, rest: str) -> bool:
    """Nothing but an agency and no story behind it: "(TNS)" below a story, unlike "(CNN) The ..." above one."""
    return not (parts.place or parts.close) and (len(rest) < _STORY or rest[0].islower())


def _is_source(name: str) -> bool:
    """An agency, alone or before its desk ("dpa/lhe"), or any other organisation."""
    return bool(agencies.named(name) or agencies.named(name.partition("/")[0])) or agencies.is_organization(name)


def _known_source_stands(parts: Parts, where: _Where, rest: str) -> bool:
    """Any place before a dash: "VILLANUEVA (EFE).-", "Bad Hersfeld (dpa) -", but not "Jane Roe (Bloomberg) --"."""
    if parts.date or where.is_known:
        return bool(parts.close) or not rest[:1].islower()
    if not parts.close:
        return _stands_without_dash(parts.source or "", where, rest)
    return _in_capitals(where.city) or " " not in where.city or places.could_be_place(where.city)


def _stands_without_dash(source: str, where: _Where, rest: str) -> bool:
    """A place that no list knows and no dash: "ALDAL (TT) Mejeriet ..."; "Lausigny (ats) La ...", as the wire itself signs."""
    if agencies.named(source) is None or (rest and (not rest[0].isupper() or len(rest) < _STORY)):
        return False
    if _in_capitals(where.city):
        return all(map(places.could_be_place, where.cities))
    return source.islower() and " " not in where.city


def _unknown_source_stands(parts: Parts, where: _Where) -> bool:
    """Its shape, the place and the capitals must all be right: "LAS VEGAS (Desert Eye) –", but not "Boston (AL) —"."""
    source = parts.source or ""
    if _NO_SOURCE.match(source) or places.is_place(source) or places.is_region(source):
        return False
    is_station = where.is_located and _STATION.match(source) is not None  # "Tamarack, Fla. (WQRZ TAMARACK) –"
    if parts.date is not None or is_station:
        return True
    could_be = _LIKE_A_SOURCE.match(source) is not None and all(map(places.could_be_place, where.cities))
    return _in_capitals(where.city) and (where.is_known or could_be)


def _place_stands(parts: Parts, where: _Where, rest: str) -> bool:
    """No source: a known place, or capitals that could be one; in small letters a date, a country or a known city."""
    if _UNSPACED.search(where.city) or _TRANSACTION.match(rest):  # "北京—上海线": the two ends of a line
        return False
    if parts.close == ":":
        return _colon_stands(where)
    if parts.close == ".":  # "BAKU, Azerbaijan, March 3. The ..."
        return parts.date is not None and where.is_located and _in_capitals(where.city)
    if parts.close in "/=":
        return False
    if _in_capitals(where.city):
        return where.is_known or all(map(places.could_be_place, where.cities))
    if parts.date or where.is_located:
        return places.is_place(where.city) or places.could_be_place(where.city)
    if "/" in where.city and not where.behind:  # "Wien/Ostrau - Der ..."
        return _several_stand(where, rest)
    if where.behind or places.country_of(where.city) is None or 0 < len(rest) < _STORY:
        return False
    return not places.is_first_name(where.city) and not places.reads_as_headline(where.city)


def _several_stand(where: _Where, rest: str) -> bool:
    """Places with a stroke between, in small letters and with no source: one must be a city that everybody knows."""
    known = [places.is_city(city) for city in where.cities]
    others = (city for city, is_known in zip(where.cities, known, strict=True) if not is_known)
    return any(known) and all(map(places.could_be_place, others)) and not 0 < len(rest) < _STORY


def _colon_stands(where: _Where) -> bool:
    """Pakistan writes "ISLAMABAD: The ...", India "New Delhi: The ..." too; "JORDAN: Well, ..." is somebody speaking."""
    if places.is_first_name(where.city):
        return False
    return places.ends_with_colon(where.city) or (places.is_city(where.city) and _in_capitals(where.city))


def _in_capitals(city: str) -> bool:
    """Capitals but for the small words and an article: "Al ASAD AIR BASE", "BERKELEY and LAFAYETTE"."""
    letters = "".join(word for word in re.split(r"[ -]", city) if word not in SMALL_WORDS)
    return 4 * sum(map(str.islower, letters)) < sum(map(str.isupper, letters))


# ---- what the record says -----------------------------------------------------------------------------------------------


def _region(where: _Where) -> str | None:
    """What stands behind the city and is no country, as given: "Va.", "Ontario"."""
    region = next((part for part in where.behind if not _is_country(part, where)), None)
    first = SEVERAL.split(region)[0] if region else None  # "BRILL, Virginia and HALDEN, Idaho" is filed from Virginia first
    return first if first and places.is_region(first) else region


def _country(where: _Where) -> str | None:
    """The country behind the city, else that of the region, else that of the city where its name alone says it."""
    behind = [places.country_named(part) if _is_country(part, where) else places.region_country(part) for part in where.behind]
    if any(behind):
        return next(filter(None, reversed(behind)))
    countries = {places.country_named(city) or places.country_of(city) for city in where.cities}
    return countries.pop() if len(countries) == 1 else None


def _is_country(part: str, where: _Where) -> bool:
    """Georgia is a country and a state: the state where the city is known to lie elsewhere."""
    country = places.country_named(part)
    return country is not None and not (places.is_region(part) and places.country_of(where.city) not in (None, country))
