"""Find the headline and the line below it among what the rules left open above the story.

A headline has no mark of its own in plain text; its place says what it is. So this is code, not a rule file.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.cleaning.sheet import Sheet

_LONGEST: Final = 250  # characters
_FEWEST_WORDS: Final = 3  # fewer, and a longer line is preferred: "AP NEWS", "Listen", "Sections"
_MARKS_THE_HEAD: Final = {"byline", "dateline", "published", "section"}
_FEWEST_WORDS_OF_TITLE: Final = 5  # "The Harbour Ledger and Post" has them, and rarely stands there alone
_MOST_TITLES: Final = 12  # lines that are compared with each other
_ARROWS: Final = ("»", "›", ">", "→")
_QUOTES: Final = "\"'“”‘’«»„(),:"
_LONG_WORD: Final = 4  # letters; shorter ones ("of", "the") are small in titles too
_SMALL_WORDS: Final = frozenset({"after", "amid", "from", "into", "over", "that", "than", "upon", "with"})
_FEWEST_LONG_WORDS: Final = 4
_LONGEST_PART: Final = 30  # characters
_SENTENCE_END: Final = re.compile(r"[?!] |[^\W\dA-Z_]{3}\. ")  # not "St. Paul", "U.S. Court"
_FEWEST_WORDS_OF_SUMMARY: Final = 8  # "* Latest on the flood" is a link
_BULLETS: Final = ("* ", "• ", "- ")
_NOT_A_TITLE: Final = ("http://", "https://", "www.", "* ", "• ", "- ", "(")


def label_headline(sheet: Sheet) -> None:
    """Label the headline, a repetition of it, the line below it, and what stands above the headline."""
    above = _above_the_story(sheet)
    given = next((n for n in range(len(sheet)) if "headline" in sheet.labels(n)), None) if "headline" in sheet.used else None
    headline = given if given is not None else _choose(sheet, above)
    if headline is None:
        return
    title = sheet.texts[headline] or sheet.passages[headline].text
    if given is None:
        sheet.take(headline, "headline", "head.headline")
    for number in above:
        if number != headline and sheet.is_open(number) and _says_the_same(sheet.texts[number], title):
            sheet.take(number, "furniture", "head.headline_again")
        elif number < headline and sheet.is_open(number) and not sheet.is_story(number) and not _tells(sheet.texts[number]):
            sheet.take(number, "metadata", "head.above_headline")
    _label_deck(sheet, headline, above)


def _tells(text: str) -> bool:
    """'• Ferry sinks off Brill' above a headline sums the story up."""
    return text.startswith(_BULLETS) and len(text.split()) >= _FEWEST_WORDS_OF_SUMMARY


def _label_deck(sheet: Sheet, headline: int, above: list[int]) -> None:
    """A line between headline and byline is the subheadline; without a byline below it, it stays, as a heading of the story."""
    below = next((n for n in range(headline + 1, len(sheet)) if sheet.is_open(n)), None)
    if below is None or below not in above or not _is_deck(sheet, headline, below):
        return
    signed = below + 1 < len(sheet) and "byline" in sheet.labels(below + 1)
    if signed:
        sheet.take(below, "subheadline", "head.subheadline")
    else:
        sheet.take(below, "subheading", "head.deck")


def _above_the_story(sheet: Sheet) -> list[int]:
    """The open passages above the first paragraph; where that looks like a headline in a sentence's clothes, it as well."""
    above: list[int] = []
    for number in range(len(sheet)):
        if "dateline" in sheet.labels(number):
            break
        if sheet.is_story(number):
            if not above and _is_title_by_what_follows(sheet, number):
                above.append(number)
                continue
            break
        if sheet.is_open(number):
            above.append(number)
    return above


def _is_title_by_what_follows(sheet: Sheet, number: int) -> bool:
    """'He said: "No."' above a byline or a dateline, or a question above a paragraph, is a headline."""
    text = sheet.texts[number]
    if len(text) > _LONGEST or number + 1 >= len(sheet) or "\n" in text:
        return False
    if _MARKS_THE_HEAD & sheet.labels(number + 1):
        return True
    if _SENTENCE_END.search(text):
        return False
    return text.endswith(("?", "!", ";")) or _is_in_title_case(text) or _stands_above_a_part(sheet, number)


def _is_in_title_case(text: str) -> bool:
    """'Guns Are the Ultimate Crisis, Ada Quill Tells Convention.': databases give headlines a full stop."""
    words = [word.strip(_QUOTES) for word in text.split()]
    long = [word for word in words if len(word) >= _LONG_WORD and word not in _SMALL_WORDS]
    return len(long) >= _FEWEST_LONG_WORDS and not any(word[0].islower() for word in long) and not text.isupper()


def _stands_above_a_part(sheet: Sheet, number: int) -> bool:
    """Above 'ABSTRACT.' or a place on a line of its own; or with one more sentence between it and the dateline."""
    below = sheet.texts[number + 1]
    if sheet.is_story(number + 1):
        short = len(below) <= _LONGEST and not _SENTENCE_END.search(below)
        return short and number + 2 < len(sheet) and "dateline" in sheet.labels(number + 2)
    return below.isupper() and len(below) <= _LONGEST_PART


def _choose(sheet: Sheet, above: list[int]) -> int | None:
    """The first line that reads like a title; where a shorter line repeats it without the site's name, that one."""
    titles = [n for n in above if len(sheet.texts[n]) <= _LONGEST and not sheet.texts[n].startswith(_NOT_A_TITLE)]
    if len(sheet) == len(above) and not any(sheet.is_story(n) for n in range(len(sheet))):
        titles = titles[:1]
    if not titles:
        return None
    first = _said_twice(sheet, titles)
    if first is None:
        first = next((n for n in titles if len(sheet.texts[n].split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS), titles[0])
    again = [n for n in titles if n > first and _says_the_same(sheet.texts[n], sheet.texts[first])]
    return min([first, *again], key=lambda n: (len(sheet.texts[n]), -n)) if again else first


def _said_twice(sheet: Sheet, titles: list[int]) -> int | None:
    """The first line that stands there twice, with the site's name or without it, and is too long to be that name."""
    for at, number in enumerate(titles[:_MOST_TITLES]):
        for other in titles[at + 1 : _MOST_TITLES]:
            shorter = min(sheet.texts[number], sheet.texts[other], key=len)
            if shorter.endswith(_ARROWS) or sheet.texts[other].endswith(_ARROWS):  # a link to another story
                continue
            if len(shorter.split()) >= _FEWEST_WORDS_OF_TITLE and _says_the_same(sheet.texts[number], sheet.texts[other]):
                return number
    return None


def _says_the_same(one: str, other: str) -> bool:
    """'AFP: Trial delayed', 'Trial delayed | News | The Site' and 'Trial delayed' are one headline."""
    short, long = sorted((_fold(one), _fold(other)), key=len)
    return len(short) > 10 and (long.startswith(short) or long.endswith(short))


def _fold(text: str) -> str:
    return "".join(text.casefold().split())


def _is_deck(sheet: Sheet, headline: int, below: int) -> bool:
    text = sheet.texts[below]
    follows = all(sheet.labels(n) <= {"furniture", "section", "metadata"} for n in range(headline + 1, below))
    if _SENTENCE_END.search(text):
        return False
    return follows and len(text) <= _LONGEST and len(text.split()) >= 4 and not text.startswith(_NOT_A_TITLE)
