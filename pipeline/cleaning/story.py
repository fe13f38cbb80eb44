"""Label what the rules left open: the story itself, its headings and captions, and loose lines below its end."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import Final

from pipeline.cleaning.sheet import Sheet, is_prose
from pipeline.document import Kind, Label

_CLOSING: Final[frozenset[Label]] = frozenset({"rights", "credit", "contact", "note"})
_LOOSE: Final[tuple[Label, str]] = ("furniture", "tail.below_the_end")
_BELOW: Final[dict[Label, tuple[Label, str]]] = {
    "contact": ("contact", "tail.contact_block"),
    "note": ("note", "tail.notebook"),
}
_ENOUGH_FURNITURE: Final = 2
_ENOUGH_ITEMS: Final = 2
_LONGEST_HEADING: Final = 80  # characters
_LINK_LISTS: Final = frozenset({"site.related", "site_languages.related"})  # headings: what stands below is links
_QUOTES: Final = "\"'“”‘’«»„¿¡"
_FRAMED: Final = re.compile(r"[-–—] ?\S.*\S ?[-–—]\.?")
_NO_HEADINGS: Final[frozenset[Kind]] = frozenset({"list_item", "table", "quote"})  # what the format says they are
_NO_HEADING: Final = re.compile(r"[?!] |[^\W\dA-Z_]{3}\. |: ?\d")  # two sentences, "Hauteur : 34 mètres"
_FARTHEST_NOTE: Final = 3  # paragraphs
_LONGEST_NOTE: Final = 600  # characters
_MARKS: Final = "*_—–-•( "
_LONGEST_BLOCK: Final = 8  # lines from one contact line to the next
_BODY: Final[tuple[Label, str]] = ("body", "story.body")
_BY_KIND: Final[dict[Kind, tuple[Label, str]]] = {
    "heading": ("subheading", "story.heading"),
    "caption": ("caption", "story.caption"),
}


def label_story(sheet: Sheet) -> None:
    """Label every passage that is still open; afterwards none is."""
    _label_contact_blocks(sheet)
    _label_notes_on_authors(sheet)
    _label_below_the_end(sheet)
    for number, passage in enumerate(sheet.passages):
        if not sheet.is_open(number):
            continue
        label, rule = _BY_KIND.get(passage.kind, _BODY)
        if label == "body" and _is_heading(sheet, number):
            label, rule = "subheading", "story.subheading"
        sheet.take(number, label, rule)


def _label_below_the_end(sheet: Sheet) -> None:
    """Below the last paragraph a copyright, credit or contact line closes the story, or two lines of furniture.

    Loose words below that are the page's, or belong to the block of contacts or notes that they stand in. Sentences stay.
    """
    last = next((n for n in range(len(sheet) - 1, -1, -1) if sheet.is_story(n)), -1)
    block = _closing(sheet, last) if last >= 0 else None
    furniture = 0
    for number in range(last + 1, len(sheet)):
        if sheet.is_open(number) and block:
            sheet.take(number, *_BELOW.get(block, _LOOSE))
        furniture += "furniture" in sheet.labels(number)
        furniture += _ENOUGH_FURNITURE * (not _LINK_LISTS.isdisjoint(sheet.rules(number)))
        block = _closing(sheet, number) or block or ("furniture" if furniture >= _ENOUGH_FURNITURE else None)


def _label_contact_blocks(sheet: Sheet) -> None:
    """Loose lines between two contact lines are the block's own: below 'Media Contact:' the name, the title and the company.

    A line that closes like a sentence ends the block, and so does a long gap: what stands there is the story's.
    """
    if "contact" not in sheet.used:
        return
    above: int | None = None
    for number in range(len(sheet)):
        if "contact" in sheet.labels(number):
            if above is not None and number - above <= _LONGEST_BLOCK:
                for between in range(above + 1, number):
                    if sheet.is_open(between):
                        sheet.take(between, *_BELOW["contact"])
            above = number
        elif sheet.is_story(number) or len(sheet.passages[number].text) > _LONGEST_HEADING:
            above = None


def _label_notes_on_authors(sheet: Sheet) -> None:
    """'Ada Quill is a professor of geography at Marlow College.' below the story that Ada Quill has signed."""
    if "byline" not in sheet.used:
        return
    bylines = (n for n in range(len(sheet)) if sheet.labels(n) == {"byline"} and not sheet.is_open(n))
    signed = " ".join(sheet.passages[n].text for n in bylines).casefold()
    if not signed:
        return
    last = [*islice(filter(sheet.is_story, range(len(sheet) - 1, -1, -1)), _FARTHEST_NOTE)]
    for number in last[-2::-1]:  # the story itself is never but a note
        name = " ".join(takewhile(_is_capital, sheet.texts[number].lstrip(_MARKS).split())).rstrip(",.")
        if " " in name and name.casefold() in signed and len(sheet.texts[number]) <= _LONGEST_NOTE:
            sheet.take(number, "note", "tail.about_the_author")


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _closing(sheet: Sheet, number: int) -> Label | None:
    return next(iter(_CLOSING & sheet.labels(number)), None)


def _is_heading(sheet: Sheet, number: int) -> bool:
    """A short line with no full stop between two paragraphs; AFP frames its headings with dashes."""
    text = sheet.texts[number]
    if len(text) > _LONGEST_HEADING or sheet.is_story(number) or not sheet.is_untouched(number):
        return False
    if sheet.passages[number].kind in _NO_HEADINGS:
        return False
    if not (text.lstrip(_QUOTES)[:1].isupper() or _FRAMED.fullmatch(text)) or _NO_HEADING.search(text):
        return False
    above = number > 0 and not sheet.is_open(number - 1) and not _is_in_list(sheet, number)
    below = number + 1 < len(sheet) and (sheet.is_story(number + 1) or sheet.passages[number + 1].kind == "list_item")
    return above and below and any(sheet.labels(n) & {"body"} for n in range(number))


def _is_in_list(sheet: Sheet, number: int) -> bool:
    """Below two lines of the story that are no sentences a third is the next of the list, not a heading."""
    above = range(max(number - 2, 0), number)
    items = (n for n in above if sheet.rules(n) == {"story.body"} and sheet.passages[n].kind != "list_item")
    return sum(not is_prose(sheet.passages[n].text) for n in items) == _ENOUGH_ITEMS
