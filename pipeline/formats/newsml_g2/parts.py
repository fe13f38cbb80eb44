"""What NewsML-G2 items are made of: children by name, concepts with codes and names, texts in several languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.formats.xml.tree import XML_LANG, Element, attribute, find_all, name_of, words

Parts: TypeAlias = dict[str, list[Element]]  # children by their local names

LONGEST_NAME: Final = 500  # characters of a name or code
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_SHORT_NAMES: Final = ("short", "mnemonic", "code", "adjectival")  # roles of names: "DEU" beside "Deutschland"
_ESCAPED_TWICE: Final = re.compile(r"&(?:amp|quot|apos|nbsp|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_KINDS: Final = {
    **dict.fromkeys(("text", "story", "article"), "text"),
    **dict.fromkeys(("picture", "photo", "image", "still"), "picture"),
    **dict.fromkeys(("graphic", "graphics", "animated", "animation", "infographic"), "graphic"),
    **dict.fromkeys(("video", "moving", "film"), "video"),
    **dict.fromkeys(("audio", "sound"), "audio"),
    **dict.fromkeys(("composite", "package"), "package"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of any kind: its element, what it is (text, picture, ... package), and the children of its blocks of metadata."""

    element: Element
    kind: str
    language: str | None
    meta: Parts
    content: Parts
    rights: Parts


def item_of(element: Element) -> Item:
    """The item that an element holds; a missing block of metadata is an empty one."""
    meta, content = children(find_all(element, "itemMeta")), children(find_all(element, "contentMeta"))
    classes = (local(attribute(at, "qcode", "uri", "literal")) for at in meta.get("itemClass", ()))
    told = next((_KINDS[name] for name in classes if name in _KINDS), "text")
    if name_of(element) == "packageItem":
        kind = "package"
    else:
        kind = "text" if told == "package" and find_all(element, "contentSet/inlineXML") else told
    return Item(element, kind, _language(element, content), meta, content, children(find_all(element, "rightsInfo")))


def children(elements: Iterable[Element]) -> Parts:
    """The children of these elements, by their names without namespace."""
    found: Parts = {}
    for element in elements:
        for child in element:
            found.setdefault(name_of(child), []).append(child)
    return found


def local(code: str | None) -> str:
    """The name in a code, in lower case: "ninat:text", "http://cv.iptc.org/newscodes/ninature/text" -> "text"."""
    return tail_of(code[:LONGEST_NAME]).strip().casefold() if code else ""


def tail_of(code: str) -> str:
    """What stands behind the scheme or path of a code."""
    for mark in ":/#":
        code = code.rpartition(mark)[2]
    return code


def in_language(elements: Iterable[Element], language: str | None) -> list[Element]:
    """The same elements, those in this language first, then those that tell none."""
    elements = list(elements)
    if len(elements) < 2:
        return elements
    wanted = _primary(language)
    return sorted(elements, key=lambda at: 0 if (own := _primary(at.get(XML_LANG))) == wanted else 1 if not own else 2)


def texts(elements: Iterable[Element], language: str | None) -> Iterator[str]:
    """What these elements say, in this language first."""
    return (plain(said) for at in in_language(elements, language) if (said := words(at)))


def first_text(elements: Iterable[Element], language: str | None) -> str | None:
    """What the first of these that says something says, in this language if it can be had."""
    return next(texts(elements, language), None)


def name_in(concept: Element, language: str | None, coded: bool = False) -> str | None:
    """The name of a concept: its <name>, or its literal; with `coded` the name in its code too ("nprov:AFP" -> "AFP")."""
    names = [child for child in concept if name_of(child) == "name"]
    full = [name for name in names if local(name.get("role")) not in _SHORT_NAMES] if len(names) > 1 else names
    said = first_text(full or names, language) or attribute(concept, "literal")
    if said is None and coded and (code := attribute(concept, "qcode", "uri")):
        said = tail_of(code.rstrip("/"))
    return said if said and len(said) <= LONGEST_NAME else None


def plain(text: str) -> str:
    """A text whose entities were escaped twice: "4 o&#39;clock" -> "4 o'clock"."""
    return _ESCAPED_TWICE.sub(lambda found: html.unescape(found.group()).replace("\xa0", " "), text) if "&" in text else text


def _primary(tag: object) -> str:
    return str(tag or "").partition("-")[0].casefold()


def _language(element: Element, content: Parts) -> str | None:
    """The language of the content; that of the item's own words where the content tells none."""
    told = sorted(content.get("language", ()), key=lambda at: "content" not in local(at.get("role")))
    tags = [attribute(at, "tag") for at in told] + [attribute(element, XML_LANG)]
    tags += [attribute(at, XML_LANG) for at in find_all(element, "contentSet/inlineXML")]
    return next((tag for tag in tags if tag and _LANGUAGE.fullmatch(tag)), None)
