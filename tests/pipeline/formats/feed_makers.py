"""Small feeds for tests, and what a test asks of their stories."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.formats.feeds import reader as feeds

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
WHOLE = "<content:encoded><![CDATA[<p>The ferry sailed at dawn with nine goats.</p>]]></content:encoded>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{}</feed>'
TITLE = "<title>Ferry sails</title>"
ATOM_0_3 = ATOM.replace("www.w3.org/2005/Atom", "purl.org/atom/ns#")
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>Wire</title></channel>{}</rdf:RDF>"
)


def rss(*items: str, channel: str = "") -> bytes:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{channel}{entries}</channel></rss>'.encode()


def export(*items: str, channel: str = "") -> bytes:
    return rss(*items, channel=f"<wp:wxr_version>1.2</wp:wxr_version>{channel}")


def story(raw: bytes) -> Document:
    (document,) = feeds.read(raw, "feed.xml")
    return document


def body(document: Document) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document.passages if passage.given is None]


def labelled(document: Document, label: str) -> list[str]:
    return [passage.text for passage in document.passages if passage.given and passage.given[0] == label]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]
