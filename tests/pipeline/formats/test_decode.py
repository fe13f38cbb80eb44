"""Bytes to text: encodings, repairs, and what is no text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BinaryCopy, EmptyCopy, UnreadableCopy
from pipeline.formats.decoding.decode import Decoded, decode

SENTENCE = "The café in Søndervig won’t reopen before May, “not for money”, said Åse Grønmyr."


def codes(decoded: Decoded) -> list[str]:
    return [notice.code for notice in decoded.notices]


def test_clean_utf8_comes_back_identical() -> None:
    text = f"{SENTENCE}\n\n\tIndented — and “quoted” ﬁnely, ＷＩＤＥ, &amp; 'straight'.\n"

    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(encoding: str) -> None:
    decoded = decode(SENTENCE.encode(encoding), declared="windows-1252")

    assert decoded.text == SENTENCE
    assert decoded.encoding.startswith(encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised_by_its_nuls(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == Decoded(SENTENCE, encoding)


def test_utf16_that_breaks_off_keeps_what_there_is() -> None:
    decoded = decode(SENTENCE.encode("utf-16")[:-1])

    assert decoded.text == f"{SENTENCE[:-1]}\ufffd"
    assert codes(decoded) == ["undecodable_bytes"]


def test_the_declared_encoding_is_taken_where_utf8_fails() -> None:
    assert decode("Żaglówka już płynie.".encode("iso8859-2"), declared="ISO-8859-2") == Decoded(
        "Żaglówka już płynie.", "iso-8859-2"
    )


def test_utf8_is_taken_before_a_declaration_that_lies() -> None:
    decoded = decode(SENTENCE.encode(), declared="latin-1")

    assert decoded.text == SENTENCE
    assert codes(decoded) == ["encoding_lied"]


@pytest.mark.parametrize("declared", ["utf-7", "rot13", "no-such-thing", "utf\x00-8", "idna", "unicode_escape"])
def test_a_declaration_that_no_copy_is_written_in_is_not_followed(declared: str) -> None:
    decoded = decode("Grüße aus Kördorf, +AOk- \\u0041.".encode("windows-1252"), declared=declared)

    assert decoded.text == "Grüße aus Kördorf, +AOk- \\u0041."


def test_ascii_makes_every_declaration_true() -> None:
    assert decode(b"The ferry sails.", declared="iso-8859-15") == Decoded("The ferry sails.", "utf-8")


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("Le maire a déclaré à la presse que l'été serait gâché.", "cp1252", "windows-1252"),
        ("A primeira-ministra não há de aceitar a situação.", "cp1252", "windows-1252"),
        ("Мэр заявил в среду, что паром больше не пойдёт.", "koi8-r", "koi8-r"),
        ("Мэр заявил в среду, что паром больше не пойдёт.", "cp1251", "windows-1251"),
        ("市長は水曜日、フェリーは二度と出ないと述べた。" * 3, "shift_jis", "shift_jis"),
    ],
)
def test_an_undeclared_encoding_is_guessed(text: str, codec: str, name: str) -> None:
    decoded = decode(text.encode(codec))

    assert (decoded.text, decoded.encoding, codes(decoded)) == (text, name, ["encoding_guessed"])


def test_a_few_foreign_bytes_in_utf8_are_read_as_windows_1252() -> None:
    decoded = decode(SENTENCE.encode() + b" \x93Never\x94, he said.")

    assert decoded.text == f"{SENTENCE} “Never”, he said."
    assert (decoded.encoding, codes(decoded)) == ("utf-8", ["undecodable_bytes"])


def test_utf8_that_breaks_off_in_mid_character_is_utf8() -> None:
    decoded = decode("Åse sells crêpes—".encode()[:-1])

    assert (decoded.text, decoded.encoding) == ("Åse sells crêpes\ufffd", "utf-8")


@pytest.mark.parametrize(
    ("garbled", "sound"),
    [
        ("Itâ€™s the cafÃ©â€¦", "It’s the café…"),
        ("It‚Äôs the ferry", "It’s the ferry"),
        ("ï»¿The ferry", "The ferry"),
        ("CÃ”TE and goÃ»t", "CÔTE and goût"),
        ("\x93Never\x94, he said\x85", "“Never”, he said…"),
    ],
)
def test_mojibake_is_undone_and_told(garbled: str, sound: str) -> None:
    decoded = decode(garbled.encode())

    assert decoded.text == sound
    assert codes(decoded) == ["text_repaired"]


@pytest.mark.parametrize(
    "text", ["“MANHÃ” no café", "«FOLHA DA MANHû", "CAFÉ” – là… «été»", "Ďakujem, Ђорђе", "1 Å, 5 Â, Ã", "ﬁve ½ №"]
)
def test_letters_that_only_look_like_mojibake_stay(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_only_the_garbled_line_is_touched() -> None:
    text = "“MANHÔ, ela disse.\nItâ€™s late.\n“MANHÔ."

    assert decode(text.encode()).text == "“MANHÔ, ela disse.\nIt’s late.\n“MANHÔ."


def test_windows_1252_bytes_declared_as_latin_1_are_repaired() -> None:
    decoded = decode(b"\x91Never\x92, he said", declared="iso-8859-1")

    assert decoded.text == "‘Never’, he said"
    assert codes(decoded) == ["text_repaired"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\r\r\n", "\n", "\u2028"])
def test_every_line_end_becomes_a_newline(ends: str) -> None:
    assert decode(ends.join(("One", "two", "three")).encode()).text == "One\ntwo\nthree"


def test_telegraph_age_controls_are_text_and_become_blanks() -> None:
    decoded = decode(b"\x16\x16\x01x0012\x1fasian\r\n\x02Ferry sails<\r\n\x0312 GMT\x7f\x04\f")

    assert decoded.text == "   x0012 asian\n Ferry sails<\n 12 GMT  \f"
    assert codes(decoded) == ["control_characters"]


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u200b\ufeff\u00a0\n".encode(), b"\x00" * 500, b"\x01\x02"])
def test_nothing_visible_is_empty_copy(raw: bytes) -> None:
    with pytest.raises(EmptyCopy):
        decode(raw, subject="story.txt")


@pytest.mark.parametrize(
    "head",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"\x7fELF\x02",
        b"\x1f\x8b\x08",
        b"RIFF\0\0\0\0WEBP",
    ],
)
def test_known_binary_files_are_refused_by_name(head: bytes) -> None:
    with pytest.raises(BinaryCopy, match=r"photo\.txt: looks like a"):
        decode(head + b"and then words enough to pass for text " * 9, subject="photo.txt")


def test_bytes_full_of_controls_are_binary() -> None:
    with pytest.raises(BinaryCopy):
        decode(bytes(range(256)) * 8)


def test_text_padded_with_nuls_is_text() -> None:
    assert decode(b"The ferry sails." + b"\x00" * 4096).text.strip() == "The ferry sails."


@given(st.binary(max_size=600), st.none() | st.sampled_from(["utf-8", "ascii", "utf-16", "shift_jis", "iso-8859-1", "x", ""]))
def test_any_bytes_give_text_or_an_error_of_the_tree(raw: bytes, declared: str | None) -> None:
    try:
        decoded = decode(raw, declared)
    except UnreadableCopy:
        return

    assert decoded.text.strip()
    assert not [char for char in decoded.text if (char < " " and char not in "\t\n\f") or "\x7f" <= char <= "\x9f"]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1).map(
        lambda text: f"The ferry. {text}"
    )
)
def test_decoding_decoded_text_changes_nothing_more(text: str) -> None:
    once = decode(text.encode()).text

    assert decode(once.encode()).text == once
