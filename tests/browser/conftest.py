"""A desk to look at, served, and two browsers that have come in: one with scripts, one without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import a_browser
from tests.browser.demo_desk import demo_desk
from tests.browser.desk_page import has_read_all
from tests.workers.desk import a_record, until
from tests.workers.page_server import Client, served
from workers.spool import Spool
from workers.stores.files import FileStore

HOSTILE = (
    b"<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> \xe2\x80\xae\n<svg onload='window.hacked = 3'>"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Spool:
    spool = demo_desk(tmp_path_factory.mktemp("page") / "desk")
    FileStore(spool.records).put_many([a_record(HOSTILE)])
    return spool


@pytest.fixture(scope="session")
def client(spool: Spool) -> Iterator[Client]:
    with served(spool.desk) as client:
        yield client


@pytest.fixture(scope="session")
def contexts(browser: Browser, client: Client) -> dict[bool, BrowserContext]:
    """Two that have come in: with scripts and without."""
    return {scripts: enter(browser.new_context(java_script_enabled=scripts), client) for scripts in (True, False)}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, contexts: dict[bool, BrowserContext], client: Client) -> Iterator[Page]:
    """The stories, with and without scripts."""
    yield from opened(contexts[request.param], client)


@pytest.fixture
def scripted(contexts: dict[bool, BrowserContext], client: Client) -> Iterator[Page]:
    yield from opened(contexts[True], client)


def enter(context: BrowserContext, client: Client) -> BrowserContext:
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(client.address)
    assert page.url == f"http://{client.host}/"  # the token does not stay in it
    assert until(lambda: has_read_all(page))
    page.close()
    return context


def opened(context: BrowserContext, client: Client) -> Iterator[Page]:
    page = context.new_page()
    page.goto(f"http://{client.host}/")
    yield page
    page.close()
