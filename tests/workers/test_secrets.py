"""Secrets: they may come in files, and nothing that is shown, logged or started tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadSettings, CopydeskError
from tests.workers.cli import copydesk
from workers.addresses import hide_password
from workers.app import make_app
from workers.settings import Settings
from workers.stores import open_store

URL = "redis://:s3cret@host:6379/0"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "copydesk_broker_url").write_text(URL + "\n")
    return folder


def test_a_secret_may_lie_in_a_file(tmp_path: Path, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (secrets / "copydesk_stores").write_text("memory://, files:///srv/records")
    monkeypatch.setenv("COPYDESK_SECRETS_DIR", str(secrets))

    settings = Settings.load(tmp_path)

    assert (settings.broker_url, settings.stores) == (URL, ("memory://", "files:///srv/records"))


def test_the_desks_own_file_may_say_where_they_lie_and_they_count_before_it(tmp_path: Path, secrets: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(f'secrets_dir = "{secrets}"\nbroker_url = "redis://other"\n')

    assert Settings.load(tmp_path).broker_url == URL


def test_the_environment_counts_before_a_file(tmp_path: Path, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_BROKER_URL", "redis://nearer")

    assert Settings.load(tmp_path, secrets_dir=secrets).broker_url == "redis://nearer"


def test_a_folder_of_secrets_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="there is no folder"):
        Settings.load(tmp_path, secrets_dir=tmp_path / "nowhere")


@pytest.mark.parametrize(
    "url",
    [
        "redis://host/0?password=s3cret",
        "postgresql://desk@host/news?connect_timeout=3&password=s3cret",
        "sentinel://:s3cret@one:26379;sentinel://:s3cret@two:26379",
        "rediss://:s3cret@host/0?ssl_keyfile_password=s3cret",
    ],
)
def test_a_password_is_hidden_wherever_it_stands_in_an_address(url: str) -> None:
    assert "s3cret" not in hide_password(url)


BROKEN = [
    "redis://:s3cret/s3cret@127.0.0.1:1/0",
    "rediss://:s3cret#s3cret@127.0.0.1:1/0",
    "redis://127.0.0.1:1/0?password=s3cret",
]


@pytest.mark.parametrize(
    "url", [*BROKEN, "files://desk:s3cret@host/srv", "s3://desk:s3cret@bucket/x", "postgresql://:s3/cret@h/d"]
)
def test_a_store_that_can_not_be_opened_is_told_without_its_password(url: str) -> None:
    with pytest.raises(CopydeskError) as told:
        open_store(url)

    assert "s3" not in str(told.value).replace("s3://", "")


@pytest.mark.parametrize(
    "url", [*BROKEN[:2], "amqp://desk:s3cret/s3cret@127.0.0.1:1//", "sentinel://:s3cret#@one;sentinel://:s3cret@two"]
)
def test_a_broker_whose_address_can_not_be_read_is_told_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSettings) as told:
        make_app(Settings.load(tmp_path, broker_url=url))

    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("command", ["status", "doctor", "run"])
def test_no_command_shows_a_password(tmp_path: Path, command: str) -> None:
    copydesk("init", tmp_path)
    environment = {"COPYDESK_BROKER_URL": "redis://:s3cret@127.0.0.1:1/0", "COPYDESK_STORES": "redis://:s3cret@127.0.0.1:1/1"}

    done = copydesk("--debug", command, tmp_path, env=environment)

    assert done.returncode != 0
    assert "s3cret" not in done.stdout + done.stderr
