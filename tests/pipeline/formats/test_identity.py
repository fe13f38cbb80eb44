"""A kill, a correction, an update: which story does it change, and is it held back? Each format in its own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

TEXT = "The ferry sailed at dawn on Monday with nine goats aboard, the harbour office said."


def nitf(docdata: str) -> str:
    return (
        f"<nitf><head><docdata {docdata}</docdata></head><body><body.head><hedline><hl1>Ferry sails</hl1></hedline></body.head>"
        f"<body.content><p>{TEXT}</p></body.content></body></nitf>"
    )


def newsml1(management: str) -> str:
    return f"""<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>desk.example</ProviderId>
    <DateId>20260303</DateId><NewsItemId>TX-2</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
    <PublicIdentifier>urn:newsml:desk.example:20260303:TX-2:2</PublicIdentifier></NewsIdentifier></Identification>
    <NewsManagement><NewsItemType FormalName="News"/>{management}</NewsManagement>
    <NewsComponent><NewsLines><HeadLine>Ferry sails</HeadLine></NewsLines><ContentItem><MediaType FormalName="Text"/>
    <DataContent><p>{TEXT}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def newsml_g2(meta: str) -> str:
    return f"""<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g2:2" version="1">
    <itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-03-03T06:00:00Z</versionCreated>{meta}</itemMeta>
    <contentMeta><headline>Ferry sails</headline></contentMeta>
    <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html></inlineXML></contentSet>
    </newsItem>"""


def ninjs(**more: Any) -> str:
    return json.dumps(
        {"uri": "urn:n:2", "type": "text", "headline": "Ferry sails", "body_text": TEXT, "pubstatus": "usable",
         "versioncreated": "2026-03-03T06:00:00Z", **more}
    )  # fmt: skip


def ap(**more: Any) -> str:
    item = {"altids": {"itemid": "abc", "etag": "abc_1"}, "type": "text", "headline": "Ferry sails", "editorialpriority": "r",
            "body": TEXT, "version": 1, **more}  # fmt: skip
    return json.dumps({"data": {"item": item}})


