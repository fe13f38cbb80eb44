"""A server of the S3 API for tests: moto's, as a process of its own on a free port of the loopback. It holds all in memory."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tests.workers.desk import until
from tests.workers.ports import free_port

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BUCKET: Final = "desk"
CREDENTIALS: Final = {
    "AWS_ACCESS_KEY_ID": "desk",
    "AWS_SECRET_ACCESS_KEY": "well/kept+secret",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}
START_SECONDS: Final = 60.0  # of a busy machine; else 2


class S3Server:
    """Started and stopped by `with`; started again it has the same address, and forgot everything."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._address = address
        self.port = free_port()
        self.endpoint = f"http://{address}:{self.port}"

    def url(self, prefix: str, bucket: str = BUCKET) -> str:
        """The address of a prefix there."""
        return f"s3://{bucket}/{prefix}?endpoint={self.endpoint}&region=eu-north-1"

    def start(self) -> None:
        """Returns when it answers and has the bucket."""
        words = [sys.executable, "-m", "moto.server", "-H", self._address, "-p", str(self.port)]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not until(lambda: self._process.poll() is not None or self._answers(), START_SECONDS) or not self._answers():
            self.kill()
            raise RuntimeError(f"moto_server does not answer on port {self.port}")
        self.client().create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})

    def kill(self) -> None:
        """SIGKILL: connections are cut."""
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """SIGSTOP: the system still accepts connections for it, and nobody answers."""
        self._process.send_signal(signal.SIGSTOP)

    def refuse(self) -> None:
        """From now on nobody is let in: 403, whatever the credentials."""
        body = {"Content-Type": "text/plain"}  # a form's would be read away before it is looked at
        with urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/moto-api/reset-auth", b"0", body), timeout=5):
            pass

    def client(self) -> S3Client:
        """A plain client, to see what lies there."""
        import boto3

        return boto3.client("s3", endpoint_url=self.endpoint, region_name="eu-north-1")

    def __enter__(self) -> S3Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.endpoint}/moto-api/", timeout=5):
            return True
        return False
