"""A page's <meta> elements."""

from __future__ import annotations

from typing import Final

from bs4 import BeautifulSoup

_LONGEST: Final = 500  # characters of a value that are read


class Meta:
    """The page's <meta> elements by name, property or itemprop in lower case: all their contents, in order."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._contents: dict[str, list[str]] = {}
        for tag in soup.find_all("meta", content=True):
            name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
            content = " ".join(str(tag["content"])[:_LONGEST].split())
            if content:
                self._contents.setdefault(name, []).append(content)

    def all(self, *names: str) -> list[str]:
        """Contents of the first of these names that the page has."""
        return next((self._contents[name] for name in names if name in self._contents), [])

    def every(self, *names: str) -> list[str]:
        """Contents of all of these names, in this order."""
        return [content for name in names for content in self._contents.get(name, ())]
