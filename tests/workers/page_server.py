"""A desk page that is served, and a client that says what a browser would."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.workers.processes import COPYDESK


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def seal(self) -> str:
        """Of the first form in it."""
        found = re.search(r'name="seal" value="([^"]+)"', self.text)
        assert found, self.text
        return found[1]


@dataclass(slots=True)
class Client:
    """Knows the address that the command printed. `cookie` is kept by `enter`."""

    address: str
    cookie: str = ""
    host: str = field(init=False)

    def __post_init__(self) -> None:
        self.host = urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.address).query)["token"][0]

    def enter(self) -> Client:
        """By the address that was printed."""
        parts = urlsplit(self.address)
        answer = self.get(f"{parts.path}?{parts.query}")
        self.cookie = str(answer.headers["set-cookie"]).partition(";")[0]
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """As a form of the page itself, unless headers say otherwise."""
        own = {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form), {**own, **headers})

    def ask(self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        connection = HTTPConnection(self.host, timeout=20)
        said = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        connection.request(method, path, body, {**({"Cookie": self.cookie} if self.cookie else {}), **said})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode())
        connection.close()
        return answer


@contextmanager
def served(desk: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Client]:
    """`copydesk desk` on a free port, ended by SIGTERM; without the cookie still."""
    command = [COPYDESK, "desk", str(desk), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert process.stdout
        yield Client(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.communicate(timeout=20)
