"""What Flower and the logs show of a task: the files it is about, and what became of them."""

from __future__ import annotations

from celery.app.task import Context

from pipeline.errors import BinaryCopy
from tests.workers.desk import claimed, simple_refine
from workers.app import make_app
from workers.hosts.carrier import pack
from workers.hosts.home import Home, Results
from workers.hosts.parcel import Parcel
from workers.hosts.remote import RemoteBench
from workers.ingest import Outcome, ingest
from workers.metrics.numbers import totals
from workers.quarantine import reason_of
from workers.screens import reported
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore


def test_a_result_leaves_out_what_there_is_none_of() -> None:
    assert reported(Outcome(archived=64)) == {"archived": 64}


def test_a_result_names_the_reason_of_a_quarantine_first_and_then_its_file(spool: Spool) -> None:
    names = [claimed(spool, "tca/a.txt", "A story.").name, claimed(spool, "tca/b.txt", "  \n").name]

    outcome = ingest(names, spool, [MemoryStore()], Settings.load(spool.desk), simple_refine)

    said = {"archived": 1, "quarantined": 1, "why": ["empty: tca/b.txt: nothing but white space"]}
    assert reported(outcome) == said


def test_a_result_names_three_reasons_and_counts_the_rest_and_fits_on_a_screen() -> None:
    said = reported(Outcome(quarantined=64, why=tuple(f"binary: {number}.txt: {'x' * 5000}" for number in range(64))))

    assert isinstance(said["why"], list)
    assert said["why"][-1] == "and 61 more"
    assert len(str(said)) < 1024  # where Celery would cut it off


def test_a_result_that_came_home_names_its_reasons_too(spool: Spool) -> None:
    claim = claimed(spool, "tca/a.txt")
    reason = reason_of(claim, BinaryCopy("tca/a.txt", "no text"), spool.clock())

    outcome = Home(spool, None, 1000).receive(Results.model_validate({"refused": [reason]}).model_dump(mode="json"))

    assert reported(outcome) == {"quarantined": 1, "why": ["binary: tca/a.txt"]}


def test_a_task_that_celery_sends_a_second_time_is_still_shown_by_its_files(spool: Spool, broker_url: str) -> None:
    app = make_app(Settings.load(spool.desk, broker_url=broker_url))
    first = Context(args=(["claim"],), kwargs={}, argsrepr="tca/a.txt", kwargsrepr="", delivery_info={})

    second = app.tasks["copydesk.refine"].signature_from_request(first, retries=1)

    assert (second.options["argsrepr"], second.options["retries"]) == ("tca/a.txt", 1)
    app.close()


def test_a_worker_on_another_host_counts_in_its_own_folder(spool: Spool, broker_url: str) -> None:
    claim = claimed(spool, "a.txt", "A story.")
    settings = Settings.load(
        spool.desk / "elsewhere", broker_url=broker_url, remote=True, stores=("memory://",), carrier="message"
    )
    letters: list[Results] = []
    parcel = Parcel(originals={claim.name: pack(b"A story.")})

    RemoteBench(settings, letters.append, simple_refine).ingest([claim.name], parcel.model_dump(mode="json"))

    assert totals(settings.desk / ".copydesk" / "metrics")["files"] == 1
