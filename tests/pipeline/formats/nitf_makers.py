"""NITF files made of parts, for the tests of its reader."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.formats.nitf import reader as nitf

FIRST = "The harbour board of Lakeford voted on Tuesday to close the northern lock for two years."
SECOND = "Work begins in May, the board said, and will cost 12 million crowns."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
IDENTIFIED = '<doc-id id-string="X1" regsrc="Example Wire"/><date.issue norm="20260303T101500Z"/>'
TITLED = "<hedline><hl1>Lakeford closes its lock</hl1></hedline>"


def story(
    body: str = BODY, head: str = TITLED, docdata: str = IDENTIFIED, meta: str = "", end: str = "", attributes: str = ""
) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf {attributes}><head><title>BC-Lock</title>{meta}'
        f'<docdata management-status="usable">{docdata}</docdata></head><body><body.head>{head}</body.head>'
        f"<body.content>{body}</body.content>{end}</body></nitf>"
    )


def read(text: str) -> Document:
    [document] = nitf.read(text.encode(), "story.xml")
    return document


def labelled(document: Document, label: str) -> list[str]:
    return [passage.text for passage in document.passages if passage.given and passage.given[0] == label]


def paragraphs(document: Document) -> list[str]:
    return [passage.text for passage in document.passages if passage.given is None]


MEDIA = (
    '<media media-type="image"><media-reference source="lock.jpg"/><media-object encoding="base64">QUFB</media-object>'
    "<media-producer>Photo by Dee Moss</media-producer><media-caption><p>The lock.</p></media-caption></media>"
)
