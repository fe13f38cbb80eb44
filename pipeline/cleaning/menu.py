"""Take the menu of a stored page out of its head, before anybody takes "Sports Blogs" for a byline.

A menu has no mark of its own in plain text: it is a long run of short lines above the first paragraph, and some of them
are words that only a menu has. One rule a line cannot see that, so this is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.cleaning.sheet import Sheet

_FEWEST: Final = 8  # lines on end; a poem's verse has fewer, and no such words
_FEWEST_KNOWN: Final = 2
_LONGEST: Final = 40  # characters
_MOST_WORDS: Final = 4
_NO_ITEM: Final = re.compile(r"[\d@©|]|[.!?;:,][\"”)]?\Z|\A\W|\A(?:by|von|par|por|di|av|af|door)\s", re.IGNORECASE)
_MENU_WORDS: Final = frozenset({
    "anzeigen", "archive", "archives", "blogs", "business", "cars", "classifieds", "columnists", "cultura",
    "deportes", "economía", "editorials", "entertainment", "esportes", "home", "homes", "jobs", "kultur", "letters",
    "lifestyle", "login", "news", "nyheter", "obituaries", "opinion", "photos", "politik", "register", "search",
    "shopping", "sport", "sports", "subscribe", "travel", "video", "videos", "weather", "wirtschaft", "économie",
})  # fmt: skip


def label_menus(sheet: Sheet) -> None:
    """Label as furniture the runs of menu lines that are still open above the first paragraph.

    The last line of a run stays where it may be the headline: it has two words or more.
    """
    first = next((n for n in range(len(sheet)) if sheet.is_story(n)), 0)
    for run in _runs(sheet, first):
        items = run[:-1] if " " in sheet.texts[run[-1]] else run
        for number in items:
            sheet.take(number, "furniture", "head.menu")


def _runs(sheet: Sheet, end: int) -> Iterator[list[int]]:
    """Runs that are long enough and known for a menu, among the lines above `end` that are open."""
    run: list[int] = []
    for number in (*(n for n in range(end) if sheet.is_open(n)), None):
        if number is not None and _may_be_item(sheet, number):
            run.append(number)
            continue
        known = sum(not _MENU_WORDS.isdisjoint(sheet.texts[n].casefold().split()) for n in run)
        if len(run) >= _FEWEST and known >= _FEWEST_KNOWN:
            yield run
        run = []


def _may_be_item(sheet: Sheet, number: int) -> bool:
    text = sheet.texts[number]
    if sheet.passages[number].given is not None or len(text) > _LONGEST or not sheet.is_untouched(number):
        return False
    return len(text.split()) <= _MOST_WORDS and not _NO_ITEM.search(text)
