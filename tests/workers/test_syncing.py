"""Waiting for the disk: a batch at once where the file system is known for it, else each file by itself."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.faults.small_disk import SmallDisk, mount
from tests.workers.desk import a_record, names_below
from workers.stores.files import FileStore
from workers.syncing import LEAST, Sync, kind, syncing


def test_a_batch_is_stored_whatever_the_way_to_wait_for_it(tmp_path: Path) -> None:
    records = [a_record(b"Story %d" % number) for number in range(4 * LEAST)]

    FileStore(tmp_path / "records").put_many(records)

    assert len(names_below(tmp_path / "records")) == len(records)
    assert all(FileStore(tmp_path / "records").get(record.id) == record for record in records)


def test_a_few_files_are_waited_for_one_by_one(tmp_path: Path) -> None:
    with syncing(tmp_path, LEAST - 1) as sync:
        assert sync.whole is None


def test_a_file_system_that_nobody_measured_is_waited_for_file_by_file(tmp_path: Path) -> None:
    with SmallDisk(tmp_path / "disk", 1_000_000) as disk:
        if not disk.mounted:
            pytest.skip("mounting takes root")

        with syncing(disk.folder, LEAST) as sync:
            assert sync.whole is None


def test_a_file_system_is_called_what_the_kernel_calls_it() -> None:
    if not Path("/proc/self/mountinfo").exists():
        pytest.skip("no Linux")

    assert kind(Path("/proc").stat().st_dev) == "proc"


def test_a_disk_that_became_read_only_has_not_kept_the_batch(tmp_path: Path) -> None:
    with SmallDisk(tmp_path / "disk", 1_000_000) as disk:
        if not disk.mounted:
            pytest.skip("mounting takes root")
        descriptor = os.open(disk.folder, os.O_RDONLY)
        assert mount("-o", "remount,ro", str(disk.folder))

        with pytest.raises(OSError, match=os.strerror(errno.EROFS)):
            Sync(descriptor).files([])

        os.close(descriptor)
