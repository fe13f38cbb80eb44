"""The doctor on Python's libraries and time zones: versions that do not fit, and data that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from workers.doctor import Level, libraries


def pretend(folder: Path, name: str, version: str) -> None:
    """What an installed library of this version tells of itself."""
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_this_environment_fits() -> None:
    findings = [*libraries.python(), *libraries.required(), *libraries.extras(), *libraries.time_zones()]

    assert {finding.level for finding in findings} == {Level.OK}


@pytest.mark.parametrize(("name", "version"), [("celery", "5.2.7"), ("kombu", "5.3.0"), ("redis", "4.5.1"), ("pydantic", "1.10")])
def test_a_library_that_does_not_fit_is_a_fault_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, version: str
) -> None:
    pretend(tmp_path, name, version)
    monkeypatch.syspath_prepend(tmp_path)

    [found] = libraries.required()

    assert (found.level, found.found.split(",")[0]) == (Level.FAULT, f"{name} {version}")
    assert found.fix.startswith(f"pip install '{name}")


def test_an_extra_that_does_not_fit_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, "boto3", "1.0")
    monkeypatch.syspath_prepend(tmp_path)

    assert [found.found.split(",")[0] for found in libraries.extras() if found.level == Level.FAULT] == ["boto3 1.0"]


def test_missing_time_zones_are_a_fault(tmp_path: Path) -> None:
    """Neither the system's nor the package's: a package of that name without data stands before it."""
    (tmp_path / "tzdata").mkdir()
    (tmp_path / "tzdata" / "__init__.py").touch()

    done = copydesk("doctor", tmp_path, "--json", env={"PYTHONTZPATH": "", "PYTHONPATH": str(tmp_path)})

    assert [finding["level"] for finding in json.loads(done.stdout) if finding["about"] == "time zones"] == ["fault"]
