"""The doctor on a desk's folders, disk, rights, settings and styles: each fault made for real, and found."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.small_disk import SmallDisk, mount
from tests.workers.cli import copydesk
from workers.doctor import Finding, Level, examine
from workers.init import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    made = tmp_path / "desk"
    make_desk(made)
    return made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with SmallDisk(tmp_path / "disk", 4_000_000) as made:
        if not made.mounted:
            pytest.skip("mounting takes root")
        yield made


def said(desk: Path, level: Level) -> dict[str, Finding]:
    """What is found at this level, by what it is about."""
    return {finding.about: finding for finding in examine(desk) if finding.level == level}


def test_a_desk_that_was_just_made_has_no_fault(desk: Path) -> None:
    assert not said(desk, Level.FAULT)


def test_looking_leaves_nothing_behind(desk: Path) -> None:
    before = sorted(desk.rglob("*"))

    list(examine(desk))

    assert [path for path in sorted(desk.rglob("*")) if path.parent.name != "records"] == before


def test_a_desk_that_is_not_there_is_a_fault_and_is_not_made(tmp_path: Path) -> None:
    found = said(tmp_path / "nowhere", Level.FAULT)["folders"]

    assert found.fix == f"copydesk init {tmp_path}/nowhere"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_gone_is_named(desk: Path) -> None:
    (desk / "claimed").rmdir()

    assert "lacks claimed" in said(desk, Level.FAULT)["folders"].found


def test_folders_on_two_file_systems_are_a_fault(desk: Path, disk: SmallDisk) -> None:
    (desk / "archive").rmdir()
    (desk / "archive").symlink_to(disk.folder)

    found = said(desk, Level.FAULT)["moves"]

    assert str(desk / "archive") in found.found
    assert "one file system" in found.fix


def test_a_folder_that_is_read_only_is_a_fault(disk: SmallDisk) -> None:
    desk = disk.folder / "desk"
    make_desk(desk)

    with disk.read_only(desk / "quarantine"):
        found = said(desk, Level.FAULT)["moves"]

    assert found.found.endswith("Read-only file system") or "Invalid cross-device" in found.found
    assert not list(desk.rglob(".copydesk-doctor-*"))


def test_a_desk_that_is_read_only_takes_no_locks(disk: SmallDisk) -> None:
    desk = disk.folder / "desk"
    make_desk(desk)

    with disk.read_only(desk):
        found = said(desk, Level.FAULT)

    assert "Read-only" in found["locks"].found
    assert "remount" in found["locks"].fix


def test_a_disk_without_room_for_a_file_is_a_fault(disk: SmallDisk) -> None:
    make_desk(disk.folder / "desk")

    assert "prune" in said(disk.folder / "desk", Level.FAULT)["space"].fix


def test_a_disk_in_memory_is_a_warning(disk: SmallDisk) -> None:
    make_desk(disk.folder / "desk")

    assert "tmpfs" in said(disk.folder / "desk", Level.WARNING)["file system"].found


def test_few_inodes_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    if os.geteuid() or not mount("-t", "tmpfs", "-o", "size=2g,nr_inodes=5000", "copydesk-test", str(tmp_path / "few")):
        pytest.skip("mounting takes root")
    try:
        make_desk(tmp_path / "few")
        found = said(tmp_path / "few", Level.WARNING)["space"]
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path / "few")], check=True)

    assert "inodes" in found.found


@pytest.mark.parametrize("path", [".", ".copydesk", "copydesk.toml"])
def test_what_everybody_may_change_is_a_fault(desk: Path, path: str) -> None:
    (desk / path).chmod((desk / path).stat().st_mode | 0o002)

    assert said(desk, Level.FAULT)["permissions"].fix.startswith("chmod o-w ")


def test_a_state_that_others_may_read_is_a_warning(desk: Path) -> None:
    (desk / ".copydesk").chmod(0o755)

    assert said(desk, Level.WARNING)["permissions"].fix == f"chmod 700 {desk}/.copydesk"


def test_an_open_umask_is_a_warning(desk: Path) -> None:
    before = os.umask(0)
    try:
        found = said(desk, Level.WARNING)["permissions"]
    finally:
        os.umask(before)

    assert "umask 000" in found.found


def test_a_desk_of_another_user_is_a_warning(desk: Path) -> None:
    if os.geteuid():
        pytest.skip("giving away takes root")
    os.chown(desk, 12345, -1)

    assert "belongs to #12345" in said(desk, Level.WARNING)["user"].found


@pytest.mark.parametrize("line", ['stores = ["redis://:s3cret@127.0.0.1:1/0"]', 'desk_token = "a word of twenty letters"'])
def test_a_secret_that_others_may_read_is_a_warning(desk: Path, line: str) -> None:
    (desk / "copydesk.toml").write_text(line)
    (desk / "copydesk.toml").chmod(0o644)

    assert said(desk, Level.WARNING)["secrets"].fix == f"chmod 600 {desk}/copydesk.toml"


def test_settings_that_are_refused_are_a_fault_and_not_the_end(desk: Path) -> None:
    (desk / "copydesk.toml").write_text("soft_time_limit = 90\n")

    findings = list(examine(desk))

    assert (findings[-1].level, findings[-1].about) == (Level.FAULT, "settings")
    assert "below hard_time_limit" in findings[-1].found


def test_a_misspelt_variable_is_a_warning_with_the_name_that_was_meant(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_WINDWO", "7")

    assert said(desk, Level.WARNING)["environment"].fix == "export COPYDESK_WINDOW=..."


def test_more_processes_than_the_machine_has_memory_for_are_a_warning(desk: Path) -> None:
    (desk / "copydesk.toml").write_text("max_memory_bytes = 9_000_000_000_000\n")

    assert said(desk, Level.WARNING)["limits"].fix == "concurrency = 1"


def test_a_source_without_its_folder_is_a_warning(desk: Path) -> None:
    (desk / "copydesk.toml").write_text('[sources.tca]\nlanguage = "en"\n')

    assert said(desk, Level.WARNING)["sources"].fix == f"mkdir -p {desk}/inbox/tca"


def test_a_style_that_is_refused_is_a_fault(desk: Path) -> None:
    (desk / "styles").mkdir()
    (desk / "styles" / "own.toml").write_text("[[rule]]\nid = 'own.x'\n")

    assert "own.toml" in said(desk, Level.FAULT)["styles"].found


@pytest.mark.parametrize("limit", ["instances", "watches"])
def test_a_kernel_without_an_event_left_is_a_warning(desk: Path, limit: str) -> None:
    """In a user namespace of its own, where the limits are ours to set."""
    command = f"echo 0 > /proc/sys/user/max_inotify_{limit} && exec {sys.executable} -m workers doctor {desk}"
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", command], capture_output=True, text=True, check=False
    )
    if not done.stdout:
        pytest.skip(f"no user namespace to be had: {done.stderr.strip()}")

    assert f"sysctl fs.inotify.max_user_{limit}" in done.stdout


def test_a_worker_without_the_desk_has_no_folders_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_REMOTE", "true")

    assert not {"folders", "moves"} & said(tmp_path, Level.FAULT).keys()


def test_the_command_shows_what_to_do_and_has_an_exit_code_for_faults(tmp_path: Path) -> None:
    done = copydesk("doctor", tmp_path / "nowhere")

    assert done.returncode == 8
    assert f"-> copydesk init {tmp_path}/nowhere" in done.stdout
