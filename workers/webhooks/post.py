"""One letter over HTTP, signed as Standard Webhooks has it (https://www.standardwebhooks.com/, version 1 of the signature).

    webhook-id         the same in every try of one letter
    webhook-timestamp  seconds since the epoch, of this try
    webhook-signature  "v1," and base64 of HMAC-SHA256 over id.timestamp.body; one for each secret, parted by blanks

By http.client: it follows no redirect, keeps to no proxy of the environment, and checks certificates.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, Literal
from urllib.parse import urlsplit, urlunsplit

from billiard.exceptions import SoftTimeLimitExceeded

Reason = Literal["accepted", "gone", "redirected", "refused", "failed", "unreachable", "timed_out", "unsigned"]
# What is wrong with the receiver, or with us, whatever the letter says; the others are about the letter.
AILING: Final[frozenset[Reason]] = frozenset(("failed", "redirected", "unreachable", "timed_out", "unsigned"))
_LATER: Final = (408, 425, 429)  # a no for now
_SAID_BYTES: Final = 300  # of an answer's body, for a person
_MOST_WAIT: Final = 3600.0  # seconds: of what a receiver asks for


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a try: a word for machines, a line for people, and the seconds that the receiver wants us to wait."""

    reason: Reason
    said: str
    wait: float = 0.0


def signed(letter_id: str, timestamp: int, body: bytes, secrets: Iterable[bytes]) -> dict[str, str]:
    """The three headers by which the receiver knows that the letter is ours, whole, and of now."""
    content = f"{letter_id}.{timestamp}.".encode() + body
    signatures = (b64encode(hmac.digest(secret, content, "sha256")).decode() for secret in secrets)
    return {
        "webhook-id": letter_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    """Posts JSON. `seconds` is the patience with each step of it; a task's soft time limit ends all of it. Raises nothing."""
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=seconds)
    try:
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        connection.request("POST", target, body, {"content-type": "application/json", "user-agent": "copydesk", **headers})
        return _read(connection.getresponse())
    except (TimeoutError, SoftTimeLimitExceeded):
        return Answer("timed_out", "it does not answer in time")
    except (OSError, HTTPException) as fault:
        return Answer("unreachable", f"{type(fault).__name__}: {fault}"[:_SAID_BYTES])
    finally:
        connection.close()


def _read(response: HTTPResponse) -> Answer:
    """Only 2xx is a yes. 410 is a no for good, any other 4xx a no to this letter, 5xx a receiver that is not well."""
    body = response.read(_SAID_BYTES).decode("utf-8", "replace")
    said = " ".join(f"{response.status} {response.reason} {body}".split())[:_SAID_BYTES]
    if 200 <= response.status < 300:
        return Answer("accepted", said)
    if 300 <= response.status < 400:
        return Answer("redirected", f"{said}: redirects are not followed, name the new address")
    if response.status == 410:
        return Answer("gone", said)
    well = 400 <= response.status < 500 and response.status not in _LATER
    return Answer("refused" if well else "failed", said, _wait(response.getheader("retry-after")))


def _wait(header: str | None) -> float:
    """Seconds; a date (RFC 9110, section 10.2.3) is not heeded: our own waits are long enough."""
    with suppress(ValueError):
        return float(min(max(int(header or ""), 0), _MOST_WAIT))
    return 0.0
