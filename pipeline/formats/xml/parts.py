"""The parts of a story in unknown XML, by the folded names of their elements, and its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from pipeline.document import Label, Notice
from pipeline.formats.blocks import Block, of_markup
from pipeline.formats.dates import moment
from pipeline.formats.feeds.parts import is_markup
from pipeline.formats.persons import upright
from pipeline.formats.story_copy import StoryCopy, fold
from pipeline.formats.xml import names
from pipeline.formats.xml.tree import Element, attribute, line_of, name_of, words

_MOST_IMAGES: Final = 50
_UNREAD_SHOWN: Final = 8


class Parts:
    """The elements of one story outside its body, by folded name; reading one takes it off the list of the unread."""

    def __init__(self, around: Element, bodies: Iterable[Element], beyond: Parts | None = None) -> None:
        self._by_name: dict[str, list[Element]] = {}
        self._read: set[str] = set()
        self._beyond = beyond  # what stands farther out, where there is but one story
        inside = {one for body in bodies for one in (body, *body.iterdescendants("*"), *body.iterancestors())}
        for one in around.iterdescendants("*"):
            if one not in inside and words(one):
                self._by_name.setdefault(names.folded(one), []).append(one)

    def elements(self, known: frozenset[str]) -> list[Element]:
        """Those of these names, in the order of the file; the innermost where they nest."""
        ones = [one for name, group in self._by_name.items() if name in known for one in group]
        self._read |= known | {names.folded(inner) for one in ones for inner in one.iterdescendants("*")}
        if not ones and self._beyond:
            return self._beyond.elements(known)
        around = {above for one in ones for above in one.iterancestors()}
        return [one for one in ones if one not in around]

    def texts(self, known: frozenset[str]) -> list[str]:
        return list(dict.fromkeys(said for one in self.elements(known) if (said := _plain(one))))

    def text(self, known: frozenset[str]) -> str | None:
        return next(iter(self.texts(known)), None)

    def time(self, known: frozenset[str]) -> tuple[datetime | None, Notice | None]:
        said = self.text(known)
        return moment(said) if said else (None, None)

    def unread(self) -> list[str]:
        """Names of leaves whose text went nowhere."""
        ones = (one for name, group in self._by_name.items() if name not in self._read for one in group if not len(one))
        return list(dict.fromkeys(name_of(one)[:40] for one in ones))[:_UNREAD_SHOWN]

    def add_to(
        self, copy: StoryCopy, label: Label, known: frozenset[str], most: int = 20, unlike: list[Block] | None = None
    ) -> None:
        """Set these into the story with a label; not what `unlike` says already."""
        told = fold(" ".join(block.text for block in unlike or ()))
        for one in self.elements(known)[:most]:
            said = _plain(one)
            if said and label == "byline":
                said = upright(said)
            if said and not (unlike and fold(said) in told):
                copy.add(label, said, line_of(one))


def _plain(one: Element) -> str | None:
    said = " ".join(filter(None, map(words, one))) if len(one) and not (one.text or "").strip() else words(one)
    return " ".join(block.text for block in of_markup(said)) if said and is_markup(said) else said


def images_of(around: Element) -> Iterator[tuple[str | None, str | None, str | None]]:
    """The pictures that are elements with parts, or with an address in an attribute."""
    for one in islice((one for one in around.iterdescendants("*") if names.folded(one) in names.IMAGES), _MOST_IMAGES):
        within = {kind: _first_of(one, known) for kind, known in (("caption", names.CAPTIONS), ("credit", names.CREDITS))}
        url = _first_of(one, names.URLS) or attribute(one, "url", "href", "src", "source", "file")
        if url and any(mark in url for mark in "/.") and " " not in url:
            yield within["caption"], within["credit"], url


def _first_of(one: Element, known: frozenset[str]) -> str | None:
    return next((said for part in one.iterdescendants("*") if names.folded(part) in known and (said := words(part))), None)
