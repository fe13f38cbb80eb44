"""NewsML-G2: the text of an item, in whatever it is wrapped, and nothing of it twice."""

from __future__ import annotations

import base64

import pytest

from pipeline.document import Document
from pipeline.formats.newsml_g2 import reader as newsml_g2

NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NITF = 'xmlns="http://iptc.org/std/NITF/2006-10-18/"'
SAILED = "The ferry sailed on Monday, nine goats aboard."
TWO = f"<p>{SAILED}</p><p>It rained.</p>"
PACKED = base64.b64encode(f"{SAILED}\n\nIt rained.".encode()).decode()


def story(inside: str, content: str = "<headline>Ferry sails</headline>", meta: str = "", kind: str = "text") -> Document:
    """The story of a newsItem with this in its contentSet and contentMeta."""
    copy = f"""<newsItem {NS} guid="urn:ferry:1" version="1"><itemMeta><itemClass qcode="ninat:{kind}"/>{meta}</itemMeta>
    <contentMeta>{content}</contentMeta><contentSet>{inside}</contentSet></newsItem>"""
    (document,) = newsml_g2.read(copy.encode(), "copy.xml")
    return document


def xhtml(body: str) -> str:
    return f"<inlineXML><html {XHTML}><head><title>Not text</title></head><body>{body}</body></html></inlineXML>"


def left_open(document: Document) -> list[str]:
    """The texts that the format leaves to the rules: the body."""
    return [passage.text for passage in document.passages if passage.given is None]


def labelled(document: Document, label: str) -> list[str]:
    return [passage.text for passage in document.passages if passage.given and passage.given[0] == label]


@pytest.mark.parametrize(
    "inside",
    [
        xhtml(f"<p>{SAILED}</p><p>It rained.</p>"),
        f"<inlineXML><html><body><p>{SAILED}</p><p>It rained.</p></body></html></inlineXML>",
        f"<inlineXML><section><p>{SAILED}</p><p>It rained.</p></section></inlineXML>",
        f"<inlineXML><nitf {NITF}><body><body.content><block>{TWO}</block></body.content></body></nitf></inlineXML>",
        f"<inlineXML>&lt;p&gt;{SAILED}&lt;/p&gt;&lt;p&gt;It rained.&lt;/p&gt;</inlineXML>",
        f"<inlineData contenttype='text/plain'>{SAILED}\n\nIt rained.</inlineData>",
        f"<inlineData contenttype='text/html'><![CDATA[<p>{SAILED}</p><p>It rained.</p>]]></inlineData>",
        f"<inlineData encoding='encd:base64'>{PACKED}</inlineData>",
    ],
    ids=["xhtml", "html", "section", "nitf", "escaped", "plain", "cdata", "base64"],
)
def test_the_text_is_read_out_of_every_wrapping(inside: str) -> None:
    assert left_open(story(inside)) == [SAILED, "It rained."]


def test_text_behind_an_element_inside_a_paragraph_is_kept() -> None:
    document = story(xhtml("<p>The <b>ferry</b> of <Company>Brill Lines</Company> sailed <br/>late.</p>"))

    assert " ".join(left_open(document)) == "The ferry of Brill Lines sailed late."


def test_entities_that_were_escaped_twice_are_read() -> None:
    document = story(xhtml("<p>At 4 o&amp;#39;clock it sailed.</p>"))

    assert left_open(document) == ["At 4 o'clock it sailed."]
    assert [notice.code for notice in document.notices] == ["text_repaired"]


def test_a_second_rendition_of_the_same_text_is_not_read_again() -> None:
    document = story(f"{xhtml(f'<p>{SAILED}</p>')}<inlineData contenttype='text/plain'>{SAILED}</inlineData>")

    assert left_open(document) == [SAILED]


def test_a_heading_that_says_the_headline_again_is_no_subheading() -> None:
    document = story(xhtml(f"<header><ul class='slugline'><li>Goats</li></ul><h1>Ferry sails</h1></header><p>{SAILED}</p>"))

    assert (labelled(document, "metadata"), labelled(document, "furniture")) == (["Goats"], ["Ferry sails"])
    assert left_open(document) == [SAILED]


@pytest.mark.parametrize(
    ("first", "label"), [("<p class='byline'>Ada Quill</p>", "byline"), ("<p><span class='dat'>Brill</span></p>", "dateline")]
)
def test_the_class_of_a_line_says_what_it_is(first: str, label: str) -> None:
    assert len(labelled(story(xhtml(f"{first}<p>{SAILED}</p>")), label)) == 1


