"""A bucket by its URL: objects by key, and what an address may say."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.errors import BadSettings, SpoolUnavailable
from tests.workers.ports import free_port
from tests.workers.s3_server import S3Server
from workers.stores.bucket import Bucket, open_bucket


@pytest.fixture
def bucket(s3_server: S3Server, tmp_path: Path) -> Iterator[Bucket]:
    with closing(open_bucket(s3_server.url(str(tmp_path)), SpoolUnavailable)) as opened:
        yield opened


class Simple(ThreadingHTTPServer):
    """A server of one object that knows no conditions."""

    digest: str | None = None
    written = 0


class Answer(BaseHTTPRequestHandler):
    """What it says to HEAD and PUT."""

    server: Simple
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        is_bucket, digest = self.path.count("/") == 1, self.server.digest
        self.answer(200 if is_bucket or digest else 404, {"x-amz-meta-sha256": digest} if digest else {})

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if "If-None-Match" in self.headers:
            self.answer(501, {})
            return
        self.server.digest = self.headers["x-amz-meta-sha256"]
        self.server.written += 1
        self.answer(200, {})

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def simple(s3_credentials: None) -> Iterator[Simple]:
    with Simple(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "key", ["a.txt", "20261124T010203-4f/Größe 漢字 🙂 %41+&?#.txt", "a//b"], ids=["plain", "odd", "slashes"]
)
def test_an_object_comes_back_as_it_was(bucket: Bucket, key: str) -> None:
    bucket.put(key, bytes(range(256)))

    assert bucket.get(key) == bytes(range(256))
    assert list(bucket.keys("")) == [key]


def test_an_object_that_is_not_there_is_none(bucket: Bucket) -> None:
    assert bucket.get("a") is None
    assert not bucket.has("a")


def test_a_changed_object_is_replaced(bucket: Bucket) -> None:
    bucket.put("a", b"one")
    bucket.put("a", b"two")

    assert bucket.get("a") == b"two"


def test_an_object_is_removed_once_and_that_twice_is_harmless(bucket: Bucket) -> None:
    bucket.put("a", b"")
    assert bucket.has("a")

    bucket.delete("a")
    bucket.delete("a")

    assert not bucket.has("a")


def test_keys_are_listed_by_how_they_begin(bucket: Bucket) -> None:
    bucket.put_many((key, b"") for key in ("b/1", "a/2", "a/1", "ab"))

    assert list(bucket.keys("a/")) == ["a/1", "a/2"]


def test_a_server_that_knows_no_conditions_serves_as_well(simple: Simple) -> None:
    url = f"s3://plain?endpoint=http://127.0.0.1:{simple.server_port}"

    with closing(open_bucket(url, SpoolUnavailable)) as opened:
        for data in (b"one", b"one", b"two"):
            opened.put("a", data)

    assert simple.written == 2


def test_a_fault_is_the_error_that_was_asked_for(s3_credentials: None) -> None:
    with pytest.raises(SpoolUnavailable, match="s3://desk/x/"):
        open_bucket(f"s3://desk/x?endpoint=http://127.0.0.1:{free_port()}", SpoolUnavailable)


def test_no_credentials_are_told(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(SpoolUnavailable, match="credentials"):
        open_bucket(s3_server.url("x"), SpoolUnavailable)


@pytest.mark.parametrize(
    "url",
    ["s3://", "s3:///x", "s3://a b/x", "s3://desk/x#y", "s3://desk?endpoint=host:9000", "s3://desk?endpoint=", "s3://desk?key=x",
     "s3://desk?timeout=0", "s3://desk?timeout=nan", "s3://desk?timeout=soon", "s3://desk?addressing=round", "s3://[desk",
     "s3://desk?profile=nobodys", "s3://desk?region=no%20where"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(s3_credentials: None, url: str) -> None:
    with pytest.raises(BadSettings):
        open_bucket(url, SpoolUnavailable)


@pytest.mark.parametrize(
    "url",
    ["s3://AKIA:k3pt/secret@desk/x", "s3://desk/x?endpoint=http://AKIA:k3pt@host:9000", "s3://desk/x?secret_key=k3pt"],
    ids=["in front of the bucket", "in the endpoint", "as an option"],
)
def test_a_secret_in_the_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadSettings) as refused:
        open_bucket(url, SpoolUnavailable)

    assert "k3pt" not in str(refused.value)


def test_the_library_is_loaded_when_a_bucket_is_opened_and_its_lack_is_told() -> None:
    script = """
import sys
import workers.stores.bucket, workers.stores
assert "boto3" not in sys.modules
sys.modules["boto3"] = None  # as on a machine without it
try:
    workers.stores.open_store("s3://desk/records")
except workers.stores.bucket_client.BadSettings as refused:
    print(refused)
"""

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert "pip install 'copydesk[s3]'" in said
