"""The sentences of a story as a set of numbers: what two copies of one story have in common, whatever stands around them.

Sentences, because templates share words and even phrases, but hardly ever a whole sentence with its names and figures in it,
while a copy that was trimmed, headlined anew or put into another frame keeps its sentences as they were. They are few (some
50 to 1,000 words), so the sets themselves are kept and compared, and nothing is estimated. How well it tells the same story
from one that looks alike: docs/duplicates.md.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from typing import Final

LEAST_BYTES: Final = 40  # "Mr.", "U.S.", "he said.", a figure in a table: what is shorter stands with what follows
FEW: Final = 3  # sentences; a text that has fewer needs its last words too
MOST: Final = 400  # sentences of one story, the first ones: some 8,000 words
_STOPS: Final = "。！？｡।؟۔።"
# No words: quotes, dashes and blanks of other sorts than ASCII's, and the marks of Chinese and Japanese.
_MARKS: Final = re.compile("[\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf×÷\u2000-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]")
_ENDS: Final = bytes.maketrans(b".!?", b"\n\n\n")
_DROPPED: Final = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) not in ".!?\n")


def sentences(text: str) -> tuple[int, ...]:
    """The sentences of a text in their order, each a number of 32 bits, which case, quotes, dashes and spacing don't change.

    A new line ends a sentence as a full stop does. Empty where there is not a word.
    """
    found: list[int] = []
    held = b""
    for piece in _bare(text).split(b"\n"):
        held += piece
        if len(held) >= LEAST_BYTES:
            found.append(zlib.crc32(held))
            held = b""
            if len(found) == MOST:
                return tuple(found)
    # A short end is left out: where the text was cut there, the whole has it together with what follows.
    return (*found, zlib.crc32(held)) if held and len(found) < FEW else tuple(found)


def _bare(text: str) -> bytes:
    """Letters and figures, folded, and where sentences end."""
    if not text.isascii():
        for stop in _STOPS:
            text = text.replace(stop, "\n")
        text = unicodedata.normalize("NFKC", _MARKS.sub("", text))
    return text.casefold().encode("utf-8", "surrogatepass").translate(_ENDS, _DROPPED)


def shared(one: Iterable[int], other: Iterable[int]) -> tuple[int, int, int]:
    """How many sentences two texts have in common; how many the shorter has; how many there are in both together."""
    these, those = set(one), set(other)
    return len(these & those), min(len(these), len(those)), len(these | those)


def alike(one: Iterable[int], other: Iterable[int]) -> bool:
    """Whether two texts tell one story in the same words: most sentences of the shorter stand in the longer.

    Of two to four sentences all must, of ten all but three, of many three in five: the fewer there are, the less it says when
    one is the same. A single sentence says nothing.
    """
    same, fewest, _ = shared(one, other)
    return fewest > 1 and fewest - same <= max(0.0, 0.4 * fewest - 1)


def nearly_equal(one: Iterable[int], other: Iterable[int]) -> bool:
    """Whether two texts are the same but for a tenth of their sentences: of up to nine all must be the same."""
    same, _, together = shared(one, other)
    return together > 0 and same >= 0.9 * together
