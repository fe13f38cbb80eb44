"""The disk's own limit: how many files a second can be written, synced and renamed, whatever is in them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def durable_files_per_second(contents: Sequence[bytes], folder: Path, writers: int) -> float:
    """Each of `contents` into a file of its own below `folder`, durable, by so many writers side by side."""
    folder.mkdir()

    def write(share: int) -> None:
        for number in range(share, len(contents), writers):
            _write_durably(folder / f"{number}.json", contents[number])

    os.sync()
    began = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    return len(contents) / (time.perf_counter() - began)


def _write_durably(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
