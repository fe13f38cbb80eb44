"""Whoever may drop files or write to the queue gets no further than that: exchanged folders, forged names, forged messages."""

from __future__ import annotations

import base64
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import redis

from pipeline import refine
from pipeline.errors import BadClaim
from tests.faults.servers import RedisServer
from tests.workers.desk import claimed, drop, names_below, until
from tests.workers.ports import free_port
from tests.workers.processes import COPYDESK, with_words
from workers.app import make_app
from workers.bench import Bench
from workers.claim import Claim
from workers.settings import Settings
from workers.spool import Spool
from workers.tasks import HOME, QUEUE, REFINE
from workers.webhooks.outbox import Letter
from workers.webhooks.postman import outbox_of

BEFORE_A_RENAME: list[Callable[[], None]] = []  # done once, right before the next one


def _hook(event: str, _: tuple[object, ...]) -> None:
    if event == "os.rename" and BEFORE_A_RENAME:
        BEFORE_A_RENAME.pop()()


sys.addaudithook(_hook)


def test_a_folder_that_is_exchanged_for_a_link_in_the_last_moment_leads_nowhere(spool: Spool, tmp_path: Path) -> None:
    """Between the look and the move: else whoever may drop files gets at every file that the desk's user may move."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "story.txt").write_text("a password")
    dropped = drop(spool, "tca/story.txt", "A story.")

    def exchange() -> None:
        dropped.parent.rename(tmp_path / "away")
        dropped.parent.symlink_to(outside)

    BEFORE_A_RENAME.append(exchange)
    claim = spool.claim(dropped)

    assert (outside / "story.txt").read_text() == "a password"
    assert claim
    assert spool.read(claim, 100) == b"A story."


@pytest.mark.parametrize(
    "name",
    [
        "20261130T101502Z-3f9a2b7c4d~../../etc/passwd",
        "20261130T101502Z-3f9a2b7c4d~..~..~x",
        "20261130T101502Z-3f9a2b7c4d~%2E%2E~x",
        "20261130T101502Z-3f9a2b7c4d~a%2Fb",
        "20261130T101502Z-3f9a2b7c4d~a%00",
        "20261399T101502Z-3f9a2b7c4d~x",
        "20261130T996161Z-3f9a2b7c4d~x",
        "/etc/passwd",
    ],
)
def test_a_forged_name_in_a_message_is_no_claim(name: str) -> None:
    with pytest.raises(BadClaim):
        Claim.parse(name)


def test_a_letter_home_by_a_stranger_archives_nothing_that_he_has_not_read(spool: Spool, settings: Settings) -> None:
    claim = claimed(spool, "a.txt")
    forged = {"refined": [{"claim": claim.name, "size": 21, "sha256": "0" * 64}]}

    outcome = Bench(settings).home.receive(forged)

    assert outcome.archived == 0
    assert [each.name for each in spool.claims()] == [claim.name]


class Deadly:
    """Whoever unpickles this makes a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


def test_a_pickle_in_the_queue_is_never_opened(spool: Spool, tmp_path: Path, broker_url: str) -> None:
    """A real worker drops it, and goes on with what comes behind it."""
    trap = tmp_path / "trap"
    with RedisServer(tmp_path / "server") as server:
        settings = Settings.load(spool.desk, broker_url=server.url)
        app = make_app(settings)
        app.send_task(REFINE, ([],), queue=QUEUE)  # to see how a message looks
        with redis.Redis(unix_socket_path=str(server.socket)) as client:
            forged: dict[str, Any] = json.loads(client.lpop(QUEUE))
            forged |= {"content-type": "application/x-python-serialize", "content-encoding": "binary"}
            forged["body"] = base64.b64encode(pickle.dumps(([Deadly(trap)], {}, {}))).decode()
            client.rpush(QUEUE, json.dumps(forged))
        claim = claimed(spool, "a.txt", "A headline\n\nA story that goes on, the officials said on Monday in town.")
        app.send_task(REFINE, ([claim.name],), queue=QUEUE)
        with subprocess.Popen(
            [COPYDESK, "worker", spool.desk, "--broker", server.url], stderr=subprocess.DEVNULL, start_new_session=True
        ) as worker:
            done = until(lambda: not spool.claims(), 60)
            os.killpg(worker.pid, signal.SIGKILL)
        app.close()

    assert done
    assert not trap.exists()


