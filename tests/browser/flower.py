"""Flower with real work in it: its pictures for docs/monitoring.md."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, ViewportSize

from seeds.listing import seeds
from tests.browser.chromium import a_browser
from tests.end_to_end.desk import PATIENCE, running
from tests.workers.cli import PICTURE
from tests.workers.desk import drop, until
from tests.workers.ports import free_port
from workers.spool import Spool

WINDOW: ViewportSize = {"width": 1500, "height": 600}


def take(images: Path) -> None:
    """The list of tasks, a task that put a file into quarantine, and the workers."""
    with TemporaryDirectory(prefix="copydesk-") as folder:
        spool, port = Spool(Path(folder, "desk")), free_port()
        spool.prepare()
        with running(spool, options=["--flower", "--flower-port", str(port)]), a_browser() as browser:
            assert until(lambda: listens(port), PATIENCE)
            for seed in seeds():
                drop(spool, seed.name, seed.path.read_bytes())
            assert until(lambda: not spool.claims() and not any(spool.inbox.rglob("*.*")), PATIENCE)
            drop(spool, "reuters/lantern-fish.txt", PICTURE)
            assert until(lambda: not spool.claims() and any(spool.quarantined.rglob("lantern*")), PATIENCE)
            _shoot(browser.new_page(viewport=WINDOW, color_scheme="light"), f"http://127.0.0.1:{port}", images)


def listens(port: int) -> bool:
    """True when Flower answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthcheck", timeout=5):
            return True
    except (URLError, ConnectionError):
        return False


def _shoot(window: Page, flower: str, images: Path) -> None:
    window.goto(f"{flower}/tasks")
    row = window.locator("tr", has_text="lantern-fish")
    row.wait_for()
    window.screenshot(path=images / "flower-tasks.png")
    row.get_by_role("link").first.click()
    window.get_by_text("binary: reuters/lantern-fish.txt").first.wait_for()
    window.screenshot(path=images / "flower-task.png")
    window.goto(f"{flower}/workers")
    window.get_by_text("desk@").first.wait_for()
    window.screenshot(path=images / "flower-workers.png")
