"""A worker that links records, as a process of its own: `python -m tests.workers.kin_process INDEX NAME TIMES`.

It links each of ten stories TIMES times, each time as another file, and prints the ids and links of a batch when they are
durable. NAME is in the files' names, so that every process has files of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.record import Record
from tests.kin_stories import PARAGRAPHS, told
from workers.kin.linking import Kin

STORIES = 10


def files(name: str, number: int) -> list[Record]:
    """Ten stories that have no sentence in common, in the files with this name and number."""
    stories = ([paragraph.replace(" ", f" {story} ", 3) for paragraph in PARAGRAPHS] for story in range(STORIES))
    return [told(*paragraphs, file=f"{name}-{number}") for paragraphs in stories]


def links(index: Path, name: str, times: int) -> Iterator[dict[str, list[str | None]]]:
    """Batch after batch, by id of the record."""
    kin = Kin(index, days=7)
    for number in range(times):
        yield {each.id: [each.cluster_id, each.duplicate_of, each.supersedes] for each in kin.link(files(name, number))}


if __name__ == "__main__":
    for batch in links(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])):
        print(json.dumps(batch), flush=True)
