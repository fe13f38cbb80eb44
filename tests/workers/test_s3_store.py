"""Records in a bucket: what lies there, and what a desk does while the bucket is away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.workers.desk import a_record, claimed, simple_refine
from tests.workers.s3_server import BUCKET, CREDENTIALS, S3Server
from workers.ingest import Outcome, ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.s3 import S3Store

RECORD = a_record("Über “alles”\nΩ 漢字 🙂".encode())
SECRET = CREDENTIALS["AWS_SECRET_ACCESS_KEY"]


def stories(count: int) -> list[Record]:
    return [a_record(f"Story {number}\nIts text.".encode()) for number in range(count)]


@pytest.fixture
def url(s3_server: S3Server, tmp_path: Path) -> str:
    return s3_server.url(str(tmp_path).strip("/"))


@pytest.fixture
def mortal(s3_credentials: None) -> Iterator[S3Server]:
    """A server that a test may kill."""
    with S3Server() as server:
        yield server


def test_a_record_is_an_object_that_anybody_can_read(url: str, s3_server: S3Server, tmp_path: Path) -> None:
    S3Store(url).put_many([RECORD])

    key = f"{tmp_path}/{RECORD.id[:2]}/{RECORD.id}.json".strip("/")
    found = s3_server.client().get_object(Bucket=BUCKET, Key=key)
    assert found["ContentType"] == "application/json"
    assert found["Body"].read().decode() == RECORD.to_json() + "\n"


def test_only_a_changed_record_is_written_again(url: str, s3_server: S3Server) -> None:
    client = s3_server.client()
    client.create_bucket(Bucket="versioned", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    client.put_bucket_versioning(Bucket="versioned", VersioningConfiguration={"Status": "Enabled"})
    store = S3Store(s3_server.url("", "versioned"))

    for record in (RECORD, RECORD, RECORD.model_copy(update={"section": "World"})):
        store.put_many([record])

    assert len(client.list_object_versions(Bucket="versioned")["Versions"]) == 2


def test_more_records_than_one_listing_holds_are_all_listed(url: str) -> None:
    records, store = stories(1005), S3Store(url)

    store.put_many(records)

    assert sorted(store.ids()) == sorted(record.id for record in records)


def test_what_others_keep_below_the_prefix_is_no_record(url: str, s3_server: S3Server, tmp_path: Path) -> None:
    for name in ("README.md", "ab/notes.json", f"old/ab/{RECORD.id}.json"):
        s3_server.client().put_object(Bucket=BUCKET, Key=f"{tmp_path}/{name}".strip("/"), Body=b"theirs")

    assert list(S3Store(url).ids()) == []


def test_a_prefix_knows_nothing_of_one_that_begins_like_it(url: str) -> None:
    longer = S3Store(url.replace("?", "-2?"))

    longer.put_many([RECORD])

    assert S3Store(url).count() == 0


def test_a_batch_that_was_cut_off_can_be_stored_again(mortal: S3Server) -> None:
    store, records = S3Store(mortal.url("records")), stories(64)
    mortal.kill()
    with pytest.raises(StoreUnavailable, match=str(mortal.port)):
        store.put_many(records)

    mortal.start()
    store.put_many(records)

    assert store.count() == 64


def test_a_desk_keeps_its_claims_while_the_bucket_is_away(mortal: S3Server, spool: Spool, settings: Settings) -> None:
    claims = [claimed(spool, f"{number}.txt", f"Story {number}").name for number in range(3)]
    store = S3Store(mortal.url("records"))

    mortal.kill()
    meanwhile = ingest(claims, spool, [store], settings, simple_refine)
    mortal.start()
    later = ingest(claims, spool, [store], settings, simple_refine)

    assert (meanwhile, later) == (Outcome(kept=3), Outcome(archived=3))


def test_a_bucket_that_does_not_answer_is_not_waited_for_long(mortal: S3Server) -> None:
    store = S3Store(mortal.url("records") + "&timeout=0.2")
    mortal.freeze()
    started = time.monotonic()

    with pytest.raises(StoreUnavailable, match="timeout"):
        store.put_many(stories(64))

    assert time.monotonic() - started < 20


def test_a_bucket_that_lets_nobody_in_is_told_without_the_secret(mortal: S3Server) -> None:
    store = S3Store(mortal.url("records"))
    mortal.refuse()

    with pytest.raises(StoreUnavailable, match="credentials") as refused:
        store.put_many([RECORD])

    assert SECRET not in str(refused.value)


def test_a_bucket_that_is_missing_is_told_when_the_store_is_opened(s3_server: S3Server) -> None:
    with pytest.raises(StoreUnavailable, match="make the bucket"):
        S3Store(s3_server.url("records", "nobodys"))


def test_a_bucket_that_went_away_does_not_count_as_empty(mortal: S3Server) -> None:
    store = S3Store(mortal.url("records"))
    mortal.client().delete_bucket(Bucket=BUCKET)

    with pytest.raises(StoreUnavailable):
        store.has(RECORD.id)
    with pytest.raises(StoreUnavailable):
        store.get(RECORD.id)
