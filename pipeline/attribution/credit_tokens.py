"""A list of contributors in pieces: words, verbs, prepositions, and what stands apart between names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipeline.attribution.credit_grammar import BY_NAME, PLACED, Language
from pipeline.record import Role


class Token(NamedTuple):
    """One piece of a list, text[start:end]: words, what stands apart between them, a preposition, or a verb with its role."""

    kind: Literal["words", "apart", "at", "verb"]
    start: int
    end: int
    text: str
    role: Role = "other"
    needs_place: bool = False


def tokens(text: str, language: Language) -> Iterator[Token]:
    """The pieces of a list from left to right; words that only hold full stops are left out."""
    done, kind = 0, ""
    for match in language.token.finditer(text):
        if match.lastgroup == kind == "place" and not text[done : match.start()].strip():  # "from near Salvo": two are one
            continue
        yield from _words(text, done, match.start())
        done, kind = match.end(), match.lastgroup or ""
        if kind == "apart":
            yield Token("apart", match.start(), done, match.group())
        elif kind == "place":
            yield Token("at", match.start(), done, match.group())
        else:
            yield Token("verb", match.start(), done, match.group(), BY_NAME[kind.removeprefix(PLACED)], kind.startswith(PLACED))
    yield from _words(text, done, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    words = text[start:end].strip()
    if words.strip("."):
        start = text.index(words, start)
        yield Token("words", start, start + len(words), words)
