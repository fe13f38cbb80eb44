"""JSON: which dialect an object is of, and the stories in a file: one object, a list of them, or an envelope round either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pipeline.document import Document, Notice
from pipeline.errors import NotAStory, TooLarge, UnknownFormat, UnreadableCopy
from pipeline.formats import foreign
from pipeline.formats.decoding.decode import Decoded
from pipeline.formats.json import any_dialect as json_any
from pipeline.formats.json import ap_media, fingerpost, guardian, ninjs, schema_org
from pipeline.formats.json.facts import Facts, Thing
from pipeline.formats.json.item import Item, document
from pipeline.formats.json.tree import Lines, parse


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write a story in JSON: told by an object's keys. `parts` are the objects in it that are stories each."""

    name: str
    recognises: Callable[[Facts], bool]
    read: Callable[[Facts], Item]
    parts: Callable[[Facts], list[Thing]] = lambda facts: [facts.thing]


# In the order in which they are tried: those with keys that nobody else has, then ninjs, then whatever has a headline and a text.
DIALECTS: Final[tuple[Dialect, ...]] = (
    Dialect(ap_media.NAME, ap_media.recognises, ap_media.read), Dialect(schema_org.NAME, schema_org.recognises,
    schema_org.read, schema_org.parts), Dialect(fingerpost.NAME, fingerpost.recognises, fingerpost.read),
    Dialect(guardian.NAME, guardian.recognises, guardian.read), Dialect(ninjs.NAME, ninjs.recognises, ninjs.read,
    ninjs.parts), Dialect(json_any.NAME, json_any.recognises, json_any.read),
)  # fmt: skip
# What services put round their stories; looked into where the object round them is of no dialect.
_ENVELOPES: Final = (
    "items", "item", "results", "articles", "stories", "data", "response", "content", "docs", "documents", "entries", "entry",
    "posts", "hits", "source", "records", "newsitems", "newsitem", "news", "feed", "channel", "result", "payload", "search",
    "story", "article", "post", "page", "fields", "attributes", "edges", "nodes", "node", "itemlistelement", "value", "list",
)  # fmt: skip
# Signed stories are looked for under other names as well ({"props": {"pageProps": ...}}), but for what stands beside a story.
_BESIDE: Final = re.compile(
    r"relat|recommend|recirc|trend|popular|latest|more|next|prev|teaser|promo|sponsor|ads?$|comment|author|product|event|job|recipe"
    r"|nav|menu|site|config|setting|seo|meta|included|gallery|image|media|video|embed|associations"
)
_SIGNED: Final = (
    "byline", "author", "authors", "dateline", "publishedat", "datepublished", "published", "pubdate", "publishdate",
)  # fmt: skip
_DEEPEST: Final = 9  # envelopes in envelopes
_MOST: Final = 50_000  # objects of a list
_MOST_KEYS: Final = 12  # named in a refusal
_ADVICE: Final = "send ninjs, the AP Media API's items, schema.org articles, or objects with a headline and a body"


@dataclass(frozen=True, slots=True)
class _Found:
    """An object that may be a story, the dialect it is of (None: of none), and whether it stood in a list."""

    thing: Thing
    dialect: Dialect | None
    listed: bool


def recognises(head: bytes) -> bool:
    """An object, or a list of objects; "{sic}" and "[1]" open prose."""
    return foreign.name_of(head) == "JSON"


def read(raw: bytes, filename: str) -> list[Document]:
    """The stories in a file, numbered where they stand in a list. What is no story among them is left out with a notice.

    Raises UnreadableCopy: BrokenMarkup, UnknownFormat with the keys of what nobody knows, NotAStory, TooLarge.
    """
    tree = parse(raw, filename)
    found = list(islice(_found(tree.value, listed=False), _MOST + 1))
    if len(found) > _MOST:
        raise TooLarge(filename, f"more than {_MOST:,} objects in one list", "send it in parts")
    if not any(one.dialect for one in found):
        raise _unknown(tree.value, filename)
    lines = Lines(tree.decoded.text)
    documents: list[Document] = []
    left_out: list[Notice] = []
    first: UnreadableCopy | None = None
    for number, one in enumerate(found, start=1):
        lines.next_story()
        try:
            documents.append(_document(one, lines, tree.decoded, filename, number))
        except (NotAStory, UnknownFormat) as error:
            first = first or error
            left_out.append(Notice("item_left_out", f"item {number}: {error.message}"))
    if first and not documents:
        raise first
    return [replace(documents[0], notices=(*documents[0].notices, *left_out)), *documents[1:]]


def _document(one: _Found, lines: Lines, decoded: Decoded, filename: str, number: int) -> Document:
    if one.dialect is None:
        raise _unknown(one.thing, filename)
    return document(one.dialect.read(Facts(one.thing, lines)), decoded, filename, number if one.listed else None)


def _found(value: object, listed: bool, depth: int = 0) -> Iterator[_Found]:
    """The stories in a value, through its envelopes; of what is no story only those that stand in a list with others."""
    if isinstance(value, list):
        for one in value:
            yield from _found(one, True, depth + 1) if depth < _DEEPEST else ()
    elif isinstance(value, dict):
        facts = Facts(value, Lines(""))
        dialect = next((dialect for dialect in DIALECTS if dialect.recognises(facts)), None)
        if dialect and len(parts := dialect.parts(facts)) > 1:
            yield from (_Found(part, dialect, True) for part in parts)
            return
        inside = [] if dialect or depth >= _DEEPEST else list(_inside(facts, listed, depth))
        yield from inside or [_Found(parts[0] if dialect else value, dialect, listed)]


def _inside(facts: Facts, listed: bool, depth: int) -> Iterator[_Found]:
    """The stories in the first envelope that holds any."""
    others = (name for name in facts.said if name not in _ENVELOPES and not _BESIDE.search(name))
    for name in (*_ENVELOPES, *others):
        held = facts.get(name)
        found = list(_found(held, listed, depth + 1)) if isinstance(held, dict | list) else []
        if any(one.dialect for one in found) and (name in _ENVELOPES or any(map(_is_signed, found))):
            yield from found
            return


def _is_signed(one: _Found) -> bool:
    facts = Facts(one.thing, Lines(""))
    return one.dialect is not None and any(facts.text(name) for name in _SIGNED)


def _unknown(value: object, filename: str) -> UnknownFormat:
    """Of an object that nobody knows: by which keys somebody might."""
    thing = next((one for one in value if isinstance(one, dict)), {}) if isinstance(value, list) else value
    keys = list(thing)[:_MOST_KEYS] if isinstance(thing, dict) else []
    looks = f"JSON with the keys {', '.join(str(key)[:40] for key in keys)}" if keys else "JSON without an object in it"
    return UnknownFormat(filename, f"looks like {looks}, which no reader knows", _ADVICE)
