"""Which stories a story in JSON changes: those that it kills, corrects, replaces or carries on, by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.formats.json.facts import Facts, folded, raw_strings

IDENTITY: Final = (
    "guid", "versionedguid", "uri", "urn", "@id", "identifier", "uuid", "id", "dpaid", "canonicalurl", "weburl", "url",
    "link", "permalink",
)  # fmt: skip
# Keys, and names of associations and links (ninjs, RFC 5829), that lead to an earlier story.
_EARLIER: Final = (
    "evolvedfrom", "rewriteof", "replacing", "replaces", "supersedes", "correctionof", "iscorrectionof", "corrects", "updateof",
    "isupdateof", "previousversion", "previousversionid", "previousversionuri", "predecessorversion", "killof", "retracts",
)  # fmt: skip
_LISTS: Final = ("associations", "links", "relations", "related", "relateditems")
_TOLD_BY: Final = ("rel", "relation", "relationtype", "relationship", "role", "name", "type")
_IDS: Final = (*IDENTITY, "residref", "href", "ref", "itemid")
_MOST: Final = 20
_LONGEST: Final = 500  # characters of an id


def replaced_by(facts: Facts) -> tuple[str, ...]:
    """The ids, each once. A bare number below 1000 counts versions and names nothing."""
    said = [one.strip() for one in _said(facts)]
    ids = (one for one in said if one and len(one) <= _LONGEST and not (one.isdigit() and len(one) < 4))
    return tuple(dict.fromkeys(ids))[:_MOST]


def _said(facts: Facts) -> Iterator[str]:
    for name in filter(facts.__contains__, _EARLIER):
        value = facts.get(name)
        for one in value if isinstance(value, list) else [value]:
            yield from _ids_in(Facts(one, facts.lines)) if isinstance(one, dict) else raw_strings(one)
    for name in _LISTS:
        held = facts.get(name)
        if isinstance(held, dict):  # ninjs 1: {"previousVersion": {"uri": ...}}
            inner = Facts(held, facts.lines)
            yield from (text for key in _EARLIER for one in inner.things(key) for text in _ids_in(one))
        for one in facts.members(name):
            if any(folded(text.rpartition(":")[2]) in _EARLIER for text in one.texts(*_TOLD_BY)):
                yield from _ids_in(one)


def _ids_in(facts: Facts) -> list[str]:
    return [text for text in [facts.text(*_IDS)] if text]
