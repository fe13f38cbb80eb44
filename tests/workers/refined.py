"""A desk with archived originals and their records, and what refining them again did to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.record import Record
from tests.workers.desk import claimed
from workers.again.jobs import run
from workers.again.originals import originals
from workers.again.refining import Again, Which
from workers.again.report import Summary
from workers.bench import Bench
from workers.choice import ANY, Choice
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

STORY = "Ferry {0} stops for the winter\n\nThe ferry to Saltmarsh Island stopped on Tuesday, note {0} said.\n\nLight in the marsh"
STYLE = """
name = "lantern"
about = "Lines of the Saltmarsh Lantern."

[[rule]]
id = "lantern.motto"
label = "furniture"
where = "tail"
match = '''Light in the marsh'''
why = "The motto of the house closes each page."
examples = [{ text = "Light in the marsh" }]
spares = ["There was light in the marsh."]
"""


def come_in(spool: Spool, files: Mapping[str, str | bytes]) -> None:
    """These files through the desk, one after the other, as a worker does it, into its stores."""
    bench = Bench(Settings.load(spool.desk))
    bench.ingest([claimed(spool, name, text).name for name, text in files.items()], None)


def new_rule(spool: Spool) -> None:
    """From now on the last line of STORY is no paragraph any more."""
    (spool.desk / "styles").mkdir()
    (spool.desk / "styles/lantern.toml").write_text(STYLE)


def new_default(spool: Spool, *stores: str) -> None:
    """From now on what came from inbox/tca/ is AP's. Quicker than a new rule, with which all of them are compiled again."""
    (spool.desk / "copydesk.toml").write_text(f'stores = {[*stores]}\nsources.tca.agency = "ap"\n')


def refine_again(
    spool: Spool,
    choice: Choice = ANY,
    ids: Iterable[str] = (),
    *,
    which: Which = Which(),  # noqa: B008 - it is frozen
    dry: bool = False,
    jobs: int = 1,
) -> Summary:
    """As `copydesk refine --again`, the report in DESK/report.ndjson."""
    again = Again(Settings.load(spool.desk), which, report_of(spool), dry)
    return sum(run(again, originals(spool, choice, tuple(ids)), jobs), Summary())


def report_of(spool: Spool) -> Path:
    return spool.desk / "report.ndjson"


def reported(spool: Spool) -> list[dict[str, Any]]:
    """The lines of that report."""
    return [json.loads(line) for line in report_of(spool).read_text().splitlines()] if report_of(spool).exists() else []


def as_it_was(line: Mapping[str, Any], record: Record) -> Record:
    """The older record, put together from the newer one and its line of the report."""
    older = {name: was["old"] for name, was in line["fields"].items()}
    return Record.model_validate_json(json.dumps({**json.loads(record.to_json()), **older}))


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def records(folder: Path) -> list[Record]:
    """The records of a store of files."""
    store = FileStore(folder)
    return [record for record_id in sorted(store.ids()) if (record := store.get(record_id))]
