"""The quarantine of the desk page: the reason in words, how a file begins, and the two ways out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BinaryCopy, NotAFile
from tests.workers.desk import claimed, names_below
from tests.workers.page_server import Client, served
from workers.audit import audit
from workers.laid_aside import Wish, chosen
from workers.page.aside import number_of
from workers.spool import Spool

HOPELESS = BinaryCopy("logo.png", "a picture <b>of a lamp</b>", "drop the story instead")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page") / "desk"


@pytest.fixture(scope="module")
def client(desk: Path) -> Iterator[Client]:
    Spool(desk).prepare()
    with served(desk, "--no-token") as client:
        yield client


@pytest.fixture
def spool(desk: Path, client: Client) -> Spool:
    return Spool(desk)


def lay_aside(spool: Spool, name: str, data: bytes) -> str:
    """A quarantined file; its number on the page."""
    path = spool.quarantine(claimed(spool, name, data), HOPELESS)
    [held] = [held for held in chosen(spool, Wish()) if held.path == path]
    return number_of(held.name)


def act(client: Client, what: str, *numbers: str) -> str:
    """Presses the button on the page of the first; where it leads to."""
    seal = client.get(f"/quarantine/{numbers[0]}").seal
    answer = client.post(f"/quarantine/{what}", {"seal": seal, "file": numbers[0]})
    assert answer.status == 303, answer.text
    return str(answer.headers["location"])


def test_a_file_has_its_reason_in_words_and_what_to_do(client: Client, spool: Spool) -> None:
    number = lay_aside(spool, "tca/logo.png", b"\x89PNG")

    for path in ("/quarantine", f"/quarantine/{number}"):
        page = client.get(path).text
        assert "a picture &lt;b&gt;of a lamp&lt;/b&gt;" in page
        assert "drop the story instead" in page


def test_how_it_begins_is_shown_as_text(client: Client, spool: Spool) -> None:
    number = lay_aside(spool, "page.html", b"\xff<script>alert(1)</script>\0\x1b[31m\xe2\x80\xae" + b"x" * 9_000)
    page = client.get(f"/quarantine/{number}").text

    assert "\\xff&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not set(page) & {"\0", "\x1b", "\u202e"}
    assert len(page) < 10_000


def test_what_is_no_file_is_not_opened(client: Client, spool: Spool) -> None:
    (spool.inbox / "link.txt").symlink_to("/etc/passwd")
    spool.claim(spool.inbox / "link.txt")
    [held] = [held for held in chosen(spool, Wish()) if held.name == "link.txt"]

    page = client.get(f"/quarantine/{number_of(held.name)}").text

    assert held.reason == NotAFile.reason
    assert "It is not opened" in page
    assert "root:" not in page


def test_retry_puts_it_back_into_the_inbox(client: Client, spool: Spool) -> None:
    number = lay_aside(spool, os.fsdecode(b"tca/caf\xe9.txt"), b"x")

    assert act(client, "retry", number) == "/quarantine?reason=&retried=1"

    assert list(map(os.fsencode, names_below(spool.inbox))) == [b"tca/caf\xe9.txt"]
    assert client.get(f"/quarantine/{number}").status == 404
    assert "1 file was put back into the inbox." in client.get("/quarantine?reason=&retried=1").text


def test_drop_removes_it_and_the_audit_still_adds_up(client: Client, spool: Spool) -> None:
    number = lay_aside(spool, "gone.png", b"x")

    act(client, "drop", number)

    assert not [held for held in chosen(spool, Wish()) if held.name.startswith("gone")]
    assert "gone.png" not in {mismatch.subject for mismatch in audit(spool, []).mismatches}


def test_what_somebody_else_has_dealt_with_is_no_error(client: Client, spool: Spool) -> None:
    number = lay_aside(spool, "twice.png", b"x")
    seal = client.get(f"/quarantine/{number}").seal

    for _ in range(2):
        last = client.post("/quarantine/drop", {"seal": seal, "file": number})

    assert str(last.headers["location"]).endswith("dropped=0")


@pytest.mark.parametrize("name", ["../records", "/etc/passwd", "gone.png.reason.json", ""])
def test_only_what_is_there_can_be_dropped(client: Client, spool: Spool, name: str) -> None:
    number = lay_aside(spool, "stays.png", b"x")
    seal = client.get(f"/quarantine/{number}").seal

    answer = client.post("/quarantine/drop", {"seal": seal, "file": name})

    assert str(answer.headers["location"]).endswith("dropped=0")
    assert client.get(f"/quarantine/{number}").status == 200


@pytest.mark.parametrize(
    "said", ["[]", '"x"', "{}", '{"reason": 5, "message": {"a": [1]}, "claim": 3, "time": [], "advice": 0}', "[" * 100_000, "\\"]
)
def test_a_reason_that_somebody_has_spoiled_is_no_error(client: Client, spool: Spool, said: str) -> None:
    (spool.quarantined / "spoiled.txt").write_text("A story.")
    (spool.quarantined / "spoiled.txt.reason.json").write_text(said)
    [held] = [held for held in chosen(spool, Wish()) if held.name == "spoiled.txt"]

    assert client.get("/quarantine").status == 200
    assert client.get(f"/quarantine/{number_of(held.name)}").status == 200


def test_many_are_paged_and_chosen_by_their_reason(client: Client, spool: Spool) -> None:
    for number in range(60):
        (spool.quarantined / f"many-{number:02}.txt").write_text("A story.")

    first, second = (client.get(f"/quarantine?reason=unknown&page={page}").text for page in (1, 2))

    assert len(re.findall('type="checkbox"', first)) == 50
    assert "many-59.txt" in second
    assert "logo.png" not in first + second
