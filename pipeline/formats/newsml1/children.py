"""The children of NewsComponents by name, looked up once: thousands of stories may lie below one component."""

from __future__ import annotations

from typing import Final

from pipeline.formats.xml.tree import Element, name_of

_MOST: Final = 50  # of one name in one component; more are no lines or metadata that a story needs


class Children:
    """What each element holds, by local name."""

    def __init__(self) -> None:
        self._known: dict[Element, dict[str, list[Element]]] = {}

    def of(self, element: Element, name: str) -> list[Element]:
        """The first children of this name, in order."""
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = {}
            for child in element:
                same = known.setdefault(name_of(child), [])
                if len(same) < _MOST:
                    same.append(child)
        return known.get(name, [])
