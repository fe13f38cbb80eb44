"""A JSON object as its makers mean it: keys whatever their spelling, strings whatever the type that holds them.

"versionCreated", "version_created" and "versioncreated" are one key: ninjs 1 and 3, Superdesk, Reuters and Fingerpost
differ in no more than that. A name may be a string, a list of them, {"name": ...} or {"value": ...}.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from pipeline.formats.json.tree import Lines

Thing: TypeAlias = dict[str, object]

_LONGEST_KEY: Final = 60  # characters
_MOST: Final = 500  # values of one list that are read
_DEEPEST: Final = 6
_SPELLING: Final = str.maketrans("", "", "_- ")
_SAYS: Final = (
    "value", "text", "name", "rendered", "basic", "main", "original", "title", "label", "current", "#text", "@value", "$t",
    "__text", "iso", "data",
)  # fmt: skip
_BREAKS: Final = re.compile(r"<(?:br|/?p|/?div|/?li|/h[1-6])\b[^<>]{0,200}>", re.I)
_TAGS: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


class Part(NamedTuple):
    """A piece of the story and the line of the source on which it stands."""

    text: str
    line: int


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """'versionCreated', 'version_created' -> 'versioncreated'."""
    return key.translate(_SPELLING).lower()


def plain(text: str) -> str:
    """One line of text without its markup: '<p>Ferry &amp; harbour</p>' -> 'Ferry & harbour'."""
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def raw_strings(value: object, depth: int = 0) -> list[str]:
    """The strings that a value holds, as they are: its own, those of a list, what an object says under 'value' or 'name'."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if depth < _DEEPEST and isinstance(value, list):
        return [text for one in value[:_MOST] for text in raw_strings(one, depth + 1)][:_MOST]
    if depth < _DEEPEST and isinstance(value, dict):
        return next((said for key in _SAYS if key in value and (said := raw_strings(value[key], depth + 1))), [])
    return []


def strings(value: object) -> list[str]:
    """As `raw_strings`, each on one line and without markup."""
    if isinstance(value, str):
        return [text] if (text := plain(value)) else []
    return [text for said in raw_strings(value) if (text := plain(said))]


class Facts:
    """One object: what it says under a name, the first name that says anything first."""

    __slots__ = ("lines", "said", "thing")

    def __init__(self, thing: Thing, lines: Lines) -> None:
        self.thing = thing
        self.lines = lines
        self.said: dict[str, tuple[str, object]] = {}
        for key, value in thing.items():
            if value not in (None, "", [], {}) and len(key) <= _LONGEST_KEY:
                self.said.setdefault(folded(key.removeprefix("field_")), (key, value))  # Drupal's "field_byline"

    def keys(self) -> set[str]:
        """Every key, those too that say nothing: they tell the dialect of an empty item."""
        return {folded(key) for key in self.thing if len(key) <= _LONGEST_KEY}

    def __contains__(self, name: str) -> bool:
        return name in self.said

    def get(self, *names: str) -> object:
        """The value of the first of these names that is there, None where none is."""
        for name in names:
            if name in self.said:
                return self.said[name][1]
        return None

    def _said(self, names: tuple[str, ...]) -> Iterator[Part]:
        for name in names:
            if name in self.said:
                key, value = self.said[name]
                if texts := strings(value):
                    line = self.lines.of(key)
                    yield from (Part(text, line) for text in texts)

    def part(self, *names: str) -> Part | None:
        """The first text under these names, with its line."""
        return next(self._said(names), None)

    def parts(self, *names: str) -> list[Part]:
        """All texts under all of these names, in the order of the names."""
        return list(self._said(names))

    def text(self, *names: str) -> str | None:
        """The first text under these names."""
        for name in names:
            if name in self.said and (texts := strings(self.said[name][1])):
                return texts[0]
        return None

    def texts(self, *names: str) -> list[str]:
        """All texts of the first of these names that has any."""
        for name in names:
            if name in self.said and (texts := strings(self.said[name][1])):
                return texts
        return []

    def things(self, *names: str) -> list[Facts]:
        """The objects under all of these names: one, or those of a list."""
        found = []
        for name in names:
            if name not in self.said:
                continue
            value = self.said[name][1]
            found += [
                Facts(one, self.lines) for one in (value if isinstance(value, list) else [value])[:_MOST] if isinstance(one, dict)
            ]
        return found

    def thing_at(self, *path: str) -> Facts:
        """The object at a path of names; an empty one where there is none."""
        at: Facts = self
        for name in path:
            at = next(iter(at.things(name)), Facts({}, self.lines))
        return at

    def members(self, *names: str) -> list[Facts]:
        """The objects under a name that holds a list of them, or an object of objects: {"featuremedia": {...}}."""
        value = self.get(*names)
        if isinstance(value, dict) and all(one is None or isinstance(one, dict) for one in value.values()):
            value = list(value.values())
        return [Facts(one, self.lines) for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []
