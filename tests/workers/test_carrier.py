"""Copies of originals on their way to workers on other hosts: in the message, or through a bucket."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SpoolUnavailable, TooLarge, Vanished
from tests.workers.desk import claimed
from tests.workers.s3_server import S3Server
from workers.hosts.carrier import BucketCarrier, open_carrier, pack, unpack
from workers.hosts.parcel import MESSAGE_BYTES, Packer
from workers.settings import Settings
from workers.spool import Spool

STORY = "A story.\nIt goes on."


@pytest.fixture
def bucket(s3_server: S3Server, request: pytest.FixtureRequest) -> BucketCarrier:
    """A prefix of its own for each test."""
    return BucketCarrier(s3_server.url(f"copies-{request.node.name[:40]}"))


def packer(spool: Spool, **known: object) -> Packer:
    settings = Settings.load(spool.desk, carrier="message", **known)
    carrier = open_carrier(settings)
    assert carrier
    return Packer(settings, spool, carrier)


@given(st.binary(max_size=3000))
def test_what_was_packed_is_unpacked(raw: bytes) -> None:
    assert unpack(pack(raw), "story.txt", len(raw)) == raw


def test_a_copy_that_unpacks_to_more_than_the_limit_is_refused_before_all_of_it_is_there() -> None:
    with pytest.raises(TooLarge):
        unpack(pack(bytes(50_000_000)), "bomb.txt", 1000)


@pytest.mark.parametrize("text", ["no base64 at all", b64encode(b"not packed").decode()])
def test_a_copy_that_was_garbled_on_its_way_is_sent_again(text: str) -> None:
    with pytest.raises(SpoolUnavailable):
        unpack(text, "story.txt", 1000)


def test_a_message_takes_the_original_and_what_the_desk_knows_of_its_copy(spool: Spool) -> None:
    claim = claimed(spool, "tca/story.txt", STORY)

    [(claims, parcel)] = packer(spool, sources={"tca": {"agency": "bloomberg"}})([claim])

    assert claims == [claim]
    assert unpack(parcel.originals[claim.name], claim.label, 1000) == STORY.encode()
    assert parcel.sources["tca"].agency == "bloomberg"


def test_an_original_too_large_to_travel_is_quarantined_and_the_others_go(spool: Spool) -> None:
    small, large = claimed(spool, "small.txt", STORY), claimed(spool, "large.txt", "x" * 200)

    [(claims, _)] = packer(spool, carry_bytes=100)([small, large])

    assert claims == [small]
    assert [path.name for path in spool.quarantined.iterdir()] == ["large.txt", "large.txt.reason.json"]


def test_a_file_that_is_still_written_to_stays_claimed_and_is_not_sent(spool: Spool) -> None:
    claim = claimed(spool, "story.txt", STORY)

    with (spool.claimed / claim.name).open("ab"):
        sent = list(packer(spool)([claim]))

    assert sent == []
    assert spool.claims() == [claim]


def test_a_batch_that_is_too_much_for_a_message_goes_as_several(spool: Spool) -> None:
    claims = [claimed(spool, f"{number}.txt", "x" * (MESSAGE_BYTES // 2 + 1)) for number in range(3)]

    parcels = list(packer(spool, carry_bytes=MESSAGE_BYTES)(claims))

    assert [sent for sent, _ in parcels] == [claims[:2], claims[2:]]


def test_a_bucket_keeps_a_copy_until_its_claim_has_ended(spool: Spool, bucket: BucketCarrier) -> None:
    claim = claimed(spool, "story.txt", STORY)
    told = bucket.load({claim.name: STORY.encode()})
    there = bucket.fetch(claim)

    bucket.forget([claim.name])

    assert (told, there) == ({}, STORY.encode())
    with pytest.raises(Vanished):
        bucket.fetch(claim)


def test_a_sweep_removes_the_copies_of_what_is_no_longer_claimed_and_nothing_else(spool: Spool, bucket: BucketCarrier) -> None:
    at_work, ended = (claimed(spool, name, STORY) for name in ("at-work.txt", "ended.txt"))
    bucket.load({at_work.name: b"1", ended.name: b"2", "somebody's own": b"3"})

    bucket.sweep(lambda: {at_work.name})

    assert sorted(bucket._bucket.keys("")) == sorted([at_work.name, "somebody's own"])


def test_a_bucket_that_does_not_answer_is_waited_for(spool: Spool, s3_credentials: None) -> None:
    away = BucketCarrier("s3://desk/copies?endpoint=http://127.0.0.1:1&region=eu-north-1&timeout=1")

    with pytest.raises(SpoolUnavailable):
        away.load({claimed(spool, "story.txt", STORY).name: STORY.encode()})


def test_a_desk_that_shares_its_disk_needs_no_carrier(settings: Settings) -> None:
    assert open_carrier(settings) is None
