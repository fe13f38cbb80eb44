"""The client of a bucket, made from its URL: s3://bucket/prefix?endpoint=http://host:9000&region=...

Credentials come from where AWS's own tools look for them (AWS_* in the environment, ~/.aws, the machine's role), never from
the URL. Waits are bounded: a bucket that does not answer is told after about half a minute, and the desk tries again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from pipeline.errors import BadSettings

if TYPE_CHECKING:
    from botocore.config import Config
    from types_boto3_s3 import S3Client

SIDE_BY_SIDE: Final = 16  # requests at once: a bucket answers slowly, and many at a time
CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 10.0  # without a byte, before it counts as no answer
TRIES: Final = 3  # of one request, with botocore's own waits between: for a hiccup. An outage is waited out by the desk.
_LONGEST_ANSWER: Final = 600.0
_OPTIONS: Final = ("endpoint", "region", "profile", "addressing", "timeout")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}", re.ASCII)


class Address(NamedTuple):
    """What a URL says: the bucket, what each key begins with (empty, or with "/" at its end), and the options."""

    bucket: str
    prefix: str
    options: dict[str, str]

    @classmethod
    def parse(cls, url: str) -> Address:
        """The address in this URL. Raises BadSettings.

        Options: endpoint (a URL; without it AWS), region, profile (of ~/.aws), addressing (path or virtual; with an endpoint
        path) and timeout (seconds without an answer).
        """
        place, _, query = url.removeprefix("s3://").partition("?")
        bucket, _, path = place.partition("/")
        options = dict(parse_qsl(query, keep_blank_values=True))
        if "@" in place or any("@" in value for value in options.values()):
            # Nothing of it may be shown: a secret key can have "/" in it, so its end lies in what looks like the path.
            advice = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile; write %40 for an @ of the prefix"
            raise BadSettings("s3://", "no credentials in the URL, please", advice)
        address = cls(bucket, f"{prefix}/" if (prefix := unquote(path).strip("/")) else "", options)
        if not _NAME.fullmatch(bucket) or "#" in url:
            raise BadSettings(str(address), "no address of a bucket", "write s3://bucket/prefix; percent-encode ? and #")
        if wrong := sorted(name for name, value in options.items() if name not in _OPTIONS or not value):
            advice = f"there are {', '.join(_OPTIONS)}"
            raise BadSettings(str(address), f"no such option, or nothing in it: {', '.join(wrong)}", advice)
        return address

    def __str__(self) -> str:
        """Without the options, for messages."""
        return f"s3://{self.bucket}/{self.prefix}"


def connect(address: Address) -> S3Client:
    """A client for this address; nothing is asked yet. Raises BadSettings for options that do not fit, and without boto3."""
    try:
        import boto3
        from botocore.exceptions import BotoCoreError
    except ImportError as missing:
        raise BadSettings(str(address), "no library for S3 on this machine", "pip install 'copydesk[s3]'") from missing
    options = address.options
    try:
        session = boto3.Session(profile_name=options.get("profile"), region_name=options.get("region"))
        return session.client("s3", endpoint_url=options.get("endpoint"), config=_config(options))
    except (BotoCoreError, ValueError) as fault:
        raise BadSettings(str(address), str(fault), "correct the URL, or what AWS_* and ~/.aws say") from fault


def _config(options: dict[str, str]) -> Config:
    from botocore.config import Config

    answer = float(options.get("timeout", ANSWER_SECONDS))
    if not 0 < answer <= _LONGEST_ANSWER:
        raise ValueError(f"timeout: more than 0 and at most {_LONGEST_ANSWER:.0f} seconds")
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=answer,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=SIDE_BY_SIDE,
        tcp_keepalive=True,
        # Many servers do not know the newer checksums. The signature covers the bytes without them.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    if "addressing" in options:
        return config.merge(Config(s3={"addressing_style": options["addressing"]}))  # type: ignore[arg-type] # botocore checks it
    return config
