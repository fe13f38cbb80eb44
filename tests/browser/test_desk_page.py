"""The desk page in a real Chromium: read, searched and acted on with and without scripts, by keys, in both colour schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.browser.chromium import a_browser
from tests.browser.demo_desk import demo_desk
from tests.browser.desk_page import SCHEMES, has_read_all
from tests.workers.desk import a_record, until
from tests.workers.page_server import Client, served
from workers import styles
from workers.spool import Spool
from workers.stores.files import FileStore

PAGES = ("/", "/quarantine", "/proposals", "/rules", "/enter", "/nothing")
HOSTILE = (
    b"<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> \xe2\x80\xae\n<svg onload='window.hacked = 3'>"
)
# Of every piece of text that can be seen: the worst ratio between its colour and the ground under it, by WCAG 2.2, 1.4.3.
LOWEST_CONTRAST = """() => {
  const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let worst = [21, ""];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest(".unseen, .skip")) continue;
    const [a, b] = [light(numbers(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
  }
  return worst;
}"""

OUTLINE = "(e => e === document.body ? 'body' : getComputedStyle(e).outlineWidth)(document.activeElement)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Spool:
    spool = demo_desk(tmp_path_factory.mktemp("page") / "desk")
    FileStore(spool.records).put_many([a_record(HOSTILE)])
    return spool


@pytest.fixture(scope="module")
def client(spool: Spool) -> Iterator[Client]:
    with served(spool.desk) as client:
        yield client


@pytest.fixture(scope="module")
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


def open_story(page: Page, client: Client, words: str) -> None:
    page.goto(f"http://{client.host}/?q={words}")
    page.locator("a.row").first.click()
    page.get_by_role("heading", name="The record").wait_for()
    page.wait_for_load_state()  # with its colours


def test_a_story_is_found_and_opened_beside_its_source(page: Page) -> None:
    page.get_by_label("Search").fill("salt haulers")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Salt haulers bet").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Salt haulers bet")
    assert page.get_by_text("With assistance from Hendrik Oosterbaan").first.get_attribute("title") is not None


def test_a_filter_is_chosen_and_the_pages_are_turned(page: Page) -> None:
    page.get_by_label("Agency").select_option("reuters")
    if page.get_by_role("button", name="Show").is_visible() and "agency" not in page.url:
        page.get_by_role("button", name="Show").click()
    page.wait_for_url("**agency=reuters**")
    page.get_by_role("link", name="show all").click()
    page.get_by_role("link", name="Older").click()

    assert "page 2 of 2" in page.locator(".pager").inner_text()


def test_a_file_is_put_back_and_one_is_dropped(page: Page, spool: Spool) -> None:
    name = "again.txt" if page.evaluate("() => document.documentElement.className") else "again-2.txt"
    (spool.quarantined / name).write_text("A story.")
    page.get_by_role("link", name="Quarantine").click()
    page.get_by_label(f"Choose {name}").check()
    page.get_by_role("button", name="Put the chosen back").click()
    page.get_by_role("status").filter(has_text="1 file was put back").wait_for()

    (spool.quarantined / name).write_text("A story.")
    page.get_by_role("link", name="Quarantine").click()
    page.get_by_role("link", name=name).click()
    page.get_by_text("Drop it…").click()
    page.get_by_role("button", name="Drop it for good").click()
    page.get_by_role("status").filter(has_text="1 file was removed").wait_for()
    assert not (spool.quarantined / name).exists()
    (spool.inbox / name).unlink()


def test_a_proposed_rule_is_accepted_and_counts(scripted: Page, spool: Spool) -> None:
    scripted.get_by_role("link", name="Proposals").click()
    [rule] = scripted.locator("article.rule").filter(has_text="Tides | Ferries").all()
    rule.get_by_role("button", name="Accept").click()

    scripted.get_by_role("status").filter(has_text="is accepted").wait_for()
    assert styles.own_ids(spool.desk / styles.ACCEPTED) == {"lantern.tail_tides_ferries_boats_weather"}


def test_keys_walk_the_list_open_a_story_and_go_back(scripted: Page) -> None:
    for key in ("j", "j", "k"):
        scripted.keyboard.press(key)
    first = scripted.locator("a.row").first
    assert first.evaluate("e => e === document.activeElement")

    scripted.keyboard.press("Enter")
    scripted.get_by_role("heading", name="The record").wait_for()
    scripted.wait_for_load_state()
    first_story = scripted.url
    scripted.keyboard.press("j")
    scripted.wait_for_url(re.compile(f"^(?!{re.escape(first_story)})"))
    scripted.keyboard.press("u")
    scripted.get_by_role("search").wait_for()
    scripted.wait_for_load_state()
    scripted.keyboard.press("/")
    scripted.keyboard.type("jukebox")
    assert scripted.get_by_label("Search").input_value() == "jukebox"


def test_tab_comes_to_the_skip_link_first_and_every_focus_is_seen(scripted: Page, client: Client) -> None:
    for path in PAGES[:4]:
        scripted.goto(f"http://{client.host}{path}")
        scripted.keyboard.press("Tab")
        assert scripted.evaluate("() => document.activeElement.className") == "skip"
        for _ in range(12):
            scripted.keyboard.press("Tab")
            assert scripted.evaluate(OUTLINE) in ("body", "3px")


def test_everything_that_acts_has_a_name_and_every_page_its_landmarks(scripted: Page, client: Client) -> None:
    for path in PAGES[:4]:
        scripted.goto(f"http://{client.host}{path}")
        nameless = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
            .filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute("aria-label"))).map(e => e.outerHTML)"""
        assert scripted.evaluate(nameless) == []
        for role in ("banner", "main", "contentinfo"):
            assert scripted.get_by_role(role).count() == 1
        assert scripted.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_can_be_read_against_its_ground(scripted: Page, client: Client, scheme: Literal["light", "dark"]) -> None:
    scripted.emulate_media(color_scheme=scheme)
    for path in (*PAGES, "/?q=salt"):
        scripted.goto(f"http://{client.host}{path}")
        assert scripted.evaluate(LOWEST_CONTRAST)[0] >= 4.5, scripted.evaluate(LOWEST_CONTRAST)
    for words in ("salt", "tram", "quarry"):  # together they have every colour
        open_story(scripted, client, words)
        assert scripted.evaluate(LOWEST_CONTRAST)[0] >= 4.5, scripted.evaluate(LOWEST_CONTRAST)


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_runs_out_of_a_small_screen(scripted: Page, client: Client, width: int) -> None:
    scripted.set_viewport_size({"width": width, "height": 700})
    for path in PAGES[:4]:
        scripted.goto(f"http://{client.host}{path}")
        assert scripted.evaluate("() => document.documentElement.scrollWidth") <= width
    open_story(scripted, client, "salt")
    assert scripted.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_hostile_story_runs_nothing_and_loads_nothing(scripted: Page, client: Client) -> None:
    asked, complaints = [], []

    def pass_on(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    scripted.on("console", lambda message: complaints.append(message.text))
    scripted.on("dialog", lambda dialog: complaints.append(dialog.message))
    scripted.route("**", pass_on)
    open_story(scripted, client, "window.hacked")

    assert scripted.evaluate("() => window.hacked") is None
    assert all(url.startswith(f"http://{client.host}/") for url in asked)
    assert complaints == []


def test_a_page_of_another_site_can_not_frame_the_desk_nor_post_to_it(scripted: Page, client: Client, spool: Spool) -> None:
    (spool.quarantined / "stays.txt").write_text("A story.")
    [number] = [link.get_attribute("href") for link in links(scripted, client) if "stays.txt" in link.inner_text()]
    form = f"""<form method=post action="http://{client.host}/quarantine/drop">
        <input name=file value="{str(number).rpartition("/")[2]}"><button>go</button></form><iframe src="http://{client.host}/"></iframe>"""
    scripted.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))

    scripted.goto("http://evil.example/")
    assert not scripted.frame_locator("iframe").get_by_role("search").count()
    scripted.get_by_role("button", name="go").click()

    scripted.get_by_text("This form came from another site.").wait_for()
    assert (spool.quarantined / "stays.txt").exists()


def links(page: Page, client: Client) -> list[Locator]:
    page.goto(f"http://{client.host}/quarantine")
    return page.locator("a.row").all()


def test_on_paper_there_is_the_story_and_no_button(scripted: Page, client: Client) -> None:
    open_story(scripted, client, "salt")
    scripted.emulate_media(media="print")

    scripted.get_by_role("link", name="All stories").wait_for(state="hidden")
    assert scripted.get_by_role("heading", name="The record").is_visible()


def test_pictures_of_it_are_small_enough_for_the_docs() -> None:
    images = list((Path(__file__).parents[2] / "docs" / "images").glob("desk-*.png"))

    assert len(images) == 10
    assert all(image.stat().st_size < 200_000 for image in images)
