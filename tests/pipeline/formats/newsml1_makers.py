"""NewsML 1.x files made of parts, for the tests of its reader."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.formats.newsml1 import reader as newsml1

FIRST = "The harbour board of Lakeford voted on Tuesday to close the northern lock for two years."
SECOND = "Work begins in May, the board said, and will cost 12 million crowns."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
NITF = f"<nitf><body><body.content>{BODY}</body.content></body></nitf>"
LINES = "<NewsLines><HeadLine>Lakeford closes its lock</HeadLine></NewsLines>"
PHOTO = '<ContentItem Href="{}"><MediaType FormalName="Photo"/></ContentItem>'
IDENTITY = (
    "<NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20260303</DateId><NewsItemId>TX-1</NewsItemId>"
    '<RevisionId PreviousRevision="1" Update="N">2</RevisionId></NewsIdentifier>'
)
MANAGED = "<FirstCreated>20260303T101000Z</FirstCreated><ThisRevisionCreated>20260303T111000+0000</ThisRevisionCreated>"


def content(data: str, form: str = "NITF") -> str:
    return f'<ContentItem><Format FormalName="{form}"/><DataContent>{data}</DataContent></ContentItem>'


def component(inside: str, role: str = "", attributes: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    return f"<NewsComponent {attributes}>{named}{inside}</NewsComponent>"


def item(inside: str, managed: str = MANAGED, identity: str = IDENTITY, kind: str = "News") -> str:
    management = f'<NewsManagement><NewsItemType FormalName="{kind}"/>{managed}</NewsManagement>'
    return f'<NewsItem xml:lang="en"><Identification>{identity}</Identification>{management}{inside}</NewsItem>'


def read_all(*items: str, envelope: str = "") -> list[Document]:
    text = f'<?xml version="1.0"?><NewsML Version="1.2"><NewsEnvelope>{envelope}</NewsEnvelope>{"".join(items)}</NewsML>'
    return newsml1.read(text.encode(), "story.xml")


def read(inside: str, managed: str = MANAGED, identity: str = IDENTITY, envelope: str = "") -> Document:
    [document] = read_all(item(inside, managed, identity), envelope=envelope)
    return document


def labelled(document: Document, label: str) -> list[str]:
    return [passage.text for passage in document.passages if passage.given and passage.given[0] == label]


def paragraphs(document: Document) -> list[str]:
    return [passage.text for passage in document.passages if passage.given is None]
