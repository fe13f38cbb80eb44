"""`copydesk desk`: who may come in, and what a browser is told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BadSettings
from tests.workers.page_server import Client, served
from tests.workers.streams import work_through
from workers.addresses import listening
from workers.cli.page import page
from workers.page.guard import is_own_host
from workers.page.serving import is_loopback
from workers.spool import Spool


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spool = Spool(tmp_path_factory.mktemp("page") / "desk")
    spool.prepare()
    work_through(spool, "lantern", ["The old sluice opens\n\nIt opened on Monday, the council said, and stayed open."])
    return spool.desk


@pytest.fixture(scope="module")
def server(desk: Path) -> Iterator[Client]:
    with served(desk) as client:
        yield client


@pytest.fixture
def stranger(server: Client) -> Client:
    """Knows the address, not the token."""
    return Client(server.address)


@pytest.fixture(scope="module")
def client(server: Client) -> Client:
    return Client(server.address).enter()


def test_the_address_that_is_printed_opens_the_page_and_leaves_a_cookie_that_no_script_reads(server: Client) -> None:
    answer = Client(server.address).get(server.address.removeprefix(f"http://{server.host}"))

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert server.token not in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/", "/rules", "/quarantine", "/story/" + "0" * 32, "/story/" + "0" * 32 + ".json", "/nothing"])
def test_a_stranger_is_asked_for_the_token_whatever_they_want(stranger: Client, path: str) -> None:
    answer = stranger.get(path)

    assert (answer.status, answer.headers["location"]) == (303, "/enter")


def test_a_wrong_token_opens_nothing(stranger: Client) -> None:
    assert stranger.get("/?token=" + "x" * 32).headers["location"] == "/enter"
    assert stranger.post("/enter", {"token": "wrong"}).status == 401


def test_the_token_may_be_pasted(stranger: Client) -> None:
    answer = stranger.post("/enter", {"token": stranger.token})

    assert (answer.status, answer.headers["location"]) == (303, "/")


def test_a_made_up_cookie_opens_nothing(stranger: Client) -> None:
    stranger.cookie = f"copydesk-{stranger.host.rpartition(':')[2]}={'0' * 64}"

    assert stranger.get("/").status == 303


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_request_for_another_name_is_refused_so_rebinding_gains_nothing(client: Client, host: str) -> None:
    assert client.get("/", Host=host).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost:9", "[::1]:9", "10.1.2.3"])
def test_numbers_and_localhost_are_our_own_names(host: str) -> None:
    assert is_own_host(host, "127.0.0.1")


@pytest.mark.parametrize("path", ["/", "/enter", "/static/desk.css", "/nothing", "/rules"])
def test_every_page_tells_the_browser_to_run_load_and_frame_nothing_from_elsewhere(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/enter", "/rules", "/proposals", "/quarantine"])
def test_there_is_nothing_inline_and_nothing_from_elsewhere_in_a_page(client: Client, path: str) -> None:
    page = client.get(path).text

    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=\"/static/)", page)
    assert not re.search(r"(?:src|href|action)=\"(?!/|#|\?)", page)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/story/..%2f..%2fx",
        "/quarantine/..%2fx",
    ],
)  # fmt: skip
def test_no_path_leads_out(client: Client, path: str) -> None:
    assert client.get(path).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/quarantine/drop", {"file": "x"}, **headers).status == 403


def test_a_form_without_the_seal_is_refused(client: Client) -> None:
    assert client.post("/quarantine/drop", {"file": "x", "seal": "guessed"}).status == 403


def test_a_form_that_is_too_large_is_refused(client: Client) -> None:
    assert client.post("/quarantine/drop", {"file": "x" * 300_000}).status == 413


def test_what_does_not_act_is_not_posted_to(client: Client) -> None:
    assert client.post("/", {}).status == 405


def test_without_a_token_everybody_on_this_machine_may_come_in(desk: Path) -> None:
    with served(desk, "--no-token") as client:
        assert "token" not in client.address
        assert client.get("/").status == 200


def test_the_token_of_the_environment_counts_and_is_not_printed(desk: Path) -> None:
    with served(desk, env={**os.environ, "COPYDESK_DESK_TOKEN": "a token of our own choice"}) as client:
        assert "token" not in client.address
        assert client.post("/enter", {"token": "a token of our own choice"}).status == 303


@pytest.mark.parametrize(
    ("bind", "no_token", "said"),
    [
        ("0.0.0.0", True, "keep the token"),
        ("192.0.2.1", False, "can't listen there"),
        ("no.such.host.example", False, "can't listen there"),
    ],
)
def test_what_can_not_be_served_is_a_usage_error(desk: Path, bind: str, no_token: bool, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        page(desk, 0, bind, no_token)


def test_a_port_that_is_taken_is_a_usage_error(desk: Path) -> None:
    with listening("127.0.0.1", 0) as taken, pytest.raises(BadSettings, match="can't listen there"):
        page(desk, taken.getsockname()[1])


def test_looking_at_a_desk_never_makes_one(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no desk"):
        page(tmp_path / "none")

    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("bind", "own"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)]
)
def test_what_only_this_machine_can_reach(bind: str, own: bool) -> None:
    assert is_loopback(bind) is own
