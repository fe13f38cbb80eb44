"""Datelines of East Asia, where no blank parts place, day and wire: "新华社杭州3月3日电", "【ロンドン時事】", "[대전=뉴시스]".

The reporter who stands behind one (or, in Taiwan, before the city) is a byline of its own: glued.py reads it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from pipeline.attribution import agencies, places

_REACH: Final = 60  # characters
_COULD_BE: Final = re.compile(r"[(\[【（［]?\s?[一-鿿ァ-ヶ가-힣]|[【［]")
_OURS: Final = ("本报", "本報", "本社", "本台")
_CHINESE: Final = (  # 新华社杭州3月3日电, （中央社台北3日電）, 本报北京3月3日电; behind the reporter's name 高雄3日電）
    r"(?P<open>[（(【])?据?(?P<source>[一-鿿]{1,7}?[社网網报報台])?(?P<place>[一-鿿]{2,8}?)? ?"
    r"(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日) ?(?:专?[电電](?![视視话話影子动動力台梯商])|综合外电报道|綜合外電報導)"
    r"(?P<shut>[）)】])?"
)
_JAPANESE: Final = (  # 【上海共同】, 【パリAFP時事】; 【ワシントン＝山田太郎】, whose name is left for the byline
    r"【(?P<place>[一-鿿ァ-ヶー・]{2,12}?)(?:[=＝]?(?P<source>AFP[=＝]?時事|共同|時事|ロイター)】|[=＝](?=$|[一-鿿][^】]{1,7}】))"
)
_NAMED: Final = (  # 【3月3日 AFP】, ［ロンドン　３日　ロイター］ -
    r"[【［\[](?:(?P<place>[一-鿿ァ-ヶー・]{2,12})[\s　]+)?(?P<date>(?:[\d０-９]{1,2}月)?[\d０-９]{1,2}日)[\s　]+"
    r"(?P<source>AFP|CNN|CNS|ロイター|AP|時事|共同)[】］\]](?: ?[-－―])?"
)
_KOREAN: Final = r"[(\[【](?P<place>[가-힣]{2,8}) ?= ?(?P<source>[가-힣A-Z0-9]{2,10})[)\]】](?=$| ?[^=]{2,30}(?:기자|특파원) ?=)"
_REPORTED: Final = (  # behind the name: 台北報導〕
    r"(?P<place>[一-鿿]{2,6}?)(?:[／/]?(?:综合|綜合|連線|即時))?(?:報導|报道)[〕】）)]"
)
_PLACE_ALONE: Final = r"【(?P<known>[一-鿿ァ-ヶー・]{2,12})】"


class Opened(NamedTuple):
    """What a paragraph opens with, and where that ends."""

    end: int
    place: str | None
    date: str | None = None
    source: str | None = None


def scan(text: str) -> Opened | None:
    """The dateline that the text opens with; None where it has none."""
    if not _COULD_BE.match(text):
        return None
    text = text[:_REACH]
    return _chinese(text) or _bracketed(text)


def _chinese(text: str) -> Opened | None:
    """Vouched for by a wire that is known, "our paper", the bracket behind it, or a known place."""
    found = _compiled(_CHINESE).match(text)
    if found is None:
        return None
    source, place = found["source"], found["place"]
    is_ours = source in _OURS
    is_shut = found["shut"] is not None and found["open"] is None and place is not None
    if not (is_ours or is_shut or (agencies.named(source) if source else place and places.is_city(place))):
        return None
    return Opened(found.end(), place, found["date"], None if is_ours else source)


def _bracketed(text: str) -> Opened | None:
    """A place alone in brackets must be one that is known: 【写真】 is none."""
    for pattern in (_JAPANESE, _NAMED, _KOREAN, _REPORTED):
        if found := _compiled(pattern).match(text):
            said = found.groupdict()
            return Opened(found.end(), said["place"], said.get("date"), said.get("source"))
    found = _compiled(_PLACE_ALONE).match(text)
    return Opened(found.end(), found["known"]) if found and places.is_city(found["known"]) else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """When it is needed first: classes of so many signs take long, and most desks never see such a line."""
    return re.compile(pattern)
