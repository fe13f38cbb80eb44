"""A few words to the desk above a story that is pasted into a mail: "Hi all, story below", up to the headline of the subject."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.formats.blocks import Block
from pipeline.formats.story_copy import fold

_LONGEST: Final = 8  # blocks
_FEWEST_BLANKS: Final = 2  # in a headline; "Update" alone may stand anywhere
# How such a note opens; a release that opens with "EMBARGOED UNTIL ..." or with whom to call is no note.
_GREETING: Final = re.compile(
    r"(?:hi|hello|hey|dear|(?:good )?(?:morning|afternoon|evening)|hallo|liebe[rs]?|guten|moin|bonjour|cher|chère|hola"
    r"|estimad\w{1,2}|buenos|ciao|buongiorno|olá|kære|hej|hei|beste|fyi|all(?=,)|team(?=,)|please find|see below"
    r"|here(?:['’]s| is) (?:the|my))\b",
    re.I,
)
_STORY: Final = 2  # blocks behind the headline, at least


def without_cover(blocks: list[Block], subject: str) -> list[Block] | None:
    """The blocks with the cover note as metadata, and the line that closes the subject as headline; None where there is none."""
    told = fold(subject)
    for number, block in enumerate(blocks[: _LONGEST + 1]):
        is_headline = block.given is None and block.text.count(" ") >= _FEWEST_BLANKS and told.endswith(fold(block.text))
        if is_headline and len(blocks) - number > _STORY:
            above = [one for one in blocks[:number] if one.given is None]
            if number == 0 or (above and not _GREETING.match(above[0].text)):
                return None
            cover = [replace(one, given=one.given or ("metadata", "mail.cover_note")) for one in blocks[:number]]
            return [*cover, replace(block, given=("headline", "mail.headline")), *blocks[number + 1 :]]
    return None
