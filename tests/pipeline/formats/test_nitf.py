"""The head of NITF and what it says in codes, as the standard says it and as the agencies write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.formats.nitf import reader as nitf
from tests.pipeline.formats.nitf_makers import BODY, FIRST, IDENTIFIED, SECOND, TITLED, labelled, paragraphs, read, story


@pytest.mark.parametrize(
    "head",
    [b"<nitf><head/>", b'<?xml version="1.0"?>\n<!-- x -->\n<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">',
     b'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "x"><nitf>', b"<n:nitf xmlns:n='u'><n:head/>"],
)  # fmt: skip
def test_nitf_is_told_by_its_root(head: bytes) -> None:
    assert nitf.recognises(head + b"</nitf>")


@pytest.mark.parametrize("head", [b"<NewsML><nitf>", b"<html><body>nitf", b"nitf, said the board", b""])
def test_other_files_are_not_taken_for_nitf(head: bytes) -> None:
    assert not nitf.recognises(head)


def test_a_namespace_makes_no_difference() -> None:
    plain = read(story())
    named = read(story(attributes='xmlns="http://iptc.org/std/NITF/2006-10-18/"'))

    assert (named.text, named.fields) == (plain.text, plain.fields)


def test_the_parts_stand_in_the_order_of_reading() -> None:
    dateline = "<dateline><location>LAKEFORD</location></dateline>"
    head = f"<byline>By Ada Quill</byline>{dateline}<abstract>What it means.</abstract>{TITLED}"

    document = read(story(head=head))

    assert document.text.split("\n") == ["Lakeford closes its lock", "What it means.", "By Ada Quill", "LAKEFORD", FIRST, SECOND]


def test_a_second_headline_that_says_the_same_is_not_said_again() -> None:
    head = "<hedline><hl1>The lock</hl1><hl2>The lock</hl2><hl1>Ferries object</hl1><hl2>Two years</hl2></hedline>"

    document = read(story(head=head))

    assert labelled(document, "headline") == ["The lock"]
    assert labelled(document, "subheadline") == ["Ferries object\nTwo years"]


def test_a_second_headline_that_is_the_keyword_is_the_slug() -> None:
    head = "<hedline><hl1>The lock</hl1><hl2>PUERTO ESCLUSA</hl2></hedline>"

    document = read(story(head=head, docdata='<key-list><keyword key="PUERTO ESCLUSA"/></key-list>'))

    assert (labelled(document, "subheadline"), document.fields.slug) == ([], "PUERTO ESCLUSA")


def test_the_title_is_the_headline_of_last_resort() -> None:
    assert labelled(read(story(head="")), "headline") == ["BC-Lock"]


@pytest.mark.parametrize(
    ("byline", "line"),
    [
        ("By ADA QUILL<byttl>Staff Writer</byttl>", "By ADA QUILL, Staff Writer"),
        ("By <person>Ada Quill</person> and <person>Ben Stone</person>", "By Ada Quill and Ben Stone"),
        ("<person>Ada Quill</person>\n<person>Ben Stone</person>", "Ada Quill, Ben Stone"),
        ("<byttl>Sports Writer</byttl>", "Sports Writer"),
        ("By <byttl>Staff</byttl>", "By Staff"),
        ("Ada Quill,<byttl>Example Wire</byttl>", "Ada Quill, Example Wire"),
    ],
)
def test_the_parts_of_a_byline_become_a_line(byline: str, line: str) -> None:
    assert labelled(read(story(head=f"{TITLED}<byline>{byline}</byline>")), "byline") == [line]


def test_the_initials_of_a_desk_are_no_byline() -> None:
    document = read(story(head=f"{TITLED}<byline>gr/bp</byline>"))

    assert (labelled(document, "byline"), labelled(document, "metadata")) == ([], ["gr/bp"])


def test_a_byline_inside_the_text_is_one_line_too() -> None:
    document = read(story(body=f"<block><byline>By Cy Marsh<byttl>Culture Writer</byttl></byline>{BODY}</block>"))

    assert labelled(document, "byline") == ["By Cy Marsh, Culture Writer"]


def test_a_paragraph_whose_class_says_byline_is_one() -> None:
    document = read(story(body=f'<p class="byline">Ada Quill</p>{BODY}'))

    assert (labelled(document, "byline"), paragraphs(document)) == (["Ada Quill"], [FIRST, SECOND])


def test_the_dateline_of_the_text_says_more_than_that_of_the_head() -> None:
    head = f"{TITLED}<dateline><location>LAKEFORD</location></dateline>"

    document = read(story(head=head, body=f"<p>LAKEFORD (EW) — {FIRST}</p>"))

    assert labelled(document, "dateline") == []


def test_the_parts_of_a_dateline_become_a_line_without_the_machines_time() -> None:
    date = '<story.date norm="20260303T101500Z">20260303T101500Z</story.date>'
    head = f"{TITLED}<dateline><location><city>Lakeford</city><region>Orn</region></location>{date}</dateline>"

    assert labelled(read(story(head=head)), "dateline") == ["Lakeford, Orn"]


def test_an_abstract_cut_from_the_text_is_not_said_again() -> None:
    document = read(story(head=f"{TITLED}<abstract><p>{FIRST}</p><p>{SECOND[:30]}...</p></abstract>"))

    assert labelled(document, "subheadline") == []


def test_notes_and_messages_stand_below_the_text() -> None:
    note = "<note><body.content><p>A graphic is available.</p></body.content></note>"

    document = read(story(body=BODY + note, docdata='<ed-msg msg="Hold for release" info=""/><ed-msg info="With photo"/>'))

    assert labelled(document, "note") == ["A graphic is available.", "Hold for release", "With photo"]


def test_the_end_of_the_body_is_read() -> None:
    document = read(
        story(end="<body.end><tagline>(Reporting by Ada Quill)</tagline><bibliography>Minutes.</bibliography></body.end>")
    )

    assert (labelled(document, "credit"), paragraphs(document)[-1]) == (["(Reporting by Ada Quill)"], "Minutes.")


def test_identity_and_rights_are_fields() -> None:
    docdata = (
        '<doc-id id-string="key-7_3" regsrc="NTB"/><du-key key="key-7" version="4"/><urgency ed-urg="5"/>'
        '<doc.copyright year="2026" holder="Example Wire"/><doc.rights type="Display only." limitations="No archive."/>'
    )

    fields = read(story(docdata=docdata)).fields

    assert (fields.story_id, fields.version, fields.urgency, fields.agency) == ("key-7", "4", 5, "NTB")
    assert (fields.holder, fields.copyright_year, fields.usage_terms) == ("Example Wire", 2026, "Display only. No archive.")


@pytest.mark.parametrize(
    ("norm", "moment"),
    [
        ("20260303T101500Z", datetime(2026, 3, 3, 10, 15, tzinfo=UTC)),
        ("20260303T211500+1100", datetime(2026, 3, 3, 10, 15, tzinfo=UTC)),
        ("2026-03-03T10:15:00Z", datetime(2026, 3, 3, 10, 15, tzinfo=UTC)),
        ("00010101T000000Z", None),
        ("soon", None),
    ],
)
def test_the_issue_is_when_it_was_published(norm: str, moment: datetime | None) -> None:
    assert read(story(docdata=f'<date.issue norm="{norm}"/>')).fields.published_at == moment


def test_a_release_behind_the_issue_is_an_embargo() -> None:
    fields = read(story(docdata=f'{IDENTIFIED}<date.release norm="20260304T060000Z"/>')).fields

    assert (fields.status, fields.embargo_until) == ("embargoed", datetime(2026, 3, 4, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("word", "status"),
    [("usable", "usable"), ("Canceled", "killed"), ("withheld", "withheld"), ("KILLED", "killed"), ("odd", None)],
)
def test_the_management_status_is_one_of_ours(word: str, status: str | None) -> None:
    text = story().replace('management-status="usable"', f'management-status="{word}"')

    assert read(text).fields.status == status


def test_subjects_places_and_keywords_are_collected() -> None:
    meta = '<tobject><tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="Economy"/></tobject>'
    docdata = '<evloc city="Lakeford" iso-cc="ORN"/><identified-content><person>Cy Marsh</person></identified-content>'

    fields = read(story(meta=meta, docdata=docdata)).fields

    assert fields.subjects == (("IPTC", "04000000", "Economy"), ("person", None, "Cy Marsh"))
    assert fields.places == ("Lakeford", "ORN")
