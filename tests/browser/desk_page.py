"""The desk page with real stories on it: its pictures for docs/desk-page.md, light and dark."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import a_browser
from tests.browser.demo_desk import demo_desk
from tests.workers.desk import until
from tests.workers.page_server import Client, served

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLOURS = 200  # in a palette of their own: a page of text has few, and a picture of it a third of the bytes


def take(images: Path) -> None:
    """The stream, a story beside its source, the quarantine, the proposals and the rules."""
    with TemporaryDirectory(prefix="copydesk-") as folder, a_browser() as browser:
        desk = Path(folder, "saltmarsh")
        demo_desk(desk)
        with served(desk) as client:
            for scheme in SCHEMES:
                _take(browser, client, scheme, images)


def _take(browser: Browser, client: Client, scheme: Literal["light", "dark"], images: Path) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(client.address)
    assert until(lambda: has_read_all(page))
    _shoot(page, images / f"desk-stream-{scheme}.png")
    open_story(page, client, "quarry")
    page.set_viewport_size({"width": 1280, "height": 1060})
    _shoot(page, images / f"desk-story-{scheme}.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    for name in ("Quarantine", "Proposals", "Rules"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        page.locator("h1").wait_for()
        _shoot(page, images / f"desk-{name.lower()}-{scheme}.png")
    context.close()


def has_read_all(page: Page) -> bool:
    """True when the index has every story; looks again."""
    page.reload()
    return not page.get_by_text("still being read in").count()


def open_story(page: Page, client: Client, words: str) -> None:
    """The first story with these words, with its colours."""
    page.goto(f"http://{client.host}/?q={words}")
    page.locator("a.row").first.click()
    page.get_by_role("heading", name="The record").wait_for()
    page.wait_for_load_state()


def _shoot(page: Page, path: Path) -> None:
    Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS).save(path, optimize=True)
