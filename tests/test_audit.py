"""`make audit`: a hole that is known is red, and what nobody could be asked about is never passed in silence."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOLE = {
    "id": "PYSEC-2099-1",
    "aliases": ["CVE-2099-1"],
    "summary": "invented",
    "affected": [
        {"package": {"name": "celery", "ecosystem": "PyPI"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "99.1"}]}]}
    ],
}


class Osv(BaseHTTPRequestHandler):
    """Answers as OSV's API (https://google.github.io/osv.dev/post-v1-query/): one hole in celery, none in anything else."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
        said = json.dumps({"vulns": [HOLE]} if asked == "celery" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def osv() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Osv) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "run.txt"
    path.write_text("".join(f"{name} --hash=sha256:{'0' * 64}\n" for name in ("celery==5.7.0", "kombu==5.7.0")))
    return path


def audit(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "requirements.audit", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_known_hole_is_named_with_what_mends_it_and_is_red(lock: Path) -> None:
    with osv() as url:
        done = audit("--lock", lock, "--osv-url", url)

    assert done.returncode == 1
    assert "celery: PYSEC-2099-1 (CVE-2099-1), mended in 99.1" in done.stdout
    assert "audited: 2 libraries, 1 known holes" in done.stdout


def test_what_has_no_known_hole_is_green(lock: Path) -> None:
    lock.write_text(lock.read_text().replace("celery", "billiard"))
    with osv() as url:
        done = audit("--lock", lock, "--osv-url", url)

    assert (done.returncode, done.stdout) == (0, "audited: 2 libraries, 0 known holes\n")


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_a_service_that_does_not_answer_is_told(lock: Path, options: tuple[str, ...], code: int) -> None:
    done = audit("--lock", lock, "--osv-url", "http://127.0.0.1:1/v1/query", *options)

    assert done.returncode == code
    assert "not audited: celery, kombu: osv does not answer" in done.stdout
