"""NewsML-G2: which items are stories, and what their metadata says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.document import Document
from pipeline.errors import NotAStory, UnreadableCopy
from pipeline.formats.detect import read
from pipeline.formats.newsml_g2 import reader as newsml_g2

NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
BODY = f"<html {XHTML}><body><p>The ferry sailed on Monday, nine goats aboard.</p></body></html>"


def item(meta: str = "", content: str = "<headline>Ferry sails</headline>", rights: str = "", inline: str = BODY) -> str:
    """A newsItem of these parts."""
    return f"""<newsItem {NS} guid="urn:ferry:1" version="3" xml:lang="en-GB">
<rightsInfo>{rights}</rightsInfo><itemMeta>{meta}</itemMeta><contentMeta>{content}</contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">{inline}</inlineXML></contentSet></newsItem>"""


def message(*items: str) -> str:
    return (
        f"<newsMessage {NS}><header><sender>ferrywire.example</sender></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def stories(copy: str) -> list[Document]:
    return newsml_g2.read(copy.encode(), "copy.xml")


def story(copy: str) -> Document:
    (document,) = stories(copy)
    return document


def given(document: Document, label: str) -> list[str]:
    """The texts that the format gives this label."""
    return [passage.text for passage in document.passages if passage.given and passage.given[0] == label]


@pytest.mark.parametrize("root", ["newsItem", "newsMessage", "packageItem", "planningItem", "nar:newsItem"])
def test_the_root_tells_the_format(root: str) -> None:
    assert newsml_g2.recognises(f'<?xml version="1.0"?><{root} xmlns:nar="http://iptc.org/std/nar/2006-10-01/">'.encode())


@pytest.mark.parametrize("root", ["NewsML", "NewsItem", "nitf", "html", "rss"])
def test_other_roots_are_other_formats(root: str) -> None:
    assert not newsml_g2.recognises(f'<?xml version="1.0"?><{root} a="b">'.encode())


def test_the_file_is_found_by_its_bytes() -> None:
    (document,) = read(item().encode(), "story.txt")

    assert document.format == "newsml_g2"


def test_identity_and_language_come_from_the_item() -> None:
    fields = story(item()).fields

    assert (fields.story_id, fields.version, fields.language) == ("urn:ferry:1", "3", "en-GB")


def test_the_language_of_the_content_goes_before_that_of_the_item() -> None:
    fields = story(item(content='<language tag="fi"/>')).fields

    assert fields.language == "fi"


def test_times_are_those_of_the_first_and_of_this_version() -> None:
    # Given a second version, embargoed for the evening
    meta = """<versionCreated>2026-03-02T12:00:00Z</versionCreated><firstCreated>2026-03-02T10:00:00Z</firstCreated>
    <embargoed>2026-03-02T18:00:00+00:00</embargoed>"""

    fields = story(item(meta)).fields

    assert (fields.published_at, fields.updated_at) == (
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    assert (fields.embargo_until, fields.status) == (datetime(2026, 3, 2, 18, tzinfo=UTC), "embargoed")


def test_an_embargo_that_was_over_when_the_version_was_made_holds_no_more() -> None:
    meta = """<versionCreated>2026-03-02T19:00:00Z</versionCreated><embargoed>2026-03-02T18:00:00Z</embargoed>
    <pubStatus qcode="stat:usable"/>"""

    assert story(item(meta)).fields.status == "usable"


def test_a_placeholder_for_a_date_is_no_date() -> None:
    document = story(item("<versionCreated>0001-01-01T00:00:00Z</versionCreated>"))

    assert document.fields.updated_at is None
    assert [notice.code for notice in document.notices] == ["placeholder_date"]


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ('<pubStatus qcode="stat:usable"/>', "usable"),
        ('<pubStatus qcode="stat:canceled"/>', "killed"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', "withheld"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:correction"/>', "corrected"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/>', "usable"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:kill"/>', "killed"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="x:7"><name>Advisory</name></signal>', "advisory"),
        ("<embargoed/>", "embargoed"),
        ("", None),
    ],
)
def test_status_is_the_gravest_that_is_told(meta: str, status: str | None) -> None:
    assert story(item(meta)).fields.status == status


def test_a_correction_points_to_the_item_that_it_replaces() -> None:
    meta = '<signal qcode="sig:correction"/><link rel="irel:previousVersion" residref="urn:ferry:0"/>'

    assert story(item(meta)).fields.replaces == ("urn:ferry:0",)


def test_of_several_headlines_the_main_one_is_taken() -> None:
    content = """<headline role="hld:short">Ferry</headline><headline role="hld:subHeadline">Nine goats aboard</headline>
    <headline xml:lang="sv">Färjan gick</headline><headline xml:lang="en">Ferry sails at last</headline>"""

    fields = story(item(content=content)).fields

    assert (fields.headline, fields.subheadline) == ("Ferry sails at last", "Nine goats aboard")


def test_rights_are_read_in_the_language_of_the_story() -> None:
    rights = """<copyrightHolder qcode="nprov:FW"><name>Ferry Wire AB</name></copyrightHolder>
    <copyrightNotice xml:lang="sv">© Ferry Wire, alla rättigheter</copyrightNotice>
    <copyrightNotice xml:lang="en">(c) 2026 Ferry Wire</copyrightNotice>
    <usageTerms>No archives.</usageTerms><usageTerms>No use in Corvane.</usageTerms>"""

    fields = story(item(rights=rights)).fields

    assert (fields.holder, fields.copyright) == ("Ferry Wire AB", "(c) 2026 Ferry Wire")
    assert fields.usage_terms == "No archives. No use in Corvane."


def test_the_provider_is_named_by_its_name_its_literal_or_its_code() -> None:
    named = [
        '<provider qcode="nprov:X"><name>Ferry Wire</name></provider>',
        '<provider literal="Ferry Wire"/>',
        '<provider qcode="nprov:FW"/>',
    ]

    assert [story(item(meta)).fields.agency for meta in named] == ["Ferry Wire", "Ferry Wire", "FW"]


def test_who_made_it_is_told_by_role_and_no_house_is_a_person() -> None:
    # Given an agency, an account, a writer, an editor and a photographer
    content = """<creator literal="Ferry Wire Nord"/><creator qcode="ad:quill.ada"><name>quill.ada</name></creator>
    <creator><name>By Ada Quill</name></creator><contributor role="ctrol:photoEditor"><name>Bo Lind</name></contributor>
    <contributor jobtitle="jobs:photographer"><name>Cy Marrow</name></contributor>"""

    fields = story(item('<provider literal="Ferry Wire Nord"/>', content)).fields

    assert fields.authors == ("Ada Quill",)
    assert fields.credits == (("editing", "Bo Lind"), ("photography", "Cy Marrow"))


def test_subjects_places_and_keywords_come_with_their_names() -> None:
    content = """<urgency>4</urgency><keyword>goats</keyword><slugline>FERRY-GOATS</slugline>
    <located><name>Brill</name><broader><name>Corvane</name></broader></located>
    <subject qcode="medtop:20000790"><name>shipping</name></subject><subject type="cpnat:geoArea" literal="Osterva"/>"""

    fields = story(item(content=content)).fields

    assert (fields.urgency, fields.keywords, fields.slug) == (4, ("goats",), "FERRY-GOATS")
    assert fields.places == ("Brill", "Corvane", "Osterva")
    assert fields.subjects == (("medtop", "20000790", "shipping"), (None, None, "Osterva"))


def test_a_message_of_several_stories_gives_them_in_order() -> None:
    copy = message(item(), item(content="<headline>Goats land</headline>"))

    assert [(one.item, one.fields.headline) for one in stories(copy)] == [(1, "Ferry sails"), (2, "Goats land")]


def test_a_package_counts_only_where_its_items_are_not_at_hand() -> None:
    package = f"<packageItem {NS} guid='urn:p'><contentMeta><headline>All on ferries</headline></contentMeta></packageItem>"

    assert [one.fields.genre for one in stories(message(package, item()))] == [None]
    assert [one.fields.genre for one in stories(message(package))] == ["package"]


def test_a_package_lists_what_it_refers_to() -> None:
    # Given a package of a story and a picture
    refs = """<itemRef residref="urn:ferry:1"><itemClass qcode="ninat:text"/><headline>Ferry sails</headline></itemRef>
    <itemRef href="https://p.example/1.jpg"><itemClass qcode="ninat:picture"/><title>The ferry</title></itemRef>"""
    package = f"""<packageItem {NS} guid="urn:p"><contentMeta><headline>All on ferries</headline></contentMeta>
    <groupSet root="r"><group id="r">{refs}</group></groupSet></packageItem>"""

    document = story(package)

    assert given(document, "metadata") == ["Ferry sails urn:ferry:1", "The ferry https://p.example/1.jpg"]
    assert document.fields.images == (("The ferry", None, "https://p.example/1.jpg"),)


@pytest.mark.parametrize("name", ["planningItem", "conceptItem", "knowledgeItem", "catalogItem"])
def test_what_is_no_story_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(NotAStory):
        stories(f"<{name} {NS} guid='urn:x'/>")


def test_an_item_left_out_beside_a_story_is_told() -> None:
    document = story(message(item(), f"<conceptItem {NS}/>", f"<newsItem {NS} guid='urn:e'/>"))

    assert [notice.code for notice in document.notices] == ["item_left_out", "item_left_out"]


@pytest.mark.parametrize("copy", [message(), message(f"<newsItem {NS}/>"), f"<newsItem {NS}/>"])
def test_an_empty_envelope_is_refused(copy: str) -> None:
    with pytest.raises(UnreadableCopy):
        stories(copy)
