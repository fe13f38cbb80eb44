"""gzip and zip of any format: read by each member's own bytes, and bounded."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BinaryCopy, BrokenArchive, NotAStory, TooLarge, UnknownFormat, UnreadableCopy
from pipeline.formats import archives
from pipeline.formats.detect import read

TEXT = b"Ferry sails\nIt sailed at dawn.\n"
PAGE = b"<h1>Ferry sails</h1><p>It sailed at dawn.</p>"
FEED = b"<rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>"


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_gzipped_story_is_the_story() -> None:
    assert read(gzip.compress(PAGE), "story.gz") == read(PAGE, "story")


def test_a_gzip_of_two_streams_is_one_file() -> None:
    (document,) = read(gzip.compress(TEXT[:12]) + gzip.compress(TEXT[12:]), "story.txt.gz")

    assert document.text == TEXT.decode()


def test_members_of_a_zip_are_read_each_by_its_own_bytes_and_numbered_through() -> None:
    raw = zipped(("a.txt", PAGE), ("b/c.html", TEXT), ("feed", FEED))

    assert [(one.item, one.format) for one in read(raw, "all.zip")] == [(1, "html"), (2, "text"), (3, "rss"), (4, "rss")]


def test_a_zip_of_one_story_is_that_story() -> None:
    assert read(zipped(("a.txt", TEXT)), "one.zip") == read(TEXT, "one.zip")


def test_a_bad_member_is_left_out_and_named() -> None:
    documents = read(zipped(("a.jpg", b"\xff\xd8\xff\xe0" + bytes(60)), ("a.txt", TEXT)), "two.zip")

    (notice,) = documents[0].notices
    assert (len(documents), notice.code, notice.message) == (1, "member_left_out", "a.jpg: looks like a JPEG picture")


def test_where_no_member_is_a_story_the_reasons_are_told() -> None:
    with pytest.raises(NotAStory, match=r"a\.json: looks like JSON.*b\.txt: there is nothing"):
        read(zipped(("a.json", b'{"a": 1}'), ("b.txt", b"  ")), "two.zip")


def test_the_reason_of_an_only_member_is_the_archives() -> None:
    with pytest.raises(UnknownFormat):
        read(gzip.compress(b"<?xml version='1.0'?><root/>"), "x.gz")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs/story", "C:\\story", "a\x1b[31m.txt", "n" * 60_000])
def test_a_name_is_only_a_name(name: str) -> None:
    documents = read(zipped((name, bytes(8)), ("a.txt", TEXT)), "two.zip")

    assert len(documents) == 1
    assert documents[0].notices[0].message.isprintable()


def test_what_file_managers_add_is_passed_over() -> None:
    raw = zipped(("__MACOSX/._a.txt", b"\0\5\x16"), (".DS_Store", b"\0\0"), ("b/", b""), ("a.txt", TEXT))

    assert read(raw, "mac.zip") == read(TEXT, "mac.zip")


@pytest.mark.parametrize("raw", [gzip.compress(bytes(30_000_000)), zipped(("a", bytes(30_000_000)))], ids=["gzip", "zip"])
def test_a_bomb_is_refused_before_it_has_gone_off(raw: bytes) -> None:
    with pytest.raises(TooLarge, match="a bomb"):
        read(raw, "bomb")


def test_a_zip_that_lies_about_its_sizes_is_counted_as_it_comes_out() -> None:
    raw = zipped(("a", bytes(30_000_000)))
    small = raw.replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    with pytest.raises(UnreadableCopy):
        read(small, "bomb.zip")


def test_too_many_members_are_refused() -> None:
    with pytest.raises(TooLarge, match="1001 files"):
        read(zipped(*((f"{n}.txt", TEXT) for n in range(1001))), "many.zip")


def test_a_directory_beyond_all_measure_is_refused_unread() -> None:
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + (50_000_000).to_bytes(4, "little") + bytes(6)

    with pytest.raises(TooLarge):
        read(b"PK\x03\x04" + bytes(100) + end, "many.zip")


def test_an_archive_in_an_archive_is_not_opened() -> None:
    raw = zipped(("in.zip", zipped(("a.txt", TEXT))), ("in.gz", gzip.compress(TEXT)), ("a.txt", TEXT))

    assert [notice.message for notice in read(raw, "x.zip")[0].notices] == [
        "in.zip: it is an archive in an archive",
        "in.gz: it is an archive in an archive",
    ]


def test_a_broken_tar_in_gzip_is_not_taken_for_text() -> None:
    tar = b"story.txt".ljust(257, b"\0") + b"ustar  \0" + bytes(247) + TEXT

    with pytest.raises(BrokenArchive):
        read(gzip.compress(tar), "x.tar.gz")


def test_an_encrypted_member_is_left_out() -> None:
    raw = bytearray(zipped(("a.txt", TEXT), ("b.txt", TEXT)))
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 8] |= 1

    assert [notice.message for notice in read(bytes(raw), "x.zip")[0].notices] == ["a.txt: it is encrypted"]


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_an_office_file_is_still_binary(name: str) -> None:
    with pytest.raises(BinaryCopy):
        read(zipped((name, b"x"), ("word/document.xml", PAGE)), "story.docx")


def test_an_empty_archive_is_no_story() -> None:
    with pytest.raises(NotAStory):
        read(zipped(), "empty.zip")


def test_unknown_packing_is_named() -> None:
    raw = zipped(("a.txt", TEXT), method=zipfile.ZIP_LZMA)

    with pytest.raises(BinaryCopy, match="a method that is not read"):
        read(raw, "x.zip")


PACKED = [gzip.compress(TEXT * 20), zipped(("a.txt", TEXT * 20), ("b.html", PAGE))]


@pytest.mark.parametrize("raw", PACKED, ids=["gzip", "zip"])
def test_an_archive_cut_off_anywhere_is_broken(raw: bytes) -> None:
    for size in range(4, len(raw) - 1):
        with pytest.raises(BrokenArchive):
            read(raw[:size], "cut")


@given(st.sampled_from(PACKED), st.data())
def test_no_broken_byte_breaks_the_reader(raw: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))

    with contextlib.suppress(UnreadableCopy):
        assert read(bytes(spoilt), "spoilt")


def test_is_archive_looks_at_bytes() -> None:
    assert archives.is_archive(PACKED[0])
    assert not archives.is_archive(TEXT)


def test_a_member_without_a_name_is_read() -> None:
    nameless = zipfile.ZipInfo("a")
    nameless.filename = ""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(nameless, TEXT)

    assert [document.text for document in read(packed.getvalue(), "all.zip")] == [TEXT.decode()]
