"""Label what the rules left open: the story itself, its headings and captions, and loose lines below its end."""

from __future__ import annotations

from typing import Final

from pipeline.cleaning.sheet import Sheet
from pipeline.document import Kind, Label

_CLOSING: Final[frozenset[Label]] = frozenset({"rights", "credit", "contact", "note"})
_LOOSE: Final[tuple[Label, str]] = ("furniture", "tail.below_the_end")
_BELOW: Final[dict[Label, tuple[Label, str]]] = {
    "contact": ("contact", "tail.contact_block"),
    "note": ("note", "tail.notebook"),
}
_ENOUGH_FURNITURE: Final = 2
_LONGEST_HEADING: Final = 80  # characters
_LONGEST_BLOCK: Final = 8  # lines from one contact line to the next
_BY_KIND: Final[dict[Kind, tuple[Label, str]]] = {
    "heading": ("subheading", "story.heading"),
    "caption": ("caption", "story.caption"),
}


def label_story(sheet: Sheet) -> None:
    """Label every passage that is still open; afterwards none is."""
    _label_contact_blocks(sheet)
    _label_below_the_end(sheet)
    for number in range(len(sheet)):
        if not sheet.is_open(number):
            continue
        label, rule = _BY_KIND.get(sheet.passages[number].kind, ("body", "story.body"))
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
        block = _closing(sheet, number) or block or ("furniture" if furniture >= _ENOUGH_FURNITURE else None)


def _label_contact_blocks(sheet: Sheet) -> None:
    """Loose lines between two contact lines are the block's own: below 'Media Contact:' the name, the title and the company.

    A line that closes like a sentence ends the block, and so does a long gap: what stands there is the story's.
    """
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


def _closing(sheet: Sheet, number: int) -> Label | None:
    return next(iter(_CLOSING & sheet.labels(number)), None)


def _is_heading(sheet: Sheet, number: int) -> bool:
    """A short line with no full stop between two paragraphs."""
    text = sheet.text(number)
    if len(text) > _LONGEST_HEADING or sheet.is_story(number) or not sheet.is_untouched(number) or not text[0].isupper():
        return False
    above = number > 0 and not sheet.is_open(number - 1)
    below = number + 1 < len(sheet) and sheet.is_story(number + 1)
    return above and below and any(sheet.labels(n) & {"body"} for n in range(number))
