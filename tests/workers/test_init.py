"""`copydesk init`: a desk with every setting in its file, and never anything overwritten."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from workers.init import ELSEWHERE, make_desk, template
from workers.settings import FILE_NAME, Settings


def uncommented() -> str:
    """The template with every setting and its example in force."""
    return "\n".join(line.removeprefix("#") for line in template().splitlines() if not line.startswith(("# ", "#\n")))


def test_a_new_desk_has_its_folders_and_says_what_to_do_next(tmp_path: Path) -> None:
    done = copydesk("init", tmp_path / "desk")

    assert done.returncode == 0
    assert {"inbox", "claimed", "archive", "quarantine", "records"} <= {path.name for path in (tmp_path / "desk").iterdir()}
    assert f"copydesk run {tmp_path}/desk" in done.stdout


def test_the_file_of_a_new_desk_changes_nothing(tmp_path: Path) -> None:
    make_desk(tmp_path)

    assert tomllib.loads((tmp_path / FILE_NAME).read_text("utf-8")) == {}
    assert Settings.load(tmp_path) == Settings.load(tmp_path, log_level="INFO")


def test_every_setting_stands_in_it_with_its_default_and_what_it_does() -> None:
    told = tomllib.loads(uncommented())

    assert set(told) == set(Settings.model_fields) - set(ELSEWHERE)
    plain = {name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, (int, str))}
    assert {name: told[name] for name in plain} == plain
    assert all(
        field.description and f"# {field.description}\n" in template() for field in map(Settings.model_fields.get, told) if field
    )


def test_every_setting_in_it_can_be_put_in_force(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (tmp_path / FILE_NAME).write_text(uncommented().replace("/run/secrets", str(secrets)), "utf-8")

    settings = Settings.load(tmp_path)

    assert settings.sources["example"].timezone == "America/New_York"
    assert settings.batch_max == Settings.model_fields["batch_max"].default


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("window = 7\n")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "story.txt").write_text("A story.")

    done = copydesk("init", tmp_path)

    assert "stays as it is" in done.stdout
    assert Settings.load(tmp_path).window == 7
    assert (tmp_path / "inbox" / "story.txt").read_text() == "A story."


@pytest.mark.parametrize(("path", "mode"), [(FILE_NAME, 0o600), (".copydesk", 0o700)])
def test_what_may_hold_secrets_is_for_its_owner_alone(tmp_path: Path, path: str, mode: int) -> None:
    make_desk(tmp_path / "desk")

    assert stat.S_IMODE((tmp_path / "desk" / path).stat().st_mode) == mode


def test_the_desk_may_come_from_the_environment(tmp_path: Path) -> None:
    copydesk("init", env={"COPYDESK_DESK": str(tmp_path / "elsewhere")})

    assert (tmp_path / "elsewhere" / "inbox").is_dir()
