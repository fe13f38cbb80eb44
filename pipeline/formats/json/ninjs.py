"""IPTC ninjs, "News in JSON", 1.0 to 1.8, 2.0 to 2.4 and 3.0 to 3.3 (https://iptc.org/std/ninjs/), one object a story.

Version 1 has headline, byline, body_*, description_*, associations by name; 2 renames them to headlines[], by, bodies[],
descriptions[], associations[]; 3 writes its keys in camel case. Superdesk adds guid, slugline, ednote, authors[], source
and place; TT body_html5, body_richhtml5 and bylines[]; BBC's local democracy reporters a list in an envelope and the type
"advisory"; Reuters Connect writes headLine, byLine, bodyXhtml and versionedGuid.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.document import Notice
from pipeline.formats.json.facts import Facts, Thing
from pipeline.formats.json.images import GENRES, genre_of
from pipeline.formats.json.item import Item, usual

NAME: Final = "ninjs"
_TYPES: Final = frozenset(("text", "composite", "component", "event", "planning", "advisory", "preformatted", *GENRES))
_OWN: Final = frozenset((
    "uri", "guid", "versioncreated", "firstcreated", "contentcreated", "pubstatus", "urgency", "slugline", "copyrightholder",
    "copyrightnotice", "usageterms", "ednote", "representationtype", "renditions", "associations", "bodyhtml", "bodytext",
    "bodyxhtml", "bodyhtml5", "bodyrichhtml5", "bodies", "headlines", "descriptiontext", "descriptionhtml", "descriptions",
    "infosource", "infosources", "located", "byline", "by", "altids", "standard", "embargoed", "embargoeduntil",
    "versionedguid",
))  # fmt: skip
_FEWEST: Final = 3  # keys of its own by which an object is known; each of them alone is anybody's


def recognises(facts: Facts) -> bool:
    """An object that calls itself ninjs, or has a type of ninjs and keys of its own."""
    if (facts.thing_at("standard").text("name") or "").lower() == NAME:
        return True
    kind = (facts.text("type") or "").lower()
    own = _OWN & facts.keys()
    return len(own) >= _FEWEST and (kind in _TYPES or (not kind and bool({"pubstatus", "versioncreated"} & own)))


def read(facts: Facts) -> Item:
    """The item, whichever version or house it is of."""
    item = usual(facts, NAME)
    later = facts.texts("replacedby", "rewrittenby", "supersededby")
    return replace(item, notices=(*item.notices, *(Notice("replaced", f"it is replaced by {said[:200]}") for said in later)))


def parts(facts: Facts) -> list[Thing]:
    """The item, and behind a package the whole stories that are packed into it."""
    packed = [one for one in facts.members("associations") if is_whole_story(one)] if genre_of(facts) == "package" else []
    return [facts.thing, *(one.thing for one in packed)]


def is_whole_story(facts: Facts) -> bool:
    """A text with a body of its own, not only the mention of one."""
    return genre_of(facts) is None and any(name in facts for name in ("bodyhtml", "bodytext", "bodyxhtml", "bodyhtml5", "bodies"))
