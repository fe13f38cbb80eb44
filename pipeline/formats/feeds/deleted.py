"""A feed's own word that an entry is gone: <at:deleted-entry ref="..." when="..."> (RFC 6721), a kill."""

from __future__ import annotations

from typing import Final

from pipeline.document import Document, Fields
from pipeline.formats.dates import moment
from pipeline.formats.feeds.parts import Parts, plain, qualified
from pipeline.formats.story_copy import StoryCopy
from pipeline.formats.xml.tree import Element, Tree, attribute, line_of

_MOST: Final = 1000


def deleted_entries(root: Element) -> list[Element]:
    """Those with the id of an entry."""
    return [one for one in root.iterchildren("*") if qualified(one) == "at:deleted-entry" and attribute(one, "ref")][:_MOST]


def kill(element: Element, tree: Tree, number: int) -> Document:
    """The kill of an entry. It has no title: it is known by the id of what it kills, and its comment is a note."""
    entry, line = Parts(element), line_of(element)
    ref, when = attribute(element, "ref"), attribute(element, "when")
    at, odd = moment(when) if when else (None, None)
    copy = StoryCopy("atom")
    copy.add("headline", ref, line)
    for comment in entry.all("at:comment"):
        copy.add("note", plain(comment), line_of(comment))
    fields = Fields(story_id=ref, status="killed", updated_at=at)
    notices = (*tree.notices[len(tree.decoded.notices) :], *([odd] if odd else []))
    return copy.document(tree.decoded, fields, notices, number)
