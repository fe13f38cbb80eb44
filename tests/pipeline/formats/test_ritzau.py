"""Ritzau's own XML."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta, timezone

import pytest

from pipeline.document import Document
from pipeline.errors import NotAStory, UnreadableCopy
from pipeline.formats.detect import read
from pipeline.formats.xml import ritzau

STORY = """<NewsID>n-1</NewsID><PublishDate>{date}</PublishDate><strapline>NET/FÆRGE</strapline>
<headline>Færgen sejler</headline><subtitle>Ni geder om bord.&lt;br /&gt;</subtitle><town>Odense</town><origin>/ritzau/</origin>
<section>Indland</section><version>2</version>
<content>&lt;p&gt;Færgen sejlede ved daggry.&lt;/p&gt;
&lt;p&gt;- Den er hurtig, siger Bo Lind.&lt;/p&gt;&lt;p&gt;/ritzau/&lt;/p&gt;</content>
<Priority>4</Priority><IPTCList><a>4000000</a></IPTCList><Annuleret>{killed}</Annuleret><Korrektion>{corrected}</Korrektion>
<byLine>Ada Quill</byLine><TilRedaktionen>Billeder følger.</TilRedaktionen>
<MultimedieList><Media>
<Caption>Færgen.</Caption><Photographer>Bo Lind</Photographer><Url>https://r.example/f.jpg</Url></Media></MultimedieList>"""


def news(date: str = "2026-01-31T18:45:36.73", killed: str = "false", corrected: str = "false") -> str:
    return f"<RBNews>{STORY.format(date=date, killed=killed, corrected=corrected)}</RBNews>"


def document_of(text: str) -> Document:
    (document,) = read(text.encode(), "ritzau.xml")
    return document


def test_the_escaped_content_is_the_body_and_the_rest_has_its_label() -> None:
    said = [(one.given[0] if one.given else None, one.text) for one in document_of(news()).passages]

    assert said == [
        ("headline", "Færgen sejler"),
        ("subheadline", "Ni geder om bord."),
        ("byline", "Ada Quill"),
        ("dateline", "Odense"),
        (None, "Færgen sejlede ved daggry."),
        (None, "- Den er hurtig, siger Bo Lind."),
        (None, "/ritzau/"),
        ("caption", "Færgen."),
        ("note", "Billeder følger."),
    ]


@pytest.mark.parametrize(("date", "hours"), [("2026-01-31T18:45:36.73", 1), ("2026-07-31T18:45:36", 2)])
def test_a_time_without_an_offset_is_danish(date: str, hours: int) -> None:
    published = document_of(news(date)).fields.published_at

    assert published == datetime.fromisoformat(date).replace(tzinfo=timezone(timedelta(hours=hours)))


def test_codes_have_eight_digits_again() -> None:
    assert document_of(news()).fields.subjects == (("subj", "04000000", None),)


@pytest.mark.parametrize(
    ("killed", "corrected", "status"), [("true", "false", "killed"), ("false", "true", "corrected"), ("false", "false", None)]
)
def test_withdrawn_and_corrected_stories_say_so(killed: str, corrected: str, status: str | None) -> None:
    assert document_of(news(killed=killed, corrected=corrected)).fields.status == status


def test_an_array_is_several_stories() -> None:
    documents = ritzau.read(f"<ArrayOfRBNews>{news()}{news()}<RBNews/></ArrayOfRBNews>".encode(), "r.xml")

    assert [document.item for document in documents] == [1, 2]
    assert documents[0].notices[-1].code == "item_left_out"


def test_an_empty_envelope_is_no_story() -> None:
    with pytest.raises(NotAStory):
        read(b"<?xml version='1.0'?><RBNews><NewsID>1</NewsID></RBNews>", "r.xml")


@pytest.mark.parametrize("size", range(1, len(news().encode()), 5))
def test_a_story_cut_off_anywhere_gives_a_document_or_a_reason(size: int) -> None:
    with contextlib.suppress(UnreadableCopy):
        assert read(news().encode()[:size], "r.xml")
