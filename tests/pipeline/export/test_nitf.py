"""NITF: well-formed whatever the story, its elements in the order of the standard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from lxml import etree

from pipeline.export.nitf import NAMESPACE, nitf_of
from pipeline.record import Block, Credit, Record
from tests.pipeline.export.told import HOSTILE, SOURCE, of_seeds

# NITF 3.6: what may stand in an element that we write, in its order; "docdata" takes its parts in any.
ORDER = {
    "nitf": ("head", "body"),
    "head": ("title", "meta", "tobject", "docdata", "pubdata", "revision-history"),
    "tobject": ("tobject.property", "tobject.subject"),
    "body": ("body.head", "body.content", "body.end"),
    "body.head": ("hedline", "note", "rights", "byline", "distributor", "dateline"),
    "hedline": ("hl1", "hl2"),
    "media": ("media-reference", "media-caption", "media-producer"),
}
IN_TEXT = {"p", "hl2", "ul", "bq", "table", "media"}


def parsed(record: Record) -> etree._Element:
    return etree.fromstring(nitf_of(record).encode())


def name(element: etree._Element) -> str:
    return element.tag.removeprefix("{" + NAMESPACE + "}")


def assert_in_order(root: etree._Element) -> None:
    for element in root.iter():
        order = ORDER.get(name(element))
        places = [order.index(name(child)) for child in element] if order else []
        assert all(first <= second for first, second in pairwise(places)), etree.tostring(element)


@pytest.mark.parametrize(("seed", "record"), of_seeds(), ids=[seed for seed, _ in of_seeds()])
def test_every_seed_has_the_structure_of_the_standard(seed: str, record: Record) -> None:
    root = parsed(record)

    assert_in_order(root)
    assert {name(child) for child in root[1][1]} <= IN_TEXT


@given(HOSTILE)
def test_any_story_is_well_formed_and_in_order(record: Record) -> None:
    assert_in_order(parsed(record))


def test_a_list_and_a_table_are_one_element_each() -> None:
    kinds = ("list_item", "list_item", "paragraph", "table", "table")
    body = tuple(Block.model_validate({"kind": kind, "text": f"a\t{number}"}) for number, kind in enumerate(kinds))

    content = parsed(Record(id="0" * 32, content_hash="0" * 64, source=SOURCE, body=body))[1][1]

    assert [(name(part), len(part)) for part in content] == [("ul", 2), ("p", 0), ("table", 2)]


def test_people_are_named_below_the_story_by_what_they_did() -> None:
    credits = tuple(Credit(role=role, name=who) for role, who in (("reporting", "A B"), ("reporting", "C D"), ("editing", "E F")))  # type: ignore[arg-type]  # a tuple of literals is widened

    end = parsed(Record(id="0" * 32, content_hash="0" * 64, source=SOURCE, credits=credits))[1][2]

    assert end[0].text == "(Reporting by A B and C D; Editing by E F)"
