"""Receives copydesk's webhooks: checks who sent them, takes each once, and answers before it works.

CMS_HOOK_SECRET=whsec_... python webhook_receiver.py 8700 /var/lib/cms/incoming
"""

from __future__ import annotations

import base64
import hmac
import os
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOLERANCE = 300  # seconds between the sender's clock and ours: an older letter is somebody's recording
LARGEST = 50_000_000  # bytes


def verified(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """True where the letter was signed with this secret, is whole, and of now."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(now - int(sent)) > TOLERANCE:
        return False
    content = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    return any(hmac.compare_digest(right, said) for said in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    """Keeps each letter as a file of its id: the same letter twice is the same file."""

    secret = os.environ.get("CMS_HOOK_SECRET", "")
    folder = Path("incoming")

    def do_POST(self) -> None:
        """Stores it and answers; whoever works on it looks into the folder."""
        size = int(self.headers.get("content-length", 0))
        body = self.rfile.read(min(size, LARGEST))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not verified(headers, body, self.secret, time.time()):
            self.send_error(401)
            return
        draft = self.folder / f".{headers['webhook-id']}"
        draft.write_bytes(body)
        draft.replace(self.folder / f"{headers['webhook-id']}.json")
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    Receiver.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
