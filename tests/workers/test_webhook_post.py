"""One letter over HTTP: signed so that its receiver knows it, and every answer a word that the desk acts on."""

from __future__ import annotations

import base64
import socket
import threading
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import BadSettings
from tests.workers.receiver import KEY, SECRET, receiving, verified
from workers.settings import Settings
from workers.webhooks.hook import Hook
from workers.webhooks.post import post, signed

BODY = '{"headline": "Fähre"}'.encode()


def test_the_signature_is_that_of_the_standard_s_own_example() -> None:
    """From the reference libraries of Standard Webhooks: their secret, message, time and signature."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [key])

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("body", "secret", "late", "right"),
    [
        (BODY, SECRET, 0, True),
        (BODY + b" ", SECRET, 0, False),
        (BODY, "whsec_" + base64.b64encode(b"another").decode(), 0, False),
        (BODY, SECRET, 3600, False),
    ],
    ids=["as sent", "changed", "somebody else's", "a recording"],
)
def test_a_receiver_knows_what_is_ours_whole_and_of_now(body: bytes, secret: str, late: int, right: bool) -> None:
    now = time.time()
    headers = signed("a-letter", int(now), BODY, [KEY])

    assert verified(headers, body, secret, now + late) is right


def test_while_secrets_are_exchanged_a_letter_is_signed_with_both() -> None:
    headers = signed("a-letter", int(time.time()), BODY, [b"the new one", KEY])

    assert headers["webhook-signature"].count("v1,") == 2
    assert verified(headers, BODY, SECRET, time.time())


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, "accepted"),
        (204, "accepted"),
        (301, "redirected"),
        (404, "refused"),
        (410, "gone"),
        (429, "failed"),
        (503, "failed"),
    ],
)
def test_only_2xx_is_a_yes(status: int, reason: str) -> None:
    with receiving(lambda _: status, location="https://elsewhere.example/") as receiver:
        answer = post(receiver.url, BODY, {}, 5)

    assert (answer.reason, receiver.posts[0].path, len(receiver.posts)) == (reason, "/hook?of=desk", 1)


@pytest.mark.parametrize(("asked", "wait"), [("7", 7.0), ("999999999", 3600.0), ("soon", 0.0), ("-5", 0.0)])
def test_a_receiver_may_ask_for_time(asked: str, wait: float) -> None:
    with receiving(lambda _: 429, retry_after=asked) as receiver:
        assert post(receiver.url, BODY, {}, 5).wait == wait


def test_a_receiver_that_says_nothing_is_not_waited_for() -> None:
    with receiving(lambda _: 0) as receiver:
        assert post(receiver.url, BODY, {}, 0.1).reason == "timed_out"


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_a_receiver_that_is_not_there_is_unreachable(free_port: int) -> None:
    answer = post(f"http://127.0.0.1:{free_port}/", BODY, {}, 1)

    assert (answer.reason, answer.said.partition(":")[0]) == ("unreachable", "ConnectionRefusedError")


def test_what_is_no_http_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            there, _ = server.accept()
            there.sendall(b"\x16\x03\x01 what?\r\n\r\n")
            there.close()

        threading.Thread(target=babble).start()
        assert post(f"http://127.0.0.1:{server.getsockname()[1]}/", BODY, {}, 5).reason == "unreachable"


def test_a_certificate_that_nobody_signed_is_refused() -> None:
    with receiving() as receiver:  # speaks no TLS at all
        address = receiver.url.replace("http://", "https://")
        assert post(address, BODY, {}, 5).reason == "unreachable"
        assert receiver.posts == []


@pytest.mark.parametrize(
    "url",
    [
        "http://cms.example.org/hook",
        "ftp://cms.example.org/",
        "https://",
        "https://name:password@cms.example.org/",
        "https://cms.example.org/#part",
        "https://cms.example.org/a b",
        "https://cms.example.org/\r\nX: y",
        "https://cms.example.org:0/",
        "https://cms.example.org:99999/",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="url"):
        Hook(url=url, secret_env="X")


@pytest.mark.parametrize("url", ["https://cms.example.org", "http://localhost:8700/hook", "http://[::1]:8700/"])
def test_an_address_that_is_safe_is_taken(url: str) -> None:
    assert Hook(url=url, secret_env="X").url == url


def hooks(desk: Path, text: str) -> Settings:
    desk.mkdir(exist_ok=True)
    (desk / "copydesk.toml").write_text(f"[webhooks.cms]\nurl = 'https://cms.example.org/T0K3N'\n{text}\n")
    return Settings.load(desk)


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMS_SECRET", SECRET)
    (tmp_path / "secret").write_text(f"{SECRET}\n{SECRET}\n")

    by_env = hooks(tmp_path / "a", "secret_env = 'CMS_SECRET'").webhooks["cms"]
    by_file = hooks(tmp_path / "b", f"secret_file = '{tmp_path}/secret'").webhooks["cms"]

    assert (by_env.secrets("cms"), by_file.secrets("cms")) == ([KEY], [KEY, KEY])


def test_neither_secret_nor_path_is_shown(tmp_path: Path) -> None:
    settings = hooks(tmp_path / "desk", f"secret = '{SECRET}'")

    assert SECRET not in repr(settings)
    assert "T0K3N" not in repr(settings)
    assert settings.webhooks["cms"].host == "cms.example.org"


@pytest.mark.parametrize("said", ["", "hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_***"])
def test_a_secret_that_is_none_is_refused_without_being_told(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMS_SECRET", said)

    with pytest.raises(BadSettings) as refused:
        Hook(url="https://cms.example.org", secret_env="CMS_SECRET").secrets("cms")

    assert not said or said == "whsec_" or said not in str(refused.value)


@pytest.mark.parametrize(
    "table",
    [
        "",
        "secret = 'x'\nsecret_env = 'X'",
        "secret_env = 'X'\nstatus = 'gone'",
        "secret_env = 'X'\nevents = ['born']",
        "hook = 1",
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(BadSettings, match=r"webhooks\.cms"):
        hooks(tmp_path / "desk", table)


def test_a_name_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[webhooks.'../x']\nurl = 'https://a.example'\nsecret_env = 'X'\n")

    with pytest.raises(BadSettings, match="webhooks"):
        Settings.load(tmp_path)