def test_what_a_hostile_name_brings_stays_in_the_desk(spool: Spool, settings: Settings) -> None:
    names = [
        "..%2f..%2fetc%2fpasswd",
        "a\nb\x1b[31m.txt",
        "~~~",
        "%2e%2e",
        "-rf",
        "$(touch x)",
        "…" * 80,
        os.fsdecode(b"\xff\xfe.txt"),
    ]
    claims = [claimed(spool, name, f"A headline\n\nStory {n}, the officials said.") for n, name in enumerate(names)]

    outcome = Bench(settings).ingest([claim.name for claim in claims], None)

    assert outcome.archived == len(names)
    assert len(names_below(spool.archived)) == len(names)


XML = """<?xml version="1.0"?>{doctype}<nitf xmlns:xi="http://www.w3.org/2001/XInclude"><body>
<body.head><hedline><hl1>Ferry stops</hl1></hedline></body.head>
<body.content><p>The ferry {inside} stopped on Tuesday.</p></body.content></body></nitf>"""


@pytest.mark.parametrize(
    ("doctype", "inside"),
    [
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file://{secret}">]>', "&x;"),
        ('<!DOCTYPE nitf [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>', ""),
        ('<!DOCTYPE nitf SYSTEM "file://{secret}">', ""),
        ("", '<xi:include href="file://{secret}" parse="text"/>'),
        ('<!DOCTYPE nitf [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>', "&c;"),
    ],
)
def test_xml_expands_and_loads_nothing(tmp_path: Path, doctype: str, inside: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")

    [record] = refine(
        XML.replace("{doctype}", doctype).replace("{inside}", inside).replace("{secret}", str(secret)).encode(), "a.xml"
    )

    assert record.headline == "Ferry stops"
    assert "s3cret" not in record.to_json()
    assert "hahahaha" not in record.to_json()


def test_a_forged_message_about_a_letter_reads_no_other_file(spool: Spool) -> None:
    """A letter dropped as copy, and a message that names it by its way: else it would be signed and posted."""
    drop(spool, "forged.json", Letter(id="forged", event="quarantined", about="x").model_dump_json())

    assert outbox_of(spool.desk, "cms").get("../../../../inbox/forged") is None


class Seen(NamedTuple):
    """What others may see of a desk that works with a broker's password."""

    command_lines: list[bytes]
    answers: str
    files: dict[Path, bytes]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, broker_url: str) -> Seen:
    """A desk that has stored a story, over a broker whose password is s3cret; `broker_url` skips or fails without a server."""
    spool = Spool(tmp_path_factory.mktemp("desk"))
    spool.prepare()
    drop(spool, "story.txt", "A headline\n\nA story that goes on, the officials said on Monday in town.")
    with RedisServer(tmp_path_factory.mktemp("server")) as server:
        port = free_port()
        with redis.Redis(unix_socket_path=str(server.socket)) as client:
            client.config_set("port", port)
            client.config_set("requirepass", "s3cret")
        url = f"redis://:s3cret@127.0.0.1:{port}/0"
        environment = {**os.environ, "COPYDESK_BROKER_URL": url, "COPYDESK_CONCURRENCY": "1"}
        with subprocess.Popen([COPYDESK, "run", spool.desk], env=environment, stdout=subprocess.DEVNULL) as desk:
            assert until(lambda: names_below(spool.records) != [], 60)
            lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in with_words(str(spool.desk))]
            inspect = make_app(Settings.load(spool.desk, broker_url=url)).control.inspect(timeout=10.0, limit=1)
            answers = f"{inspect.conf()} {inspect.stats()}"
            desk.kill()  # its worker ends by itself
        with redis.Redis(unix_socket_path=str(server.socket), password="s3cret") as client:
            client.config_set("requirepass", "")  # the server's own stop knows no password
    return Seen(lines, answers, {path: path.read_bytes() for path in spool.desk.rglob("*") if path.is_file()})


def test_no_password_is_in_a_command_line(seen: Seen) -> None:
    """`ps` shows these to every user of the machine. The desk's own processes get the broker's address otherwise."""
    assert len(seen.command_lines) >= 2
    assert not [line for line in seen.command_lines if b"s3cret" in line]


def test_the_brokers_password_is_in_no_answer_of_a_worker(seen: Seen) -> None:
    """Flower shows them: its settings, its statistics."""
    assert "copydesk.stories" in seen.answers
    assert "s3cret" not in seen.answers


def test_the_brokers_password_is_in_no_file_of_the_desk(seen: Seen) -> None:
    """Not in logs, ledger or notes."""
    assert seen.files
    assert not [path for path, data in seen.files.items() if b"s3cret" in data]


def test_a_desk_without_a_carrier_hears_no_results_of_other_hosts(settings: Settings) -> None:
    """Else whoever may write to the queue could put claims into quarantine."""
    named = settings.model_copy(update={"broker_url": "redis://localhost"})

    assert HOME not in make_app(named).tasks
    assert HOME in make_app(named.model_copy(update={"carrier": "message"})).tasks
