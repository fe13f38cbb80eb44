"""Settings: command line before environment before copydesk.toml, mistakes refused, secrets kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Defaults
from pipeline.errors import BadSettings
from workers.addresses import hide_password
from workers.settings import Settings

TOML = """
max_bytes = 1000
batch_max = 10
stores = ["files:///srv/records"]

[sources.tca]
agency = "bloomberg"
timezone = "America/New_York"

[sources."tca/sports"]
agency = "ap"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "copydesk.toml").write_text(TOML)
    return tmp_path


def test_a_desk_without_a_file_has_its_records_in_itself(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "my desk").store_urls == (f"files://{tmp_path}/my%20desk/records",)


def test_the_nearer_source_of_a_setting_wins(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_BATCH_MAX", "20")
    monkeypatch.setenv("COPYDESK_WINDOW", "30")

    settings = Settings.load(desk, window=40, concurrency=None)

    assert (settings.max_bytes, settings.batch_max, settings.window) == (1000, 20, 40)


def test_the_desk_itself_may_come_from_the_environment(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_DESK", str(desk))

    assert Settings.load().max_bytes == 1000


def test_stores_in_the_environment_are_a_list_with_commas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_STORES", "memory://, files:///srv/records")

    assert Settings.load(tmp_path).store_urls == ("memory://", "files:///srv/records")


def test_the_longest_name_of_a_source_that_fits_gives_the_defaults(desk: Path) -> None:
    settings = Settings.load(desk)

    assert settings.defaults("tca/business") == Defaults(agency="bloomberg", timezone="America/New_York")
    assert settings.defaults("tca/sports/golf") == Defaults(agency="ap")
    assert settings.defaults("") == Defaults()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 'red'", "colour: there is no such setting"),
        ("batch_max = 1000", "batch_max"),
        ("soft_time_limit = 90", "below hard_time_limit"),
        ("[sources.tca]\ntime = 'EST'", "time: not known of a source"),
        ("[sources.tca]\ntimezone = 'Mars/Olympus'", "no IANA time zone"),
        ("max_bytes = = 1", "copydesk.toml can't be read"),
    ],
)
def test_a_mistake_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "copydesk.toml").write_text(text)

    with pytest.raises(BadSettings, match=said):
        Settings.load(tmp_path)


@pytest.mark.parametrize("url", ["redis://:s3cret@host:6379/0", "amqp://user:s3cret@host/vhost", "rediss://:a/s3cret#@host/0"])
def test_a_password_is_never_shown(tmp_path: Path, url: str) -> None:
    settings = Settings.load(tmp_path, broker_url=url)

    assert "s3cret" not in settings.safe_url() + repr(settings) + str(settings)
    assert "host" in settings.safe_url()


@pytest.mark.parametrize("url", ["redis://host/0", "redis+socket:///run/desk.sock"])
def test_an_address_without_a_password_stays_as_it_is(url: str) -> None:
    assert hide_password(url) == url


def test_a_message_is_not_delivered_again_while_its_task_may_still_run(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, hard_time_limit=500)

    assert settings.visibility_timeout > 2 * 500