def atom(entry: str, beside: str = "") -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
    xmlns:dcterms="http://purl.org/dc/terms/"><title>Harbour</title>{beside}<entry><id>tag:h:2</id><title>Ferry sails</title>
    <updated>2026-03-03T06:00:00Z</updated>{entry}<content>{TEXT}</content></entry></feed>"""


def mail(header: str) -> str:
    return f"From: Desk <d@h.example>\nTo: a@b.example\nSubject: Ferry sails\nMessage-ID: <2@h.example>\n{header}\n\n{TEXT}\n"


def xml(more: str) -> str:
    return f"<story id='7'>{more}<headline>Ferry sails</headline><body><p>{TEXT}</p></body></story>"


def html(more: str) -> str:
    return f"<html><head>{more}<title>Ferry sails</title></head><body><h1>Ferry sails</h1><p>{TEXT}</p></body></html>"


def record(copy: str) -> Record:
    (one,) = refine(copy.encode(), "copy")
    return one


@pytest.mark.parametrize(
    ("copy", "replaces"),
    [
        (nitf('><doc-id id-string="T2"/><correction id-string="T1" info="Nine goats, not eight."/>'), "T1"),
        (nitf('management-doc-idref="T1" management-idref-status="canceled"><doc-id id-string="T2"/>'), "T1"),
        (newsml1('<DerivedFrom NewsItem="urn:newsml:desk.example:20260303:TX-1:1"/>'), "urn:newsml:desk.example:20260303:TX-1"),
        (newsml1('<Instruction FormalName="Correction"/><AssociatedWith NewsItem="urn:x:TX-1"/>'), "urn:x:TX-1"),
        (newsml1('<AssociatedWith NewsItem="urn:x:TX-1"><Comment>Updates this</Comment></AssociatedWith>'), "urn:x:TX-1"),
        (newsml_g2('<link rel="irel:evolvedFrom" residref="urn:g2:1"/>'), "urn:g2:1"),
        (newsml_g2('<link rel="x:isCorrectionOf" href="https://h.example/1"/>'), "https://h.example/1"),
        (ninjs(evolvedfrom="urn:n:1"), "urn:n:1"),
        (ninjs(rewrite_of="urn:n:1"), "urn:n:1"),
        (ninjs(replacing={"uri": "urn:n:1", "headline": "Ferry"}), "urn:n:1"),
        (ninjs(associations={"previousVersion": {"uri": "urn:n:1"}}), "urn:n:1"),
        (ninjs(associations=[{"name": "previousVersion", "uri": "urn:n:1"}]), "urn:n:1"),
        (ninjs(links=[{"rel": "predecessor-version", "href": "urn:n:1"}]), "urn:n:1"),
        (ap(associations=[{"relation": "replaces", "altids": {}, "uri": "https://ap.example/1"}]), "https://ap.example/1"),
        (atom("<dcterms:replaces>tag:h:1</dcterms:replaces>"), "tag:h:1"),
        (atom('<link rel="predecessor-version" href="https://h.example/1"/>'), "https://h.example/1"),
        (mail("Supersedes: <1@h.example>"), "<1@h.example>"),
        (xml("<replaces>6</replaces>"), "6"),
        (html('<meta name="DCTERMS.replaces" content="https://h.example/1">'), "https://h.example/1"),
    ],
)  # fmt: skip
def test_a_story_names_those_that_it_changes(copy: str, replaces: str) -> None:
    assert record(copy).replaces == (replaces,)


@pytest.mark.parametrize(
    "copy",
    [
        nitf('management-doc-idref="T2"><doc-id id-string="T2"/>'),
        newsml1('<AssociatedWith NewsItem="urn:x:TX-9"/>'),
        newsml_g2('<link rel="irel:seeAlso" residref="urn:g2:1"/>'),
        newsml_g2('<link rel="irel:previousVersion" residref="urn:g2:2" version="0"/>'),
        newsml_g2('<link rel="x:replacedBy" residref="urn:g2:3"/>'),
        ninjs(associations={"featuremedia": {"uri": "urn:n:9", "type": "picture"}}),
        ninjs(previousversion=1),
        atom('<link rel="related" href="https://h.example/1"/>'),
        mail("In-Reply-To: <1@h.example>"),
    ],
)
def test_what_only_goes_with_a_story_is_not_changed_by_it(copy: str) -> None:
    assert record(copy).replaces == ()


@pytest.mark.parametrize("copy", [newsml_g2('<link rel="x:replacedBy" residref="urn:g2:3"/>'), ninjs(replacedby="urn:n:3")])
def test_a_story_that_has_been_replaced_says_so(copy: str) -> None:
    assert [warning.code for warning in record(copy).warnings] == ["replaced"]


def test_a_revision_keeps_the_identity_of_its_item() -> None:
    one = record(newsml1(""))

    assert (one.story_id, one.version, one.replaces) == ("urn:newsml:desk.example:20260303:TX-2", "2", ())


def test_a_correction_in_nitf_is_one_and_says_what_was_wrong() -> None:
    one = record(nitf('><correction id-string="T1" info="Nine goats, not eight."/>'))

    assert one.status == "corrected"
    assert [note.text for note in one.notes] == ["Nine goats, not eight."]


def test_an_entry_that_a_feed_deletes_is_a_kill() -> None:
    deleted = '<at:deleted-entry ref="tag:h:1" when="2026-03-03T07:00:00Z"><at:comment>Withdrawn.</at:comment></at:deleted-entry>'
    _, kill = refine(atom("", deleted).encode(), "feed")

    assert (kill.story_id, kill.status, [note.text for note in kill.notes]) == ("tag:h:1", "killed", ["Withdrawn."])


@pytest.mark.parametrize(
    "copy",
    [
        ninjs(embargoed="2026-03-03T09:00:00Z"),
        newsml_g2("<embargoed>2026-03-03T09:00:00Z</embargoed><pubStatus qcode='stat:usable'/>"),
        nitf('><date.issue norm="20260303T060000Z"/><date.release norm="20260303T090000Z"/>'),
    ],
)
def test_a_story_made_before_its_embargo_ends_is_embargoed(copy: str) -> None:
    one = record(copy)

    assert one.status == "embargoed"
    assert one.embargo_until is not None


def test_an_embargo_that_is_over_holds_nothing_back() -> None:
    assert record(ninjs(embargoed="2026-03-03T05:00:00Z")).status == "usable"


def test_a_kill_under_embargo_is_a_kill() -> None:
    assert record(ninjs(embargoed="2026-03-03T09:00:00Z", pubstatus="canceled")).status == "killed"


UNSET = ["0001-01-01T00:00:00Z", "3013-05-04T10:00:00Z", "1970-01-01T00:00:00Z", "0000-00-00 00:00:00"]
DATED = {
    "nitf": '<nitf><head><docdata><date.issue norm="%s"/></docdata></head><body><body.head><hedline><hl1>Ferry sails</hl1>'
    f"</hedline></body.head><body.content><p>{TEXT}</p></body.content></body></nitf>",
    "newsml1": newsml1("<FirstCreated>%s</FirstCreated>"),
    "newsml_g2": newsml_g2("<firstCreated>%s</firstCreated>"),
    "ninjs": ninjs(firstcreated="%s"),
    "ap": ap(firstcreated="%s", pubstatus="usable"),
    "schema.org": json.dumps({"@type": "NewsArticle", "headline": "Ferry", "articleBody": TEXT, "datePublished": "%s"}),
    "json": json.dumps({"title": "Ferry sails", "author": "Ada Quill", "content": TEXT, "publishedAt": "%s"}),
    "rss": f"<rss><channel><item><title>Ferry</title><pubDate>%s</pubDate><description>{TEXT}</description></item></channel>"
    "</rss>",
    "atom": atom("<published>%s</published>"),
    "mail": mail("Date: %s"),
    "xml": xml("<pubdate>%s</pubdate>"),
    "html": html('<meta property="article:published_time" content="%s">'),
    "ritzau": f"<RBNews><PublishDate>%s</PublishDate><headline>Færge</headline><content>{TEXT}</content></RBNews>",
}


@pytest.mark.parametrize("unset", UNSET)
@pytest.mark.parametrize("name", DATED)
def test_a_date_that_stands_for_none_is_refused_in_every_format(name: str, unset: str) -> None:
    one = record(DATED[name].replace("%s", unset))

    assert one.published_at is None or one.published_at.year == 2026
    assert "placeholder_date" in [warning.code for warning in one.warnings]


@pytest.mark.parametrize("name", DATED)
def test_a_time_without_an_offset_is_told(name: str) -> None:
    one = record(DATED[name].replace("%s", "2026-03-03T06:15:00"))

    is_told = "date_without_offset" in [warning.code for warning in one.warnings]
    assert is_told == (name != "ritzau")  # whose times are Danish


def test_a_feed_whose_dates_nobody_set_has_no_dates() -> None:
    one = record(DATED["rss"].replace("%s", "Mon, 01 Jan 0001 00:00:00 GMT"))

    assert (one.published_at, [warning.code for warning in one.warnings]) == (None, ["placeholder_date", "summary_only"])


def test_a_telegraph_take_of_a_day_that_is_none_says_so() -> None:
    one = record("\x01xyz0123 4 pl 120 xyz 003\r\n\r\nFerry/\x02Ferry sails =\r\n\r\n   " + TEXT + "\r\n\x03411733 Mar 26\x04")

    assert one.published_at is None
    assert [warning.code for warning in one.warnings if "date" in warning.code] == ["bad_date"]
