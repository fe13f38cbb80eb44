"""NewsML 1.x: lines, codes and encodings, as the agencies fill them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from pipeline.formats.newsml1 import reader as newsml1
from tests.pipeline.formats.newsml1_makers import (
    BODY,
    FIRST,
    IDENTITY,
    LINES,
    NITF,
    SECOND,
    component,
    content,
    labelled,
    paragraphs,
    read,
)


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (b'<?xml version="1.0"?><NewsML Version="1.2">', True),
        (b"<?xml version='1.0'?>\n<!DOCTYPE NewsML PUBLIC 'urn:newsml:iptc.org' 'NewsML_1.2.dtd'>\n<NewsML>", True),
        (b'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">', False),
        (b'<?xml version="1.0"?><nitf>', False),
        (b"NewsML, said the board", False),
    ],
)
def test_newsml_1_is_told_by_its_root(head: bytes, ours: bool) -> None:
    assert newsml1.recognises(head) is ours


@pytest.mark.parametrize(
    "data",
    [
        content(NITF),
        content(f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{BODY}</body></html>', "XHTML"),
        content(f"<![CDATA[{BODY}]]>", "HTML"),
        content(NITF.replace("<", "&lt;")),
        content(BODY.replace("<", "&lt;").replace(">", "&gt;")),
        content(f"\n{FIRST}\n\n{SECOND}\n", "Text"),
        content(BODY),
        content("").replace(
            "<DataContent></DataContent>",
            f'<Encoding Notation="Base64"><DataContent>{base64.b64encode(BODY.encode()).decode()}</DataContent></Encoding>',
        ),
    ],
)
def test_text_in_every_encoding_gives_the_same_paragraphs(data: str) -> None:
    document = read(component(LINES + data))

    assert (labelled(document, "headline"), paragraphs(document)) == (["Lakeford closes its lock"], [FIRST, SECOND])


def test_bytes_that_are_no_base64_are_no_text() -> None:
    data = '<ContentItem><Encoding Notation="Base64"><DataContent>%%%</DataContent></Encoding></ContentItem>'

    assert paragraphs(read(component(LINES + data))) == []


def test_the_lines_stand_in_the_order_of_reading() -> None:
    lines = (
        "<NewsLines><ByLine>By Ada Quill</ByLine><ByLineTitle>Staff Writer</ByLineTitle><SubHeadLine>Two years</SubHeadLine>"
        "<DateLine>LAKEFORD, March 3 (EW) -</DateLine><HeadLine>The lock</HeadLine><NewsLine><NewsLineType "
        'FormalName="AdvisoryLine"/><NewsLineText>ADDS vote</NewsLineText></NewsLine></NewsLines>'
    )

    document = read(component(lines + content(NITF)))

    assert document.text.split("\n") == [
        "The lock", "Two years", "By Ada Quill, Staff Writer", "LAKEFORD, March 3 (EW) -", FIRST, SECOND, "ADDS vote",
    ]  # fmt: skip


def test_lines_of_the_outer_components_hold_for_the_inner_text() -> None:
    outer = "<NewsLines><CopyrightLine>(c) Example Wire 2026</CopyrightLine><SlugLine>lock</SlugLine></NewsLines>"

    document = read(component(outer + component(component(LINES + content(NITF), "Main"))))

    assert (document.fields.copyright, document.fields.slug) == ("(c) Example Wire 2026", "lock")
    assert labelled(document, "headline") == ["Lakeford closes its lock"]


def test_what_the_nitf_inside_says_fills_the_gaps() -> None:
    nitf = NITF.replace(
        "<body>", '<head><docdata><urgency ed-urg="3"/><key-list><keyword key="LOCK"/></key-list></docdata></head><body>'
    )

    fields = read(component(LINES + content(nitf))).fields

    assert (fields.urgency, fields.slug, fields.language) == (3, "LOCK", "en")


@pytest.mark.parametrize(
    ("identity", "story_id", "version"),
    [
        (IDENTITY, "urn:newsml:wire.example:20260303:TX-1", "2"),
        (
            "<NewsIdentifier><PublicIdentifier>urn:newsml:w:2026:TX-1:2N</PublicIdentifier></NewsIdentifier>",
            "urn:newsml:w:2026:TX-1",
            None,
        ),
        ("<NewsIdentifier><NewsItemId>TX-1</NewsItemId></NewsIdentifier>", "TX-1", None),
        (
            "<NewsIdentifier><NewsItemId>123</NewsItemId><PublicIdentifier>urn:w:123</PublicIdentifier></NewsIdentifier>",
            "urn:w:123",
            None,
        ),
        ("", None, None),
    ],
)
def test_the_story_keeps_its_id_across_revisions(identity: str, story_id: str | None, version: str | None) -> None:
    fields = read(component(LINES + content(NITF)), identity=identity).fields

    assert (fields.story_id, fields.version) == (story_id, version)


def test_an_id_in_the_metadata_will_do() -> None:
    guid = "<DescriptiveMetada><Language FormalName='fr'/><guid>16AAC</guid></DescriptiveMetada>"

    fields = read(component(LINES + guid + content(NITF)), identity="").fields

    assert (fields.story_id, fields.language) == ("16AAC", "fr")


def test_times_are_those_of_management() -> None:
    fields = read(component(LINES + content(NITF))).fields

    assert fields.published_at == datetime(2026, 3, 3, 10, 10, tzinfo=UTC)
    assert fields.updated_at == datetime(2026, 3, 3, 11, 10, tzinfo=UTC)


def test_the_envelope_tells_when_it_was_sent_where_nothing_else_does() -> None:
    document = read(component(LINES + content(NITF)), managed="", envelope="<DateAndTime>20260303T120000Z</DateAndTime>")

    assert document.fields.updated_at == datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("managed", "status"),
    [
        ('<Status FormalName="Usable"/>', "usable"),
        ('<Status FormalName="CANCELED"/>', "killed"),
        ('<Status FormalName="Withheld"/>', "withheld"),
        ('<Status FormalName="Usable"/><Instruction FormalName="Correction"/>', "corrected"),
        ('<Status FormalName="x"/>', None),
        ("", None),
    ],
)
def test_the_status_is_one_of_ours(managed: str, status: str | None) -> None:
    assert read(component(LINES + content(NITF)), managed=managed).fields.status == status


def test_a_status_that_will_change_is_an_embargo() -> None:
    future = '<FutureStatus FormalName="Usable"/><DateAndTime>20260304T060000Z</DateAndTime>'

    fields = read(
        component(LINES + content(NITF)), managed=f'<Status FormalName="Embargoed"/><StatusWillChange>{future}</StatusWillChange>'
    ).fields

    assert (fields.status, fields.embargo_until) == ("embargoed", datetime(2026, 3, 4, 6, tzinfo=UTC))


def test_a_kill_without_text_bears_its_label() -> None:
    document = read("", managed='<Status FormalName="Canceled"/>', identity=f"{IDENTITY}<NameLabel>Lakeford-lock</NameLabel>")

    assert (document.text, document.fields.status) == ("Lakeford-lock", "killed")


def test_metadata_of_all_three_kinds_is_collected() -> None:
    metadata = (
        '<AdministrativeMetadata><Provider><Party FormalName="Example Wire"/></Provider><Source><Party FormalName="Lock Ltd"/>'
        '</Source><Creator><Party FormalName="ab/cd"/><Party FormalName="Ada Quill"/></Creator></AdministrativeMetadata>'
        "<RightsMetadata><Copyright><CopyrightHolder>EW</CopyrightHolder><CopyrightDate>2026</CopyrightDate></Copyright>"
        "<UsageRights><UsageType>No archive</UsageType></UsageRights></RightsMetadata><DescriptiveMetadata><SubjectCode>"
        '<SubjectMatter FormalName="04015000"/></SubjectCode><Location><Property FormalName="City" Value="Lakeford"/></Location>'
        '<Property FormalName="Keyword" Value="lock"/></DescriptiveMetadata>'
    )

    fields = read(component(LINES + metadata + content(NITF))).fields

    assert (fields.agency, fields.distributor, fields.authors) == ("Example Wire", "Example Wire", ("Ada Quill",))
    assert (fields.holder, fields.copyright_year, fields.usage_terms) == ("EW", 2026, "No archive")
    assert (fields.subjects, fields.places, fields.keywords) == ((("IPTC", "04015000", None),), ("Lakeford",), ("lock",))
