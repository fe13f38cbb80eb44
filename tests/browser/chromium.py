"""A real Chromium, the system's own: playwright's download is not used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.absent import absent

ALONE = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
CONTAINED = ("--no-sandbox", "--disable-gpu")  # its own sandbox needs rights that a container has not


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser without a window. Where none is installed the test is skipped; under CI=true it fails."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        absent("no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ALONE, *CONTAINED])
        yield browser
        browser.close()
