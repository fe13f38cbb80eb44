"""What is exported in a format that we read ourselves gives the same story again: headline, text, who signed, whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.export.json_ld import article_of
from pipeline.export.ninjs import ninjs_of
from pipeline.export.nitf import nitf_of
from pipeline.record import Record
from pipeline.refine import refine
from tests.pipeline.export.told import of_seeds


@dataclass(frozen=True)
class Form:
    """A format, and what of the rights comes back as it was: in ninjs and schema.org a notice has no lines of its own."""

    name: str
    write: Callable[[Record], str]
    keeps_kinds: bool
    keeps_notice: bool


FORMS = (
    Form("x.json", lambda record: json.dumps(ninjs_of(record)), keeps_kinds=True, keeps_notice=False),
    Form("y.json", lambda record: json.dumps(article_of(record)), keeps_kinds=False, keeps_notice=False),
    Form("z.xml", nitf_of, keeps_kinds=True, keeps_notice=True),
)
FORM = pytest.mark.parametrize("form", FORMS, ids=("ninjs", "json-ld", "nitf"))
SEED = pytest.mark.parametrize(("name", "record"), of_seeds(), ids=[name for name, _ in of_seeds()])


def again(record: Record, form: Form) -> Record:
    [read] = refine(form.write(record).encode(), form.name)
    return read


def body(record: Record, form: Form) -> list[tuple[str | None, str]]:
    return [(block.kind if form.keeps_kinds else None, block.text) for block in record.body]


def captions_of_pictures(record: Record) -> list[tuple[str | None, str]]:
    """NITF holds a picture's caption in the text; a record that has it from elsewhere has it as the picture's only."""
    told = {block.text for block in record.body}
    return [("caption", image.caption) for image in record.images if image.caption and image.caption not in told]


def line(text: str | None) -> str:
    return " ".join((text or "").split())


@FORM
@SEED
def test_a_story_that_was_exported_is_the_same_story_again(name: str, record: Record, form: Form) -> None:
    read = again(record, form)

    assert read.headline == record.headline
    assert body(read, form) == body(record, form) + (captions_of_pictures(record) if form.write is nitf_of else [])
    assert [author.name for author in read.byline.authors] == [author.name for author in record.byline.authors]


@FORM
@SEED
def test_the_rights_in_a_story_that_was_exported_are_the_same_again(name: str, record: Record, form: Form) -> None:
    rights, before = again(record, form).rights, record.rights

    assert (rights.holder, rights.year, rights.distributor) == (before.holder, before.year, before.distributor)
    assert rights.usage_terms == before.usage_terms
    if before.notice or form.keeps_notice:
        assert line(rights.notice) == line(before.notice)


@SEED
def test_a_nitf_document_signs_off_with_the_credits(name: str, record: Record) -> None:
    read = again(record, FORMS[2])

    assert [(credit.role, credit.name) for credit in read.credits] == [(credit.role, credit.name) for credit in record.credits]
