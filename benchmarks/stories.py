"""Stories to measure with: the true heads and tails of the seeds, and between them prose that no story had before.

Heads and tails hold the bylines, datelines, credits, rights and furniture. The prose puts the words of the seeds, and of the
spares of all rules, in a new order, each behind a word that it follows somewhere: text that recurs or lacks the words that
rules look for would flatter every cache, the automata of RE2 most. (With the spares refine() costs what it costs on real copy.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path
from random import Random
from typing import Any

from pipeline.cleaning.ruleset import load_rules
from pipeline.formats.detect import read
from seeds.listing import seeds

STORY_BYTES = 6_000  # a wire story of some 1,000 words
PARAGRAPH_WORDS = (15, 60)
_LAST_LATIN = "\u024f"
FULL_STOPS = (".", "?", ".”", '."')
FIRST = ("Ada", "Bruno", "Cleo", "Dario", "Esme", "Falk", "Greta", "Hugo", "Ilse", "Jonas", "Katya", "Lev", "Mina", "Nils")
LAST = ("Abbott", "Birch", "Dunmore", "Eskola", "Grieve", "Holloway", "Ibarra", "Kestrel", "Marchetti", "Novak", "Oduya")


@dataclass(frozen=True)
class Frame:
    """What one seed puts around its body: `gap` is what stands between two paragraphs, `names` who signed and helped."""

    file: str
    head: str
    gap: str
    tail: str
    names: tuple[str, ...]
    body: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, expected: dict[str, Any]) -> Frame | None:
        """`expected` is what the seed's record must say. None where the body does not stand in the file as it is."""
        text = path.read_text("utf-8")
        body = [block["text"] for block in expected["body"] if block["kind"] == "paragraph" and block["text"] in text]
        if len(body) < 2:
            return None
        gap = "</p>\n<p>" if path.suffix == ".html" else "\n\n" if "\n\n" in text else "\n"
        people = [*expected["byline"]["authors"], *expected["credits"]]
        names = dict.fromkeys(person["name"] for person in people)
        return cls(path.name, text[: text.index(body[0])], gap, text.rpartition(body[-1])[2], tuple(names), tuple(body))

    def around(self, paragraphs: Sequence[str], dice: Random) -> str:
        """A story of these paragraphs. Names recur from story to story, as they do on a desk: there are 154 of them."""
        text = self.head + self.gap.join(paragraphs) + self.tail
        for name in self.names:
            other = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
            text = text.replace(name, other).replace(name.upper(), other.upper())
        return text


class Prose:
    """Paragraphs in the words of others."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._first = [paragraph.split()[0] for paragraph in paragraphs]
        self._next: dict[str, list[str]] = defaultdict(list)
        for paragraph in paragraphs:
            for word, following in pairwise(paragraph.split()):
                self._next[word].append(following)

    def paragraph(self, dice: Random) -> str:
        """Some sentences."""
        words = [dice.choice(self._first)]
        wanted = dice.randint(*PARAGRAPH_WORDS)
        while len(words) < wanted or not words[-1].endswith(FULL_STOPS):
            words.append(dice.choice(self._next.get(words[-1], self._first)))
        return " ".join(words)


def text_stories(count: int, edition: int = 0, size: int = STORY_BYTES) -> Iterator[tuple[str, bytes]]:
    """File names and contents of plain text stories of `size` bytes or a little more, framed by every seed in turn.

    The same `count` and `edition` give the same stories; another edition has other names and other prose.
    """
    return _stories("text", count, edition, size)


def html_fragments(count: int, edition: int = 0, size: int = STORY_BYTES) -> Iterator[tuple[str, bytes]]:
    """The same as fragments of HTML."""
    return _stories("html", count, edition, size)


def _stories(format_name: str, count: int, edition: int, size: int) -> Iterator[tuple[str, bytes]]:
    spares = [spare for rule in load_rules().rules for spare in rule.spares if _is_latin(spare)]
    prose = Prose([*(paragraph for frame in _frames("text") for paragraph in frame.body), *spares])
    dice = Random(edition)
    for number, frame in enumerate(islice(cycle(_frames(format_name)), count)):
        missing = size - len((frame.head + frame.tail).encode())
        paragraphs: list[str] = []
        while missing > 0:
            paragraphs.append(prose.paragraph(dice))
            missing -= len((paragraphs[-1] + frame.gap).encode())
        yield f"{edition}-{number:06}-{frame.file}", frame.around(paragraphs, dice).encode()


def _is_latin(text: str) -> bool:
    """An English story holds no words in other scripts, and text that does costs twice."""
    return not any(char.isalpha() and char > _LAST_LATIN for char in text)


def _frames(format_name: str) -> list[Frame]:
    """Those of the English seeds of one story in this format; of HTML the fragments, for a saved page is mostly frame."""
    stories = (seed for seed in seeds() if seed.path.parent.name != "saved-page" and len(seed.expected) == 1)
    told = (seed for seed in stories if read(seed.path.read_bytes(), seed.name)[0].format == format_name)
    frames = (Frame.of(seed.path, seed.expected[0]) for seed in told if seed.expected[0].get("language") == "en")
    return [frame for frame in frames if frame]
