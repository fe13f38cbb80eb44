"""Files made to break a reader, through every reader: bounded time, nothing fetched, and a story or a reason."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import TooLarge, UnreadableCopy
from pipeline.record import Record
from pipeline.refine import refine

STORY = "The ferry sailed on Monday, the guild said."
PARAGRAPH = f"<p>{STORY}</p>"
SECONDS = 20.0  # processor time; generous: the slowest takes two on an idle core, what is quadratic takes hours
PASSWORDS = Path("/etc/passwd")

XML: dict[str, Callable[[str, str, str], str]] = {
    "nitf": lambda body, prolog, more: (
        f"{prolog}<nitf{more}><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    ),
    "newsml1": lambda body, prolog, more: (
        f"{prolog}<NewsML{more}><NewsItem><NewsComponent><NewsLines><HeadLine>Ferry</HeadLine></NewsLines>"
        f"<ContentItem><DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    ),
    "newsml_g2": lambda body, prolog, more: (
        f"{prolog}<newsItem{more}><contentMeta><headline>Ferry</headline></contentMeta>"
        f"<contentSet><inlineXML><html><body>{body}</body></html></inlineXML></contentSet></newsItem>"
    ),
    "ritzau": lambda body, prolog, more: f"{prolog}<RBNews{more}><headline>Ferry</headline><content>{body}</content></RBNews>",
    "rss": lambda body, prolog, more: (
        f"{prolog}<rss{more}><channel><item><title>Ferry</title><description>{body}</description></item></channel></rss>"
    ),
    "xml": lambda body, prolog, more: f"{prolog}<story{more}><headline>Ferry</headline><body>{body}</body></story>",
}
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(2, 12))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a1 "ha">{LAUGHS}]>'
OUTSIDE = (
    f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY e SYSTEM "file://{PASSWORDS}"><!ENTITY % p SYSTEM "file:///x">%p;]>'
)
LATE = f"<!--{'x' * 70_000}-->"  # pushes the doctype out of where one is looked for

# What stands in the body, before the root, and in the root's own tag.
ATTACKS: dict[str, tuple[str, str, str]] = {
    "entities of entities": (f"{PARAGRAPH}<p>&a11;</p>", ENTITIES, ""),
    "entities far down": (f"{PARAGRAPH}<p>&a11;</p>", LATE + ENTITIES, ""),
    "a file outside": (f"{PARAGRAPH}<p>&e;</p>", OUTSIDE, ""),
    "a file outside, far down": (f"{PARAGRAPH}<p>&e;</p>", LATE + OUTSIDE, ""),
    "doctypes without end": (PARAGRAPH, "<!DOCTYPE[" * 6_000, ""),
    "a hundred thousand levels": (f"{PARAGRAPH}{'<p>' * 100_000}x{'</p>' * 100_000}", "", ""),
    "a hundred thousand attributes": (PARAGRAPH, "", "".join(f' a{n}="x"' for n in range(100_000))),
    "an attribute of megabytes": (PARAGRAPH, "", f' a="{"x" * 4_900_000}"'),
    "a class of megabytes": (f'<p class="{"byline " * 500_000}">x</p>{PARAGRAPH}', "", ""),
    "namespaces": (PARAGRAPH, "", "".join(f' xmlns:n{n}="urn:{n}"' for n in range(20_000))),
    "a line of megabytes": (f"<p>{'word ' * 500_000}</p>{PARAGRAPH}", "", ""),
    "a word of megabytes": (f"<p>{'w' * 2_000_000}</p>{PARAGRAPH}", "", ""),
    "blanks of megabytes": (f"<p>a{' ' * 2_000_000}b</p>{PARAGRAPH}", "", ""),
    "angle brackets": ("<" * 1_000_000, "", ""),
    "comments that never end": ("<!--" * 250_000, "", ""),
    "instructions that never end": ("<?" * 250_000, "", ""),
    "ampersands": (f"<p>{'&' * 500_000}</p>{PARAGRAPH}", "", ""),
    "tags in characters": ("&lt;div&gt;" * 100_000 + STORY, "", ""),
    "ends that never began": (PARAGRAPH + "</p>" * 100_000, "", ""),
    "a second root": (f"{PARAGRAPH}</x></x>{PARAGRAPH}", "", ""),
}

OTHERS: dict[str, bytes] = {
    "json lists": b'{"headline":"x","body":' + b"[" * 100_000,
    "json objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "json numbers": b'{"headline":"x","body":"' + STORY.encode() * 3 + b'","version":' + b"9" * 1_000_000 + b"}",
    "json keys": json.dumps({"headline": "x", "body": STORY * 3, **{f"k{n}": n for n in range(100_000)}}).encode(),
    "json people": json.dumps(
        {"headline": "x", "body": STORY * 3, "authors": [{"name": f"Ada Quill{n}"} for n in range(50_000)]}
    ).encode(),
    "json nothings": b"{}\n" * 500_000,
    "json quotes": b'{"headline":"' * 100_000,
    "mail parts": b"From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 200_000,
    "mail header": b"From: a\nTo: b\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\n" + STORY.encode(),
    "mail levels": b"From: a\nTo: b\nSubject: c\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(3_000)),
    "telegraph takes": b"\x01xyz0123 4 pl 120 xyz 003\r\n\r\nFerry/\x02Ferry =\r\n   It sailed.\x03" + b"\x01" * 1_000_000,
    "telegraph headlines": b"\x01xyz0123 4 pl 120 xyz 003\r\n\r\nFerry/\x02" + b"F =\r\n" * 100_000,
    "text lines": b"a\n" * 50_000 + STORY.encode(),
    "text credits": b"(Reporting by Ada Quill; " * 40_000,
    "text brackets": b"(" * 1_000_000,
}


def refined(raw: bytes) -> list[Record]:
    """The records, () where it is refused; in bounded time either way."""
    began = time.process_time()
    try:
        return refine(raw, "copy")
    except UnreadableCopy:
        return []
    finally:
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("form", XML)
def test_hostile_xml_is_read_or_refused_in_time(form: str, attack: str) -> None:
    body, prolog, more = ATTACKS[attack]

    records = refined(XML[form](body, prolog, more).encode())

    told = " ".join(block.text for record in records for block in record.body)
    assert not records or STORY in re.sub(r"\s+", " ", told)
    assert PASSWORDS.read_text().split(":")[0] + ":x:" not in told


@pytest.mark.parametrize("name", OTHERS)
def test_a_hostile_file_is_read_or_refused_in_time(name: str) -> None:
    assert len(refined(OTHERS[name])) <= 1


@pytest.mark.parametrize("raw", [b"a\n" * 150_000, b"<p>a</p>" * 150_000, XML["nitf"]("<p>a</p>" * 110_000, "", "").encode()])
def test_a_text_in_more_pieces_than_any_story_is_refused(raw: bytes) -> None:
    with pytest.raises(TooLarge, match=r"lines|tags"):
        refine(raw, "copy")
