"""A bucket of any S3 API: AWS, MinIO, Ceph and the like. `open_bucket("s3://bucket/prefix?endpoint=http://host:9000")`.

A put is atomic: a reader sees the whole object or none. Durable: the bucket has answered 200. How a URL reads, whose
credentials are used and how long is waited for an answer: bucket_client.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from pipeline.errors import Unavailable
from workers.stores.bucket_client import SIDE_BY_SIDE, Address, connect

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from types_boto3_s3 import S3Client

OCTETS: Final = "application/octet-stream"
_DIGEST: Final = "sha256"  # in an object's metadata; its ETag is no digest where the bucket encrypts
_MISSING: Final = 404
_LOOK_FIRST: Final = {409, 412, 501}  # somebody is at it, it is there, or the server knows no condition
_TRIED_AGAIN: Final = "it must answer, and let us in; it is tried again"
_ADVICE: Final = {
    403: "the credentials in force must allow to list the bucket, and to get, put and delete in it",
    _MISSING: "make the bucket, or correct its name in the URL",
}


class Bucket:
    """Objects below the prefix of an address, by key. Threads may share one, processes may not: open it after the fork."""

    def __init__(self, address: Address, client: S3Client, error: type[Unavailable]) -> None:
        self.address = address
        self._client = client
        self._error = error

    def put(self, key: str, data: bytes, content_type: str = OCTETS) -> None:
        """Stores an object, durable when it returns; an equal one is left alone. Raises the bucket's `error`."""
        digest = hashlib.sha256(data).hexdigest()
        new = partial(
            self._client.put_object, Bucket=self.address.bucket, Key=self.address.prefix + key, Body=data,
            ContentType=content_type, Metadata={_DIGEST: digest},
        )  # fmt: skip
        with self._asking() as client:
            try:
                new(IfNoneMatch="*")  # nearly everything is new: one request then
            except client.exceptions.ClientError as fault:
                if _status(fault) not in _LOOK_FIRST:
                    raise
                if (self._metadata(key) or {}).get(_DIGEST) != digest:
                    new()

    def put_many(self, objects: Iterable[tuple[str, bytes]], content_type: str = OCTETS) -> None:
        """Stores all of them, side by side. When one fails some are stored; doing it again is safe. Raises as `put`."""
        pool = ThreadPoolExecutor(SIDE_BY_SIDE, "bucket")
        try:
            for _ in pool.map(lambda each: self.put(each[0], each[1], content_type), objects):
                pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # a time limit that strikes does not wait for the bucket

    def get(self, key: str) -> bytes | None:
        """The object's bytes, None where there is none. Raises as `put`."""
        with self._asking() as client:
            try:
                return client.get_object(Bucket=self.address.bucket, Key=self.address.prefix + key)["Body"].read()
            except client.exceptions.NoSuchKey:
                return None

    def has(self, key: str) -> bool:
        """True where there is an object of this key. Raises as `put`."""
        with self._asking():
            return self._metadata(key) is not None

    def delete(self, key: str) -> None:
        """Removes an object; none is fine. Raises as `put`."""
        with self._asking() as client:
            client.delete_object(Bucket=self.address.bucket, Key=self.address.prefix + key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in the bucket's order, a thousand to a request. Raises as `put`."""
        start = self.address.prefix
        with self._asking() as client:
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=self.address.bucket, Prefix=start + prefix)
            for page in pages:
                yield from (found["Key"].removeprefix(start) for found in page.get("Contents", ()))

    def close(self) -> None:
        """Lets go of the connections; harmless when done twice."""
        self._client.close()

    def check(self) -> None:
        """Raises as `put` where there is no such bucket, no way to it, or no permission."""
        with self._asking() as client:
            client.head_bucket(Bucket=self.address.bucket)

    def _metadata(self, key: str) -> dict[str, str] | None:
        try:
            return self._client.head_object(Bucket=self.address.bucket, Key=self.address.prefix + key)["Metadata"]
        except self._client.exceptions.ClientError as fault:
            if _status(fault) != _MISSING:
                raise
            self.check()  # a HEAD does not tell whether the object is missing or the whole bucket
            return None

    @contextmanager
    def _asking(self) -> Iterator[S3Client]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield self._client
        except ClientError as fault:
            raise self._error(str(self.address), str(fault), _ADVICE.get(_status(fault), _TRIED_AGAIN)) from fault
        except BotoCoreError as fault:
            raise self._error(str(self.address), str(fault), _TRIED_AGAIN) from fault


def open_bucket(url: str, error: type[Unavailable]) -> Bucket:
    """The bucket of this URL, which must be there and let us in: else `error` is raised, as by all that it does later.

    Raises BadSettings for a URL that is none of a bucket, and without boto3.
    """
    address = Address.parse(url)
    bucket = Bucket(address, connect(address), error)
    bucket.check()
    return bucket


def _status(fault: ClientError) -> int:
    return fault.response["ResponseMetadata"]["HTTPStatusCode"]
