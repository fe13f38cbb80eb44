"""How the desk page looks and is reached: contrast in both schemes, focus, names, small screens, paper."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.desk_page import SCHEMES, open_story
from tests.workers.page_server import Client

PAGES = ("/", "/quarantine", "/proposals", "/rules", "/enter", "/nothing")
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


def test_on_paper_there_is_the_story_and_no_button(scripted: Page, client: Client) -> None:
    open_story(scripted, client, "salt")
    scripted.emulate_media(media="print")

    scripted.get_by_role("link", name="All stories").wait_for(state="hidden")
    assert scripted.get_by_role("heading", name="The record").is_visible()


def test_pictures_of_it_are_small_enough_for_the_docs() -> None:
    images = list((Path(__file__).parents[2] / "docs" / "images").glob("desk-*.png"))

    assert len(images) == 10
    assert all(image.stat().st_size < 200_000 for image in images)
