"""Encodings that lie, through every reader: what is damaged is repaired, the record says so, and nothing comes out garbled."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from pipeline.formats.detect import head_of
from pipeline.formats.registry import READERS
from pipeline.record import Record
from pipeline.refine import refine
from seeds.listing import SEEDS

# One seed a reader.
CARRIERS = {
    "nitf": "nitf/tidal-gate.xml",
    "newsml1": "newsml-1/night-train.xml",
    "newsml_g2": "newsml-g2/kiln-orders.xml",
    "ritzau": "ritzau/ferge-tunnel.xml",
    "feed": "rss/harbour-news.xml",
    "xml": "agency-xml/orchard-lease.xml",
    "anpa1312": "anpa-1312/bell-ringer.anpa",
    "iptc7901": "iptc-7901/nachtfaehre.iptc",
    "mail": "mail/seed-library.eml",
    "json": "ninjs/heather-honey.json",
    "html": "html-fragment/grid-auction.html",
    "text": "ap/dam-sirens.txt",
}
PHRASE = "café of the “Señora” – Göran’s"
DECLARATION = re.compile(r"""(<\?xml[^>]*encoding=["']|charset=["']?)[\w-]+""")


def declares(text: str, encoding: str) -> str:
    """The text with its declarations, where it has any, naming this encoding."""
    return DECLARATION.sub(lambda found: found.group(1) + encoding, text)


def garbled(text: str) -> str:
    """As it looks when UTF-8 was read as windows-1252, in which five bytes mean nothing and pass as they are."""
    unused = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    shown = [unused.get(byte) or bytes([byte]).decode("windows-1252") for byte in range(256)]
    return "".join(char if char.isascii() else "".join(shown[byte] for byte in char.encode()) for char in text)


def by_turns(text: str) -> bytes:
    """A word in UTF-8, a word in windows-1252, where the two differ."""
    words = re.split(r"(?<= )", text)
    wide = [n for n, word in enumerate(words) if not word.isascii()]
    return b"".join(word.encode("windows-1252" if n in wide[::2] else "utf-8") for n, word in enumerate(words))


SOUND: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: declares(text, "utf-8").encode(),
    "utf-8 with its mark": lambda text: b"\xef\xbb\xbf" + declares(text, "utf-8").encode(),
    "a mark twice": lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + declares(text, "utf-8").encode(),
    "windows-1252": lambda text: declares(text, "windows-1252").encode("windows-1252"),
    "utf-16-le with its mark": lambda text: b"\xff\xfe" + declares(text, "utf-16").encode("utf-16-le"),
    "utf-16-be with its mark": lambda text: b"\xfe\xff" + declares(text, "utf-16").encode("utf-16-be"),
    "utf-16-le": lambda text: declares(text, "utf-16").encode("utf-16-le"),
    "utf-16-be": lambda text: declares(text, "utf-16").encode("utf-16-be"),
    "utf-32": lambda text: declares(text, "utf-32").encode("utf-32"),
}
# What is done to the bytes, and the warnings of which one at least must tell it; some lies need a declaration.
LIES: dict[str, tuple[Callable[[str], bytes], set[str]]] = {
    "says utf-8, is windows-1252": (lambda text: declares(text, "utf-8").encode("windows-1252"), {"encoding_lied"}),
    "says iso-8859-1, is windows-1252": (
        lambda text: declares(text, "iso-8859-1").encode("windows-1252"),
        {"text_repaired", "encoding_lied"},
    ),
    "says iso-8859-1, is utf-8": (lambda text: declares(text, "iso-8859-1").encode(), {"encoding_lied"}),
    "says us-ascii, is utf-8": (lambda text: declares(text, "us-ascii").encode(), {"encoding_lied"}),
    "says utf-16, is utf-8": (lambda text: declares(text, "utf-16").encode(), {"encoding_lied"}),
    "says utf-8, is utf-16": (lambda text: b"\xff\xfe" + declares(text, "utf-8").encode("utf-16-le"), {"encoding_lied"}),
    "says nonsense, is windows-1252": (lambda text: declares(text, "x-desk-8").encode("windows-1252"), {"encoding_lied"}),
}
DAMAGE: dict[str, tuple[Callable[[str], bytes], set[str]]] = {
    "encoded twice": (lambda text: garbled(declares(text, "utf-8")).encode(), {"text_repaired"}),
    "words of two encodings": (lambda text: by_turns(declares(text, "utf-8")), {"undecodable_bytes", "encoding_guessed"}),
    "a mark that is garbled": (lambda text: "ï»¿".encode() + garbled(declares(text, "utf-8")).encode(), {"text_repaired"}),
    "control bytes": (
        lambda text: declares(text, "utf-8").replace(PHRASE, f"\x16{PHRASE}\x7f").encode(),
        {"control_characters"},
    ),
}


@cache
def carrier(reader: str) -> str:
    """The seed, in which a word of its story gives way to the phrase: the first that stands in the file just once."""
    raw = (SEEDS / CARRIERS[reader]).read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("windows-1252")
    text = text.replace("quoted-printable", "8bit") if reader == "mail" else text
    body = " ".join(block.text for block in refine(text.encode(), "copy")[0].body[1:])
    word = next(word for word in re.findall(r"(?<= )[a-z]{5,}(?= )", body) if text.count(word) == 1)
    return text.replace(word, PHRASE)


def refined(raw: bytes) -> list[Record]:
    return refine(raw, "copy")


def said(records: list[Record]) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(one.headline, tuple(block.text for block in one.body)) for one in records]


def warned(records: list[Record]) -> set[str]:
    return {warning.code for one in records for warning in one.warnings}


@pytest.mark.parametrize("reader", CARRIERS)
def test_every_reader_has_a_carrier(reader: str) -> None:
    raw = carrier(reader).encode()

    assert {one.name for one in READERS} == CARRIERS.keys()
    assert next(one.name for one in READERS if one.recognises(head_of(raw))) == reader
    assert any(PHRASE in " ".join(body) for _, body in said(refined(raw)))


@pytest.mark.parametrize("encoding", SOUND)
@pytest.mark.parametrize("reader", CARRIERS)
def test_every_reader_reads_every_encoding_alike(reader: str, encoding: str) -> None:
    records = refined(SOUND[encoding](carrier(reader)))

    assert said(records) == said(refined(SOUND["utf-8"](carrier(reader))))
    assert not warned(records) & {"text_repaired", "undecodable_bytes"}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("reader", CARRIERS)
def test_a_declaration_that_lies_is_seen_through(reader: str, lie: str) -> None:
    encode, told = LIES[lie]
    text = carrier(reader)
    records = refined(encode(text))

    assert said(records) == said(refined(SOUND["utf-8"](text)))
    assert not DECLARATION.search(text) or warned(records) & told


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("reader", CARRIERS)
def test_damage_is_repaired_and_told(reader: str, damage: str) -> None:
    encode, told = DAMAGE[damage]
    records = refined(encode(carrier(reader)))

    assert PHRASE in " ".join(" ".join(part for part in (headline, *body) if part) for headline, body in said(records))
    steered = reader in ("anpa1312", "iptc7901") and damage == "control bytes"  # these bytes are the format's own
    assert steered or warned(records) & told
