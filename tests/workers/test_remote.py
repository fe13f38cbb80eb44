"""A worker without the desk's disk: it refines what came with the message, and says at home what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Defaults
from pipeline.errors import BadSettings, BrokerUnavailable, SpoolUnavailable
from pipeline.record import Record
from tests.workers.desk import claimed, simple_refine
from workers.claim import Claim
from workers.hosts.carrier import open_carrier
from workers.hosts.home import Results
from workers.hosts.parcel import Packer
from workers.hosts.remote import RemoteBench, check_remote
from workers.ingest import Outcome
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore

STYLE = """
name = "lantern"
about = "Lines of the Saltmarsh Lantern."

[[rule]]
id = "lantern.mark"
label = "furniture"
where = "tail"
match = '''The Saltmarsh Lantern shines nightly\\.'''
why = "The house closes every story with it."
examples = [ {text = "The Saltmarsh Lantern shines nightly."} ]
spares = [ "The Saltmarsh Lantern shines nightly, she said." ]
"""
STORY = """The old sluice opens

It opened on Monday, the council said, and stayed open all day long for whoever came by.

The Saltmarsh Lantern shines nightly.
"""


class Host:
    """Another host: a folder for its notes, a store that both reach, and letters home that are kept here."""

    def __init__(self, folder: Path, refine: Callable[[bytes, str, Defaults], list[Record]] | None = simple_refine) -> None:
        self.letters: list[Results] = []
        settings = Settings.load(folder, remote=True, carrier="message", broker_url="redis://h/0", stores=("redis://h/1",))
        self.bench = RemoteBench(settings, self.letters.append, refine)
        self.store = MemoryStore()
        self.bench.__dict__["stores"] = (self.store,)  # cached_property: opened before it is asked for


def parcel_of(spool: Spool, *claims: Claim) -> object:
    settings = Settings.load(spool.desk, carrier="message")
    carrier = open_carrier(settings)
    assert carrier
    [(_, parcel)] = Packer(settings, spool, carrier)(claims)
    return parcel.model_dump(mode="json")


def test_a_story_is_stored_here_and_told_at_home(spool: Spool, tmp_path: Path) -> None:
    claim, host = claimed(spool, "story.txt", "A story"), Host(tmp_path / "host")

    outcome = host.bench.ingest([claim.name], parcel_of(spool, claim))

    assert outcome == Outcome(archived=1)
    assert host.store.count() == 1
    assert [result.claim for letter in host.letters for result in letter.refined] == [claim.name]


def test_what_cannot_be_read_is_refused_in_a_letter(spool: Spool, tmp_path: Path) -> None:
    claim, host = claimed(spool, "story.txt", " "), Host(tmp_path / "host")

    host.bench.ingest([claim.name], parcel_of(spool, claim))

    assert [(result.claim, result.reason) for letter in host.letters for result in letter.refused] == [(claim.name, "empty")]


def test_the_desks_own_styles_travel(spool: Spool, tmp_path: Path) -> None:
    (spool.desk / "styles").mkdir()
    (spool.desk / "styles" / "lantern.toml").write_text(STYLE)
    claim, host = claimed(spool, "story.txt", STORY), Host(tmp_path / "host", refine=None)

    host.bench.ingest([claim.name], parcel_of(spool, claim))

    [record] = [host.store.get(each) for each in host.store.ids()]
    assert record
    assert [(each.rule, each.text) for each in record.removed] == [("lantern.mark", "The Saltmarsh Lantern shines nightly.")]


def test_a_message_without_its_originals_keeps_its_claims_waiting(spool: Spool, tmp_path: Path) -> None:
    claim, host = claimed(spool, "story.txt", "A story"), Host(tmp_path / "host")

    assert host.bench.ingest([claim.name], None).kept == 1
    assert host.letters == []


@pytest.mark.parametrize("parcel", ["no parcel", {"unknown": 1}, {"originals": {"a": 1}}])
def test_a_parcel_of_another_version_is_no_fault_of_its_stories(tmp_path: Path, parcel: object) -> None:
    with pytest.raises(SpoolUnavailable, match="one version for desk and workers"):
        Host(tmp_path / "host").bench.ingest([], parcel)


def test_a_letter_that_cannot_be_sent_leaves_the_story_to_be_told_again(spool: Spool, tmp_path: Path) -> None:
    claim, host = claimed(spool, "story.txt", "A story"), Host(tmp_path / "host")

    def nobody(letter: Results) -> None:
        raise BrokerUnavailable("redis://h/0", "it does not answer", "start it")

    cut_off = RemoteBench(host.bench.settings, nobody, simple_refine)
    cut_off.__dict__["stores"] = (host.store,)
    kept = cut_off.ingest([claim.name], parcel_of(spool, claim))
    told = host.bench.ingest([claim.name], parcel_of(spool, claim))

    assert (kept.kept, told.archived, host.store.count()) == (1, 1, 1)


@pytest.mark.parametrize("url", ["files:///srv/records", "sqlite:///srv/records.db", "ndjson:///srv/lines", "memory://"])
def test_a_store_on_its_own_disk_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSettings, match="where the desk does not look"):
        check_remote(Settings.load(tmp_path, broker_url="redis://h/0", stores=(url,)))


def test_a_worker_without_a_broker_has_nobody_to_work_for(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="needs the desk's broker"):
        check_remote(Settings.load(tmp_path, stores=("redis://h/1",)))
