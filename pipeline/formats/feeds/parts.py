"""The parts of a feed's entry by the names that feeds know them by: "title", "dc:creator", "media:content".

Feeds mix a dozen vocabularies and choose their own prefixes; what counts is the namespace. The names of RSS and of every
version of Atom stand without a prefix, because feeds use them for each other's purposes (<atom:updated> in an RSS item).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.formats.blocks import of_markup
from pipeline.formats.xml.tree import XML_LANG, Element, attribute, name_of, words

ATOM: Final = "http://www.w3.org/2005/Atom"
ATOM_0_3: Final = "http://purl.org/atom/ns#"
RSS_1_0: Final = "http://purl.org/rss/1.0/"
RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_CORE: Final = frozenset(
    {"", ATOM, ATOM_0_3, RSS_1_0, "http://backend.userland.com/rss2", "http://my.netscape.com/rdf/simple/0.9/"}
)
# Parts of namespaces, because each has been written in several ways (with and without a slash, http and https).
_PREFIXES: Final = (
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("video.search.yahoo.com/mrss", "media"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("wordpress.org/export", "wp"),
    ("www.georss.org", "georss"),
    ("prismstandard.org", "prism"),
    ("news.yandex.ru", "yandex"),
    ("turbo.yandex.ru", "turbo"),
    ("creativeCommonsRssModule", "cc"),
    ("web.resource.org/cc", "cc"),
    ("purl.org/syndication/thread", "thr"),
    ("purl.org/atompub/tombstones", "at"),
    ("www.w3.org/2007/app", "app"),
    ("www.w3.org/1999/xhtml", "xhtml"),
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")


class Parts:
    """The children of an entry or a channel, by name, in order."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._by_name: dict[str, list[Element]] = {}
        for child in element.iterchildren("*"):
            self._by_name.setdefault(qualified(child), []).append(child)

    def all(self, *names: str) -> list[Element]:
        """Every child with one of these names, in the order of the names."""
        return [child for name in names for child in self._by_name.get(name, ())]

    def first(self, *names: str) -> Element | None:
        """The first child that has any text."""
        return next((child for child in self.all(*names) if words(child)), None)

    def texts(self, *names: str) -> list[str]:
        """What they say, as a reader would read it: markup and entities in it undone."""
        return list(dict.fromkeys(text for child in self.all(*names) if (text := plain(child))))

    def text(self, *names: str) -> str | None:
        """The first of these that says something."""
        return next((text for child in self.all(*names) if (text := plain(child))), None)

    def links(self, *relations: str) -> list[str]:
        """The addresses of <link>: RSS writes them as text, Atom in href with a relation ("alternate" unless told)."""
        found = []
        for link in self.all("link"):
            if attribute(link, "rel") in (*relations, *([None] if "alternate" in relations else [])):
                found += [address for address in (attribute(link, "href"), words(link)) if address]
        return found

    @property
    def language(self) -> str | None:
        """As the element or its parts say it."""
        return attribute(self.element, XML_LANG) or self.text("language", "dc:language")


def qualified(element: Element) -> str:
    """'{http://purl.org/dc/elements/1.1/}creator' -> 'dc:creator'; excerpt:encoded of WXR is 'wp:excerpt'."""
    return _of_tag(str(element.tag))


@lru_cache(maxsize=512)
def _of_tag(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    space = space.removeprefix("{")
    if space in _CORE:
        return name
    if space.endswith("/excerpt/"):
        return f"wp:excerpt-{name}"
    return next((f"{prefix}:{name}" for part, prefix in _PREFIXES if part in space), f"?:{name}")


def plain(element: Element) -> str | None:
    """The words of an element whose text may be escaped markup: 'Fish &amp;amp; chips', '&lt;b&gt;Fish&lt;/b&gt;'."""
    said = words(element)
    if said is None or name_of(element) == "link" or attribute(element, "type") == "text":
        return said
    if "<" in said and _TAG.search(said):
        return " ".join(block.text for block in of_markup(said)) or None
    return html.unescape(said) if "&" in said and _ENTITY.search(said) else said


def is_markup(text: str) -> bool:
    """Does it hold tags or entities? 'AT&T < 5' does not."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def split(texts: Iterable[str]) -> list[str]:
    """'goats, boats' -> both, each once."""
    words_of = (word.strip() for text in texts for word in text.split(","))
    return list(dict.fromkeys(word for word in words_of if word))
