"""Find the headline and the line below it among what the rules left open above the story.

A headline has no mark of its own in plain text; its place says what it is. So this is code, not a rule file.
"""

from __future__ import annotations

from typing import Final

from pipeline.cleaning.sheet import Sheet

_LONGEST: Final = 250  # characters
_FEWEST_WORDS: Final = 3  # fewer, and a longer line is preferred: "AP NEWS", "Listen", "Sections"
_MARKS_THE_HEAD: Final = {"byline", "dateline", "published", "section"}
_NOT_A_TITLE: Final = ("http://", "https://", "www.", "* ", "• ", "- ", "(")


def label_headline(sheet: Sheet) -> None:
    """Label the headline, a repetition of it, the line below it, and what stands above the headline."""
    above = _above_the_story(sheet)
    given = next((n for n in range(len(sheet)) if "headline" in sheet.labels(n)), None)
    headline = given if given is not None else _choose(sheet, above)
    if headline is None:
        return
    title = sheet.text(headline) or sheet.passages[headline].text
    if given is None:
        sheet.take(headline, "headline", "head.headline")
    for number in above:
        if number != headline and sheet.is_open(number) and _says_the_same(sheet.text(number), title):
            sheet.take(number, "furniture", "head.headline_again")
        elif number < headline and sheet.is_open(number) and not sheet.is_story(number):
            sheet.take(number, "metadata", "head.above_headline")
    _label_deck(sheet, headline, above)


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
    text = sheet.text(number)
    if len(text) > _LONGEST or number + 1 >= len(sheet):
        return False
    asks = text.endswith(("?", "!")) and "\n" not in text and ". " not in text
    return asks or bool(_MARKS_THE_HEAD & sheet.labels(number + 1))


def _choose(sheet: Sheet, above: list[int]) -> int | None:
    """The first line that reads like a title; where a shorter line repeats it without the site's name, that one."""
    titles = [n for n in above if len(sheet.text(n)) <= _LONGEST and not sheet.text(n).startswith(_NOT_A_TITLE)]
    if len(sheet) == len(above) and not any(sheet.is_story(n) for n in range(len(sheet))):
        titles = titles[:1]
    if not titles:
        return None
    first = next((n for n in titles if len(sheet.text(n).split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS), titles[0])
    again = [n for n in titles if n > first and _says_the_same(sheet.text(n), sheet.text(first))]
    return min([first, *again], key=lambda n: (len(sheet.text(n)), -n)) if again else first


def _says_the_same(one: str, other: str) -> bool:
    """'AFP: Trial delayed', 'Trial delayed | News | The Site' and 'Trial delayed' are one headline."""
    short, long = sorted((_fold(one), _fold(other)), key=len)
    return len(short) > 10 and (long.startswith(short) or long.endswith(short))


def _fold(text: str) -> str:
    return "".join(text.casefold().split())


def _is_deck(sheet: Sheet, headline: int, below: int) -> bool:
    text = sheet.text(below)
    follows = all(sheet.labels(n) <= {"furniture", "section", "metadata"} for n in range(headline + 1, below))
    return follows and len(text) <= _LONGEST and len(text.split()) >= 4 and not text.startswith(_NOT_A_TITLE)
