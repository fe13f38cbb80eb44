"""Results that come home from other hosts: twice, late, about other bytes, or from somebody who means no good."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from pipeline.errors import EmptyCopy
from pipeline.record import Record
from tests.kin_stories import told
from tests.workers.desk import claimed, names_below
from workers import quarantine
from workers.bench import Bench
from workers.claim import Claim
from workers.hosts.home import Home
from workers.ingest import Outcome
from workers.kin.linking import path_of
from workers.settings import Settings
from workers.spool import Spool, utc_now
from workers.stores.files import FileStore

STORY = b"A story.\nIt goes on."


@pytest.fixture
def home(spool: Spool) -> Home:
    return Home(spool, carrier=None, max_bytes=1_000_000)


def refined(claim: Claim, raw: bytes = STORY) -> dict[str, Any]:
    """The letter of a worker that has stored the record of these bytes."""
    return {"refined": [{"claim": claim.name, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}]}


def letter_about(claim: Claim, record: Record) -> dict[str, Any]:
    """The same of one record, whatever its bytes were."""
    return {"claim": claim.name, "size": record.source.bytes, "sha256": record.source.sha256}


def refused(claim: Claim) -> dict[str, Any]:
    return {"refused": [quarantine.reason_of(claim, EmptyCopy(claim.label, "nothing in it", "send it again"), utc_now())]}


def test_an_original_is_archived_when_its_result_comes_home(home: Home) -> None:
    claim = claimed(home.spool, "tca/story.txt", STORY)

    assert home.receive(refined(claim)) == Outcome(archived=1)
    assert [path.read_bytes() for path in home.spool.archived.rglob("*.txt")] == [STORY]


def test_a_result_that_comes_twice_finds_nothing_to_do(home: Home) -> None:
    claim = claimed(home.spool, "story.txt", STORY)

    outcomes = [home.receive(refined(claim)) for _ in range(2)]

    assert [(each.archived, each.gone) for each in outcomes] == [(1, 0), (0, 1)]


def test_word_that_comes_after_a_claim_has_ended_leaves_the_ledger_as_it_was(home: Home) -> None:
    done, back = claimed(home.spool, "done.txt", STORY), claimed(home.spool, "back.txt", b" ")
    home.receive(refined(done) | refused(back))
    home.spool.retry(home.spool.quarantined / "back.txt")

    assert [home.receive(refused(claim)).gone for claim in (done, back)] == [1, 1]
    ended = {name: entry.event for name, entry in home.spool.ledger.read().items()}
    assert ended == {done.name: "archived", back.name: "retried"}


def test_a_result_about_other_bytes_than_those_claimed_changes_nothing(home: Home) -> None:
    claim = claimed(home.spool, "story.txt", b"A second edition.")

    assert home.receive(refined(claim)).kept == 1
    assert home.spool.claims() == [claim]


def test_what_was_refused_elsewhere_lies_in_quarantine_here_with_its_reason(home: Home) -> None:
    claim = claimed(home.spool, "story.txt", b" ")

    assert home.receive(refused(claim)).quarantined == 1
    [path] = quarantine.files(home.spool.quarantined)
    assert quarantine.read_reason(path)["reason"] == "empty"


def test_a_letter_may_tell_of_several(home: Home) -> None:
    good, bad = claimed(home.spool, "good.txt", STORY), claimed(home.spool, "bad.txt", b" ")

    outcome = home.receive(refined(good) | refused(bad))

    assert (outcome.archived, outcome.quarantined) == (1, 1)


def test_what_other_hosts_have_stored_gets_its_links_before_it_is_done(spool: Spool) -> None:
    bench, store = Bench(Settings.load(spool.desk)), FileStore(spool.records)
    first, copy = told(), told(file="copy")
    claims = [claimed(spool, f"{number}.txt", STORY) for number in range(2)]
    store.put_many([first, copy])

    bench.home.receive({"refined": [letter_about(*pair) for pair in zip(claims, (first, copy), strict=True)]})

    assert [store.get(each.id) for each in (first, copy)] == [
        first.model_copy(update={"cluster_id": first.id}),
        copy.model_copy(update={"cluster_id": first.id, "duplicate_of": first.id}),
    ]


def test_what_another_host_stores_again_gets_the_links_that_it_had(spool: Spool) -> None:
    bench, store, claim = Bench(Settings.load(spool.desk)), FileStore(spool.records), claimed(spool, "a.txt", STORY)
    bench.kin.link([told()])
    for _ in range(2):
        store.put_many([told(file="copy")])
        bench.home.receive({"refined": [letter_about(claim, told(file="copy"))]})

    stored = store.get(told(file="copy").id)
    assert stored
    assert stored.duplicate_of == told().id


def test_a_desk_that_does_not_look_for_the_same_story_again_leaves_records_as_they_are(spool: Spool) -> None:
    bench, store = Bench(Settings.load(spool.desk, kin_days=0)), FileStore(spool.records)
    store.put_many([told()])

    bench.home.receive({"refined": [letter_about(claimed(spool, "a.txt", STORY), told())]})

    assert store.get(told().id) == told()


@pytest.mark.parametrize("damage", ["no JSON", '{"schema_version": "9.0"}', None])
def test_an_original_is_archived_though_its_record_cannot_be_linked(spool: Spool, damage: str | None) -> None:
    store, claim = FileStore(spool.records), claimed(spool, "story.txt", STORY)
    record = told().model_copy(update={"id": hashlib.sha256(STORY).hexdigest()[:32]})
    store.put_many([record])
    [path] = spool.records.glob("*/*.json")
    path.write_text(damage) if damage else path_of(spool.state).mkdir()

    assert Bench(Settings.load(spool.desk)).home.receive(refined(claim)) == Outcome(archived=1)


@pytest.mark.parametrize(
    "letter",
    [
        None,
        "a letter",
        {"refined": [{"claim": "../../etc/passwd", "size": 1, "sha256": "0" * 64}]},
        {"refined": [{"claim": "story.txt", "size": -1, "sha256": "0" * 64}]},
        {"refined": [{"claim": "story.txt", "size": 1, "sha256": "no digest"}]},
        {"refused": [{"claim": "../x", "reason": "empty"}]},
        {"refused": [{"claim": "x", "reason": "two\nlines"}]},
        {"something": "else"},
    ],
)
def test_a_letter_that_says_nothing_we_know_moves_nothing(home: Home, letter: object) -> None:
    claim = claimed(home.spool, "story.txt", STORY)

    assert home.receive(letter) == Outcome()
    assert home.spool.claims() == [claim]
    assert names_below(home.spool.quarantined) == names_below(home.spool.archived) == []
