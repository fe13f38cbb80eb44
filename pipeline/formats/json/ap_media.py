"""AP Media API 1.x and 2.x (https://developer.ap.org/ap-media-api/): {"data": {"item": {...}}}, and feeds of such items.

The item holds metadata; the story is a NITF file that `renditions.nitf` links to. Clients that fetch it keep its text in
`nitf` beside `data`, as Superdesk does, or in the item as `body` or `body_nitf`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.document import Fields, Notice
from pipeline.formats.json.body import body_of
from pipeline.formats.json.facts import Facts, Part
from pipeline.formats.json.images import images_of
from pipeline.formats.json.item import Item, usual
from pipeline.formats.json.people import people_of

NAME: Final = "ap_media"
_OWN: Final = frozenset(
    ("altids", "editorialpriority", "datelinelocation", "bylines", "headlineextended", "transref", "renditions")
)
_FEWEST: Final = 2
_TEXTS: Final = ("nitf", "hnews", "xhtml", "plaintext")


def recognises(facts: Facts) -> bool:
    """A response of the API, or an item of its feeds, in its {"item": ...} or bare."""
    item = _item(facts)
    return bool(item.thing_at("altids").text("itemid")) and len(_OWN & item.said.keys()) >= _FEWEST


def _item(facts: Facts) -> Facts:
    inner = facts.thing_at("data", "item")
    return inner if inner.said else facts.thing_at("item") if "item" in facts else facts


def read(facts: Facts) -> Item:
    """The item, with the text that a client put beside it."""
    own, fetched = _item(facts), facts.thing_at("nitf")
    item = usual(own, NAME)
    beside = tuple(fetched.parts("headline"))
    body = item.body or tuple(body_of(fetched)) or tuple(body_of(facts))
    city = own.thing_at("datelinelocation").part("city")
    is_text = item.fields.genre is None
    return replace(
        item,
        headline=item.headline or (beside[0] if beside else None),
        subheadlines=(*item.subheadlines, *beside) if is_text else item.subheadlines,
        bylines=item.bylines or people_of(fetched).bylines if is_text else (),
        located=own.part("located") or city if is_text else None,
        body=body,
        notes=item.notes or tuple(fetched.parts("ednote")),
        fields=_fields(facts, own, item.fields, city),
        notices=item.notices if body else (*item.notices, *_elsewhere(own)),
    )


def _fields(facts: Facts, own: Facts, fields: Fields, city: Part | None) -> Fields:
    """What AP names in its own way: the id of all versions, the place of a picture, pictures with their own metadata."""
    located = own.text("located") if city else None  # a picture's: "BRILL, Ohio" and the city are one place
    places = dict.fromkeys(
        [*([city.text] if city and fields.genre else []), *(name for name in fields.places if name != located)]
    )
    return replace(
        fields,
        story_id=own.thing_at("altids").text("itemid"),
        agency=own.text("provider") or fields.agency,
        places=tuple(places),
        images=(images_of(facts) if own is not facts else ()) or fields.images,
    )


def _elsewhere(own: Facts) -> list[Notice]:
    """Where the text is, if it is not here."""
    links = (own.thing_at("renditions", name).text("href") for name in _TEXTS)
    return [Notice("text_elsewhere", f"the text of the story is not in the file but at {link[:300]}") for link in links if link][
        :1
    ]
