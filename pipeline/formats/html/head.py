"""What a page says of itself: its <html>, <title>, <meta>, <link>, <script> and <time> elements, found in one walk."""

from __future__ import annotations

from typing import Final

from bs4 import BeautifulSoup, Tag

_LONGEST: Final = 500  # characters of a value that are read
_ASKED: Final = ("html", "title", "meta", "link", "script", "time")


class Head:
    """The page's elements of these names, in order, and what its <meta> elements say."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._tags: dict[str, list[Tag]] = {name: [] for name in _ASKED}
        for node in soup.descendants:
            if isinstance(node, Tag) and node.name in self._tags:
                self._tags[node.name].append(node)
        self._contents: dict[str, list[str]] = {}
        for tag in self.having("meta", "content"):
            name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
            content = " ".join(str(tag["content"])[:_LONGEST].split())
            if content:
                self._contents.setdefault(name, []).append(content)

    def first(self, name: str) -> Tag | None:
        """The first element of this name."""
        return next(iter(self._tags[name]), None)

    def having(self, name: str, attribute: str) -> list[Tag]:
        """The elements of this name that have this attribute."""
        return [tag for tag in self._tags[name] if tag.has_attr(attribute)]

    def all(self, *names: str) -> list[str]:
        """Contents of the first of these names of <meta> that the page has."""
        return next((self._contents[name] for name in names if name in self._contents), [])

    def every(self, *names: str) -> list[str]:
        """Contents of all of these names, in this order."""
        return [content for name in names for content in self._contents.get(name, ())]
