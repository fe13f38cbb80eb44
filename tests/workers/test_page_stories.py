"""The stream and the stories of the desk page: found, filtered, side by side, and harmless whatever they say."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from pipeline.record import Author, Byline, Caution, Rights
from seeds.listing import SEEDS
from tests.workers.desk import a_record, claimed, until
from tests.workers.page_server import Client, served
from workers.bench import Bench
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

SALT = (SEEDS / "tca-bloomberg" / "salt-terminal.txt").read_bytes()
GRID = (SEEDS / "reuters" / "grid-auction.txt").read_bytes()
TWO = (SEEDS / "news-api" / "two-stories.json").read_bytes()
HOSTILE = (
    b"<script>alert(1)</script> closes the pier\n\n"
    b"The <img src=x onerror=alert(2)> council met \xe2\x80\xaeagain\xe2\x80\xac on Monday."
)


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Spool:
    spool = Spool(tmp_path_factory.mktemp("page") / "desk")
    spool.prepare()
    files = [("tca/salt.txt", SALT), ("reuters/<b>grid.txt", GRID), ("two.json", TWO), ("hostile.txt", HOSTILE)]
    take_in(spool, *files)
    hostile = a_record(b"Rights of another kind\nA body.").model_copy(
        update={
            "rights": Rights(url="javascript:alert(3)", holder="\x00\x1b[31mNobody\u202e"),
            "byline": Byline(authors=(Author(name='"><script>alert(4)</script>'),)),
            "warnings": (Caution(code="odd", message="</title><script>alert(5)</script>"),),
            "headline": "Rights " + "of another kind " * 2_000,
        }
    )
    FileStore(spool.records).put_many([hostile])
    return spool


def take_in(spool: Spool, *files: tuple[str, bytes]) -> None:
    """As a worker does it."""
    settings = Settings.load(spool.desk)
    names = [claimed(spool, name, data).name for name, data in files]
    ingest(names, spool, [FileStore(spool.records)], settings, Bench(settings).refine)


@pytest.fixture(scope="module")
def client(spool: Spool) -> Iterator[Client]:
    with served(spool.desk, "--no-token") as client:
        assert until(lambda: "6 stories" in client.get("/").text)
        yield client


def story_of(raw: bytes) -> str:
    return f"/story/{hashlib.sha256(raw).hexdigest()[:32]}"


def headlines(page: str) -> list[str]:
    return re.findall(r'class="row" href="[^"]+">([^<]+)<', page)


@pytest.mark.parametrize(
    "asked",
    [
        "q=haulers", "q=kornelia+strand", "q=STRAND", "q=%22salt+haulers%22", "q=bloomberg", "q=tca", "q=salt.txt", "q=haul",
        "agency=bloomberg", "q=terminal&agency=bloomberg&status=usable&format=text", "rule=bloomberg.assistance",
    ],
)  # fmt: skip
def test_a_story_is_found_by_its_words_and_by_what_it_is(client: Client, asked: str) -> None:
    assert headlines(client.get(f"/?{asked}").text) == ["Salt haulers bet on a river terminal as highway tolls climb"]


@pytest.mark.parametrize("asked", ["q=%22haulers+salt%22", "q=zebra", "agency=nobody", "warning=nothing", "q=%28%29", "rule=x"])
def test_what_is_not_there_is_not_found(client: Client, asked: str) -> None:
    assert "0 stories" in client.get(f"/?{asked}").text


@pytest.mark.parametrize(
    "words", ['"', '""', "NEAR(", "a AND", "headline:x", "*", "'; DROP TABLE stories; --", "\0", "^x", "-", "🙂", "x" * 5_000]
)
def test_no_words_are_an_error(client: Client, words: str) -> None:
    assert client.get(f"/?q={quote(words)}").status == 200


@pytest.mark.parametrize("page", ["0", "-1", "99999999", "9" * 30, "x", "١"])
def test_no_page_number_is_an_error(client: Client, page: str) -> None:
    assert client.get(f"/?page={quote(page)}").status == 200


def test_where_the_words_were_found_is_marked(client: Client) -> None:
    assert "<mark>barges</mark>" in client.get("/?q=barge").text


def test_the_newest_story_comes_first_and_a_new_one_before_it(client: Client, spool: Spool) -> None:
    fresh = b"A new lamp for the north pier\n\nThe council opened the lamp on Monday, and it stayed lit."
    take_in(spool, ("late/lamp.txt", fresh))

    assert until(lambda: headlines(client.get("/").text)[0] == "A new lamp for the north pier")

    FileStore(spool.records).remove_many([hashlib.sha256(fresh).hexdigest()[:32]])
    assert client.get(story_of(fresh)).status == 404
    assert "A new lamp" not in client.get("/").text


def test_every_stretch_of_the_source_has_its_label_and_its_rule(client: Client) -> None:
    page = client.get(story_of(SALT)).text

    for label, rule in (
        ("headline", "head.headline"),
        ("credit", "bloomberg.assistance"),
        ("rights", "any.rights"),
        ("furniture", "site.comments"),
    ):
        assert re.search(rf'class="stretch \w+ is-{label}" title="{label}, by {re.escape(rule)}', page)


def test_what_was_removed_stands_with_its_rule_and_why(client: Client) -> None:
    page = client.get(story_of(SALT)).text.partition("<h3>Removed</h3>")[2]

    assert "site.comments" in page
    assert "The comment section&#39;s own heading and buttons stand below the story." in page


def test_the_record_is_there_as_it_is_stored(client: Client, spool: Spool) -> None:
    answer = client.get(f"{story_of(SALT)}.json")

    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.text)["id"] == hashlib.sha256(SALT).hexdigest()[:32]


def test_the_stories_of_one_file_have_a_page_each(client: Client) -> None:
    assert "story 2 of the file" in client.get(f"{story_of(TWO)}-2").text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=council",
        "/?q=%3Cscript%3Ealert(9)%3C/script%3E",
        story_of(HOSTILE),
        story_of(b"Rights of another kind\nA body."),
    ],
)
def test_what_a_story_says_is_text(client: Client, path: str) -> None:
    page = client.get(path).text

    assert not re.search(r"<script>|<img|\"><script", page)
    assert "alert(" not in re.sub(r"&lt;[^<]*", "", page).replace("javascript:alert(3)", "")
    assert not set(page) & {"\0", "\x1b", "\u202e", "\u202c"}


def test_an_address_that_is_no_web_address_is_no_link(client: Client) -> None:
    page = client.get(story_of(b"Rights of another kind\nA body.")).text

    assert "javascript:alert(3)" in page
    assert 'href="javascript' not in page


def test_what_is_long_is_cut_with_a_note(client: Client) -> None:
    page = client.get(story_of(b"Rights of another kind\nA body.")).text

    assert "[600 of 32,007 characters]" in page
    assert len(page) < 60_000


def test_a_name_from_outside_is_text(client: Client) -> None:
    assert "&lt;b&gt;grid.txt" in client.get(story_of(GRID)).text


@pytest.mark.parametrize("name", ["0" * 32, "x", "0" * 32 + "-x", "../../etc/passwd", "0" * 32 + "-1.json", "%00" * 32])
def test_a_story_that_is_not_there_is_a_clear_page(client: Client, name: str) -> None:
    answer = client.get(f"/story/{name}")

    assert answer.status == 404
    assert "To the stories" in answer.text or name == "../../etc/passwd"


def test_a_story_whose_original_was_pruned_still_has_its_record(client: Client, spool: Spool) -> None:
    [path] = spool.archived.rglob("*grid.txt")
    shutil.move(path, spool.desk / "aside.txt")

    page = client.get(story_of(GRID)).text

    shutil.move(spool.desk / "aside.txt", path)
    assert "its original is no longer in the archive" in page
    assert "<h2>The record</h2>" in page


def test_an_original_that_was_exchanged_is_not_taken_for_it(client: Client, spool: Spool) -> None:
    [path] = spool.archived.rglob("*grid.txt")
    path.write_bytes(b"Another story\n\nIt says another thing, and it says it twice.")

    page = client.get(story_of(GRID)).text

    path.write_bytes(GRID)
    assert "its original is no longer in the archive" in page


def test_a_record_that_today_s_rules_would_not_make_is_told(client: Client, spool: Spool) -> None:
    store = FileStore(spool.records)
    record = store.get(hashlib.sha256(SALT).hexdigest()[:32])
    assert record
    store.put_many([record.model_copy(update={"section": "Money"})])

    page = client.get(story_of(SALT)).text

    store.put_many([record])
    assert re.search(
        "Today&#39;s rules read it otherwise than the stored record says: section|Today's rules .* says: section", page
    )


def test_the_rules_are_counted_over_the_stories_of_the_desk_and_lead_to_them(client: Client) -> None:
    page = client.get("/rules?agency=bloomberg").text

    assert re.search(r'href="/\?rule=bloomberg.assistance&amp;agency=bloomberg">1<', page)
    assert "With assistance from Hendrik Oosterbaan" in page
