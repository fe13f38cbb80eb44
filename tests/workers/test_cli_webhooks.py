"""`copydesk webhooks`: what waits, what was given up and why, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workers.cli import copydesk
from tests.workers.desk import names_below
from tests.workers.receiver import SECRET
from workers.spool import Spool
from workers.webhooks.outbox import Letter
from workers.webhooks.postman import outbox_of


@pytest.fixture
def dead(spool: Spool) -> Path:
    """A desk with two dead letters, and a receiver that has stopped us."""
    (spool.desk / "copydesk.toml").write_text(f"[webhooks.cms]\nurl = 'https://cms.example.org/x'\nsecret = '{SECRET}'\n")
    for number in (1, 2):
        letter = Letter(id=f"letter-{number}", about="0" * 32, tries=20, answer="failed", said="500 \x1b[31mno")
        outbox_of(spool.desk, "cms").bury(letter)
    outbox_of(spool.desk, "cms").stop("410 Gone")
    return spool.desk


def test_dead_letters_are_listed_with_their_reasons(dead: Path) -> None:
    done = copydesk("webhooks", dead)

    assert done.returncode == 1
    assert "cms.example.org: 0 wait, 2 dead, stopped: its receiver says 410 Gone" in done.stdout
    assert "letter-1" in done.stdout
    assert "20 tries, the last: failed: 500" in done.stdout
    assert "\x1b" not in done.stdout


def test_dead_letters_are_listed_for_machines(dead: Path) -> None:
    said = json.loads(copydesk("webhooks", "list", dead, "--json").stdout)

    assert [letter["id"] for letter in said["cms"]["dead"]] == ["letter-1", "letter-2"]


@pytest.mark.parametrize(
    ("names", "back", "goes_on"), [((), 2, True), (("cms",), 2, True), (("letter-2",), 1, False)], ids=["all", "one's", "one"]
)
def test_dead_letters_are_put_back(dead: Path, names: tuple[str, ...], back: int, goes_on: bool) -> None:
    done = copydesk("webhooks", "retry", dead, *names)

    assert done.returncode == 0
    assert len(names_below(dead / ".copydesk" / "webhooks" / "cms" / "pending")) == back
    assert (outbox_of(dead, "cms").stopped() is None) is goes_on


def test_a_letter_that_there_is_not_is_told(dead: Path) -> None:
    assert copydesk("webhooks", "retry", dead, "letter-9").returncode == 2


def test_a_postman_without_the_secret_does_not_begin(spool: Spool) -> None:
    toml = "[webhooks.cms]\nurl = 'https://cms.example.org/x'\nsecret_env = 'NOT_THERE'\n"
    (spool.desk / "copydesk.toml").write_text(toml)

    done = copydesk("worker", spool.desk, "--webhooks", "--broker", "redis://127.0.0.1:1/0")

    assert (done.returncode, "webhooks.cms: its secret is empty" in done.stderr) == (2, True)


def test_a_postman_without_webhooks_does_not_begin(spool: Spool) -> None:
    done = copydesk("worker", spool.desk, "--webhooks", "--broker", "redis://127.0.0.1:1/0")

    assert (done.returncode, "none to deliver to" in done.stderr) == (2, True)
