"""The stream of stories: newest first, searched, filtered, paged."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from workers.page import counts
from workers.page.newsroom import render, room_of
from workers.page.pages import day
from workers.page.search import Listed, Wanted, search


def stream(request: Request) -> Response:
    """GET /"""
    room, wanted = room_of(request), Wanted.read(request.query_params)
    found = search(room.index, wanted)
    return render(
        request,
        "stream.html",
        wanted=wanted,
        found=found,
        days=_by_day(found.stories),
        choices=counts.choices(room.index),
    )


def _by_day(stories: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """The stories under the day (UTC) of their coming."""
    days = groupby(stories, key=lambda story: day(story.arrived) if story.arrived else "Before this desk's ledger begins")
    return [(name, list(group)) for name, group in days]
