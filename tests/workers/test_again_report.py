"""What a record was is kept in the report of refining it again, whatever kills us."""

from __future__ import annotations

import os
import shutil
import sys
from itertools import count
from pathlib import Path

from tests.workers.killer import kill_at
from tests.workers.refined import STORY, as_it_was, come_in, new_default, records, refine_again, report_of, reported
from workers.again.originals import originals
from workers.again.refining import Again, Which
from workers.choice import ANY
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore


def test_from_the_report_each_record_can_be_put_together_as_it_was(spool: Spool) -> None:
    come_in(spool, {f"tca/{number}.txt": STORY.format(number) for number in range(3)})
    new_default(spool)
    store = FileStore(spool.records)
    before = {record_id: store.get(record_id) for record_id in store.ids()}

    refine_again(spool)

    lines = reported(spool)
    assert len(lines) == 3
    for line in lines:
        record = store.get(line["id"])
        assert record
        assert as_it_was(line, record) == before[record.id] != record


def test_killed_at_any_moment_no_older_version_is_lost_and_once_more_ends_it(tmp_path: Path) -> None:
    template = with_two_stores(tmp_path / "template")
    (old,) = records(template.desk / "files")
    for step in count():
        desk = Path(shutil.copytree(template.desk, tmp_path / str(step)))
        new_default(Spool(desk), f"files://{desk}/files", f"files://{desk}/others")
        killed = killed_at(step, desk)
        (found,) = records(desk / "files")
        assert old in (found, *(as_it_was(line, found) for line in reported(Spool(desk))))
        refine_again(Spool(desk))
        assert records(desk / "files") == records(desk / "others") != [old]
        if not killed:
            return


def with_two_stores(desk: Path) -> Spool:
    """A desk with one story in two stores."""
    spool = Spool(desk)
    spool.prepare()
    come_in(spool, {"tca/a.txt": STORY.format(1)})
    shutil.copytree(spool.records, desk / "files")
    shutil.copytree(spool.records, desk / "others")
    return spool


def killed_at(step: int, desk: Path) -> bool:
    """Refines again in a child that is killed at this step on the disk; False where it came to its end before."""
    child = os.fork()
    if not child:
        again, kept = Again(Settings.load(desk), Which(), report_of(Spool(desk))), list(originals(Spool(desk), ANY))
        assert again.bench.stores
        sys.addaudithook(kill_at(step))
        again.batch(kept)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
