"""The desk page in a real Chromium: read, searched and acted on, with and without scripts, by mouse and by keys."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route

from tests.browser.desk_page import open_story
from tests.workers.page_server import Client
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.styling import styles


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


def test_today_s_rules_read_every_seed_as_it_is_stored(client: Client, spool: Spool) -> None:
    own = Client(client.address).enter()
    store = FileStore(spool.records)
    seeds = [record for each in store.ids() if (record := store.get(each)) and not record.source.file[0].isdigit()]

    otherwise = [each.source.file for each in seeds if "read it otherwise" in own.get(f"/story/{each.id.replace('#', '-')}").text]

    assert len(seeds) > 40
    assert otherwise == []


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
