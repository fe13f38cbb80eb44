"""The scanner under dateline.py: place, date, source and dash of an opening paragraph, read one after the other.

It says what stands there, not whether that is a dateline. No pattern goes back over what another has read, and all are
matched at one place of a text that the caller has cut short, so the cost is that of a few words.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.attribution import agencies, places

_MONTH: Final = (
    "jan(?:uary|uar|vier|eiro|uari|v)?|jänner|ene(?:ro)?|gen(?:naio)?|feb(?:ruary|ruar|rero|braio|ruari|er)?|fév(?:rier|r)?|fev(?:ereiro)?|"
    "mar(?:ch|s|zo|ço|t)?|märz|mrt|maart|apr(?:ile|il)?|avr(?:il)?|abr(?:il)?|mayo?|maio?|mag(?:gio)?|mei|maj|"
    "jun(?:e|i|io|ho)?|juin|giu(?:gno)?|jul(?:y|i|io|ho)?|juil(?:let)?|lug(?:lio)?|aug(?:ust|ustus|usti)?|août|ago(?:sto)?|"
    "sept?(?:ember|embre|iembre)?|set(?:tembre|embro|iembre)?|o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|"
    "nov(?:ember|embre|iembre|embro)?|de[czs](?:ember|embro)?|déc(?:embre)?|dic(?:embre|iembre)?|"
    "ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|mac|ogos|disember|"
    "stycznia|lutego|marca|kwietnia|czerwca|lipca|sierpnia|września|października|listopad[au]|grudnia|"
    "ledna|února|března|dubna|května|června|července|srpna|září|října|prosince|"
    "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|studenoga?|prosinca|"
    "január|február|március|április|május|június|július|augusztus|szeptember|október|"
    "янв(?:ар[яьи]|уари)?|фев(?:рал[яь]|руари)?|март?а?|апр(?:ел[яь]|ил)?|ма[йя]|июн[яь]?|июл[яь]?|юни|юли|авг(?:уста?)?|"
    "сен(?:т|тябр[яь])?|септември|окт(?:ябр[яь]|омври)?|ноя(?:бр[яь])?|ноември|дек(?:абр[яь]|ември)?|"
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR_BEHIND: Final = r"(?:(?:[ ]del?|,)?[ ]\d{4}\b)?"
DATE: Final = (  # few texts have a figure so near, and the months are many
    rf"(?i:(?:{_WEEKDAY},?[ ])?(?:(?=\D{{0,16}}\d)"
    rf"(?:(?:{_MONTH})\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?[ ]\d{{4}}\b)?"  # Jan. 21, 2026
    rf"|(?:le |den |el )?\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?:[ ]de|[ ]d['’])?[ ]?(?:{_MONTH})\b\.?{_YEAR_BEHIND}"  # 21 de enero
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d\d))|{_WEEKDAY}(?=[ ]?\()))"
)
_DATE_BEFORE_SOURCE: Final = (
    # 05/01 (BELGA), 5. ledna (ČTK), في 3 مارس (وام)
    rf"(?:في[ ])?\d{{1,2}}(?:[./]\d{{1,2}}\.?|\.?[ ]?[^\W\d_]{{3,12}}\.?{_YEAR_BEHIND})?(?=\.?[ ][(/])"
    r"|\d{4}\.[ ][^\W\d_]{3,12}[ ]\d{1,2}\.(?:,[ ][^\W\d_]{4,9})?(?=[ ]\()"  # 2026. március 3., kedd (MTI)
    r"|(?:\d{1,2}|[\u0900-\u097f]{2,8})[ ][\u0900-\u097f]{2,9}(?=[ ]\()"  # तीन मार्च (भाषा)
    r"|\d{1,2}[ ]\w+(?:[ ]\w+)?[ ]\d{4}[ ]?هـ[ ]الموافق[ ]\d{1,2}[ ]\w+[ ]\d{4}[ ]?م(?=[ ])"  # in two calendars: SPA
    r"|-[ ]?\d{1,2}[ ]?-[ ]?\d{1,2}(?=[ ]\()"  # - 3 - 3 (كونا)
)
_SMALL: Final = (
    "a|aan|al|am|an|and|au|auf|aux|bei|ben|bin|da|das|de|del|della|den|der|des|di|do|dos|du|e|el|em|en|es|et|i|im|in|la|las|le|les|los|near|"
    "ob|och|of|og|on|op|sous|sur|the|und|upon|van|y"
)
SMALL_WORDS: Final = frozenset(_SMALL.split("|"))
_LETTER: Final = r"[\w\u0900-\u0dff\u0e00-\u0e7f]"  # the vowel signs of India and Thailand are no \w
_WORD: Final = rf"(?:(?:[ae]l|a[dnrsz]|ash|[dl]|['’]s)[-'’‑])?+['’]?[^\W\d_a-z](?:[.'’ʼ‑-]?{_LETTER})*+\.?+"
# The words of a place, or of several: "SHARM el-SHEIKH", "Rio de Janeiro", "BERKELEY and LAFAYETTE", "WASHINGTON/BRUSSELS".
_NEXT: Final = rf"(?:/|[ ]{{1,2}}+(?!\w{{3,9}}+\.?[ ]\d|في[ ])(?:(?:{_SMALL})[ ]){{0,2}}){_WORD}"
_RUN: Final = rf"{_WORD}(?:{_NEXT}){{0,6}}+"

_DATED: Final = re.compile(rf"(?P<date>{DATE})(?=[ ]?\()")
_PLACE: Final = re.compile(
    rf"(?P<place>{_RUN}(?:[ ]?\[[^\]\n]{{2,40}}\])?+(?:,[ ]?(?!{DATE}|{_DATE_BEFORE_SOURCE}){_RUN}){{0,3}}+)"
    r"(?:[ ]?\([A-Z]/[A-Z]\)(?=,))?+"  # Ghana's regions: "Akosombo (E/R), March 3, GNA –"
    rf"(?:[,.۔]?[ ]*(?P<date>{DATE}|{_DATE_BEFORE_SOURCE})(?:[ ]/[ ]\d{{1,2}}:\d\d[ ][ap]m(?=[ ]\())?+)?+"  # "/ 09:21 am (CNA)"
)
_COUNTRY: Final = re.compile(
    rf"[ ]?\((?P<country>[^()\n]{{2,30}})\)(?:[ ]?\[(?P<land>[^\]\n]{{2,40}})\])?+(?:,?[ ](?P<date>{DATE}))?+(?=[ ]?\()"
)  # "Brill (Argentina), 3 mar (EFE)", "Brill (Kerala) [India], March 3 (ANI)"
_MARK: Final = re.compile(r"[ ,.]*+(?:[-–—―‒_=(/:]|>>)")  # a sentence has none behind its first words
_SIGN: Final = re.compile(
    r"[,.]?[ ]*(?:--?|[–—])?[ ]*(?:\((?P<round>[^()\n]{2,60})\)|(?<=[ ])/[ ]?(?P<slashed>[^/\n]{2,40}?)[ ]?/)"
)
_BARE: Final = re.compile(  # "SYDNEY, Feb 1 AAP -", "МОСКВА, 3 мар - РИА Новости."
    rf"[ ,.]*+(?:--|[-–—])?[ ]*(?P<name>{_WORD}(?:[ ]{_WORD}){{0,3}}?)(?=[ ]?[-–—]|(?<=\.)[ ]|(?<=واس)[ ]|\.?$)"
)
_LATER: Final = re.compile(rf"[ ]*(?:--?|[–—])?[ ]*(?P<date>{DATE})(?=[ ]?[-–—/])")
_CLOSE: Final = re.compile(r"[ ]*(?P<close>[.,:]?[ ]?(?:-\.(?=\s|$)|-{1,3}|[–—―‒]{1,2}|_{1,2}|>>|=|/(?=\s|$))|:|\.(?=\s|$)|।)")
_SOURCE_FIRST: Final = re.compile(r"\((?P<round>[^()\n=]{2,60})\)(?P<close>[ ]?[.:]?(?:--?|[–—_]))?+")
_CITY_AND_SOURCE: Final = re.compile(r"\((?P<place>[^()=\n]{2,30})=(?P<round>[^()=\n]{2,30})\)")  # "(SEOUL=Yonhap)"
_FULL_MONTH: Final = re.compile(r"(?<=[^\W\d_]{5})\.$")  # "3 марта." ends as a sentence does, "5 ene." is cut short
_LAST_DATE: Final = re.compile(rf"[ ]?[-–—,][ ]?(?P<date>{DATE})$")  # "(Newsfile Corp. - May 3, 2026)"


class Parts(NamedTuple):
    """What the scanner read, each part as it stands, and where it stopped. `close` is the dash or colon."""

    end: int
    place: str | None = None
    date: str | None = None
    source: str | None = None
    close: str = ""


def scan(text: str) -> Parts | None:
    """The parts that `text` opens with; None where it goes on as a sentence does."""
    return _scan_from_source(text) if text.startswith("(") else _scan_from_place(text)


def _scan_from_place(text: str) -> Parts | None:
    """Place, date, source, a later date and the dash, from left to right."""
    found = _DATED.match(text) or _PLACE.match(text)
    if found is None or not (found["date"] or _MARK.match(text, found.end())):
        return None
    date = _FULL_MONTH.sub("", found["date"]) if found["date"] else None
    parts = _with_source(text, _with_country(text, Parts(found.end(), found.groupdict().get("place"), date)))
    if later := _LATER.match(text, parts.end):
        parts = parts._replace(end=later.end(), date=parts.date or later["date"])
    close = _CLOSE.match(text, parts.end)
    if close is None or (parts.source is None and _is_tight(text, close)):
        return parts if parts.source else None
    return parts._replace(end=close.end(), close=close["close"])


def _with_country(text: str, parts: Parts) -> Parts:
    """The country in brackets of its own, with the source behind it: "San Telmo (Argentina), 3 mar (EFE).-"."""
    found = _COUNTRY.match(text, parts.end) if parts.place and not parts.date else None
    if found is None:
        return parts
    behind = [found["country"], *filter(None, [found["land"]])]
    if not any(places.is_country(part) or places.is_region(part) for part in behind):
        return parts
    return Parts(found.end(), ", ".join([parts.place or "", *behind]), found["date"])


def _is_tight(text: str, close: re.Match[str]) -> bool:
    """A single hyphen with no blank beside it closes nothing: "WASHINGTON-based"."""
    return close.group() in ("-", "_") and not text[close.end() : close.end() + 1].isspace() and close.end() < len(text)


def _with_source(text: str, parts: Parts) -> Parts:
    """The source in brackets, between slashes, or bare before a dash: "SYDNEY, Feb 1 AAP -"."""
    if sign := _SIGN.match(text, parts.end):
        name = (sign["round"] or sign["slashed"]).strip()
        dated = _LAST_DATE.search(name)
        date = parts.date or (dated["date"] if dated else None)
        return parts._replace(end=sign.end(), source=name[: dated.start()] if dated else name, date=date)
    bare = _BARE.match(text, parts.end)
    return parts._replace(end=bare.end(), source=bare["name"].rstrip(".")) if bare and agencies.named(bare["name"]) else parts


def _scan_from_source(text: str) -> Parts | None:
    """The source first: "(Reuters) - A ...", "(ANSA) - ROME, JUL 11 -", "(SEOUL=Yonhap) ..."."""
    if both := _CITY_AND_SOURCE.match(text):
        return Parts(both.end(), both["place"], None, both["round"], close="=")
    source = _SOURCE_FIRST.match(text)
    if source is None:
        return None
    name, dash = source["round"], source["close"] or ""
    if places.is_city(name.partition(",")[0]):  # "(NEW YORK) -- The ..."
        return Parts(source.end(), place=name, close=dash) if name.isupper() else None
    if not agencies.named(name):
        return None
    place = _PLACE.match(text, len(text) - len(text[source.end() :].lstrip()))
    close = _CLOSE.match(text, place.end()) if place else None
    if place and close and (place["date"] or places.is_city(place["place"])):
        return Parts(close.end(), place["place"], place["date"], name, close["close"])
    return Parts(source.end(), source=name, close=dash)
