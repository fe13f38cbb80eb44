"""A receiver of webhooks on a port of its own, real HTTP, which answers as a test wants it to."""

from __future__ import annotations

import base64
import importlib.util
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

KEY = b"invented for the tests, of course"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def _example() -> ModuleType:
    """docs/examples/webhook_receiver.py: letters are checked as we tell others to."""
    path = Path(__file__).parents[2] / "docs" / "examples" / "webhook_receiver.py"
    spec = importlib.util.spec_from_file_location("webhook_receiver", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verified: Callable[[Mapping[str, str], bytes, str, float], bool] = _example().verified


@dataclass(frozen=True)
class Post:
    """What came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def is_ours(self) -> bool:
        return verified(self.headers, self.body, SECRET, time.time())


@dataclass
class Receiver:
    """`answer` gives a status for each post, or 0 to say nothing at all until the end."""

    answer: Callable[[Post], int] = lambda _: 204
    headers: dict[str, str] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        return [post.id for post in self.posts]


@contextmanager
def receiving(answer: Callable[[Post], int] = lambda _: 204, **headers: str) -> Iterator[Receiver]:
    """A receiver at work."""
    receiver = Receiver(answer, {name.replace("_", "-"): value for name, value in headers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            body = self.rfile.read(size)
            if len(body) < size:  # its sender was killed in the middle of it
                return
            post = Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            status = receiver.answer(post)
            receiver.posts.append(post)
            if status == 0:
                receiver.over.wait(60)
                return
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook?of=desk"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
