"""The story of a page that is a shell: scripts fill it from JSON that lies in the page, <script id="__NEXT_DATA__">."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bs4 import BeautifulSoup

from pipeline.document import Document, Notice
from pipeline.errors import UnreadableCopy
from pipeline.formats.json import reader as json_story

_MOST: Final = 20  # scripts
_SHELL: Final = Notice("body_from_metadata", "the page does not show its story: the text is that of its data")


def story_of_scripts(soup: BeautifulSoup, filename: str) -> list[Document]:
    """The first story in the page's JSON; none where there is none."""
    for script in soup.find_all("script", attrs={"type": "application/json"}, limit=_MOST):
        raw = (script.string or "").strip().encode("utf-8", "replace")
        if json_story.recognises(raw[:1000]):
            try:
                story = json_story.read(raw, filename)[0]
            except UnreadableCopy:
                continue
            return [replace(story, format="html", notices=(*story.notices, _SHELL), item=None)]
    return []