def test_a_long_paragraph_stays_story_whatever_its_class_says() -> None:
    long = " ".join([SAILED] * 6)

    assert left_open(story(xhtml(f"<p class='author'>{long}</p>"))) == [long]


def test_a_byline_that_the_text_has_stands_there_only() -> None:
    document = story(xhtml(f"<p>By Ada Quill</p><p>{SAILED}</p>"), "<headline>Ferry sails</headline><by>Ada Quill</by>")

    assert labelled(document, "byline") == ["By Ada Quill"]


def test_a_byline_of_the_metadata_alone_is_put_before_the_text() -> None:
    document = story(xhtml(f"<p>{SAILED}</p>"), "<headline>Ferry sails</headline><by>Ada Quill</by>")

    assert [passage.text for passage in document.passages] == ["Ferry sails", "Ada Quill", SAILED]


@pytest.mark.parametrize(
    ("dateline", "opening", "given_too"),
    [
        ("FORT BRILL, Pa.", "FORT BRILL, Pa. (AP) _ The ferry sailed.", []),
        ("Brill (dpa) - ", "Brill (dpa) - Die Fähre lief aus.", []),
        ("BRILL, March 3", "BRILL (Reuters) - The ferry sailed.", []),
        ("Brill", "Brill police said the ferry had sailed.", ["Brill"]),
        ("2026-03-03 10:00:00 GMT", "The ferry sailed.", []),
    ],
)
def test_a_dateline_that_the_text_opens_with_stands_there_only(dateline: str, opening: str, given_too: list[str]) -> None:
    document = story(xhtml(f"<p>{opening}</p>"), f"<headline>Ferry sails</headline><dateline>{dateline}</dateline>")

    assert labelled(document, "dateline") == given_too


def test_a_description_that_says_something_else_stands_below_the_headline() -> None:
    told = "<headline>Ferry sails</headline><description role='drol:summary'>{}</description>"

    new, again = (story(xhtml(f"<p>{SAILED}</p>"), told.format(text)) for text in ("Goats first.", "The ferry sailed on Mon..."))

    assert (labelled(new, "subheadline"), labelled(again, "subheadline")) == (["Goats first."], [])


def test_notes_to_editors_are_kept_once() -> None:
    notes = f"""<edNote><section {XHTML}><h3>Notes</h3><p>Picture to come.</p><p>Redaktion: Bo Lind (Brill)</p></section></edNote>
    <edNote role="x:note">Picture to come.</edNote>"""

    document = story(xhtml(f"<p>{SAILED}</p>"), meta=notes)

    assert (labelled(document, "note"), labelled(document, "credit")) == (
        ["Notes", "Picture to come."],
        ["Redaktion: Bo Lind (Brill)"],
    )


def test_a_picture_has_its_caption_its_credit_and_its_largest_file() -> None:
    files = """<remoteContent href="https://p.example/s.jpg" width="100"/>
    <remoteContent href="https://p.example/l.jpg" width="3000"/>"""
    content = "<creditline>Ada Quill/FW</creditline><description role='drol:caption'>The ferry at Brill.</description>"

    document = story(files, content, kind="picture")

    assert (document.fields.genre, labelled(document, "caption")) == ("picture", ["The ferry at Brill."])
    assert document.fields.images == (("The ferry at Brill.", "Ada Quill/FW", "https://p.example/l.jpg"),)


def test_a_picture_inside_the_text_is_listed_and_a_trackers_pixel_is_not() -> None:
    figure = "<figure><img src='https://p.example/f.jpg'/><figcaption>At Brill</figcaption></figure>"
    figure += "<img src='https://t.example/t' width='1'/>"

    assert story(xhtml(f"<p>{SAILED}</p>{figure}")).fields.images == (("At Brill", None, "https://p.example/f.jpg"),)


def test_a_text_that_is_a_file_of_its_own_is_told() -> None:
    document = story("<remoteContent href='https://p.example/story.html' contenttype='text/html'/>")

    assert [notice.code for notice in document.notices] == ["content_elsewhere"]


def test_base64_that_is_none_is_told() -> None:
    assert [notice.code for notice in story("<inlineData encoding='encd:base64'>%%%</inlineData>").notices] == [
        "content_left_out"
    ]
