"""What every view works on: one desk, its store, its index; and how a view's page is made of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, cast

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from workers import quarantine
from workers.page.index import Index
from workers.page.keeping import Keeper
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store
from workers.styling import styles
from workers.watching.inbox import copy_in

MOST_COUNTED: Final = 1_000  # beyond it a number in the masthead is "at least"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The desk that is served. `seal` is in every form and known to nobody else: a form of another site has not got it."""

    settings: Settings
    spool: Spool
    store: Store
    index: Index
    keeper: Keeper
    pages: Environment
    seal: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def standing(self) -> dict[str, str]:
        """How many files wait, are claimed or lie in quarantine, and how many styles are proposed: for the masthead."""
        counted: dict[str, Iterable[object]] = {
            "inbox": copy_in(self.spool.inbox),
            "claimed": self.spool.claimed.glob("*"),
            "quarantine": quarantine.files(self.spool.quarantined),
            "proposals": (self.spool.desk / styles.PROPOSED).glob("[!.]*.toml"),
        }
        numbers = {name: sum(1 for _ in islice(files, MOST_COUNTED)) for name, files in counted.items()}
        return {name: f"{number:,}+" if number == MOST_COUNTED else f"{number:,}" for name, number in numbers.items()}


def room_of(request: Request) -> Newsroom:
    """The newsroom that this request came to."""
    return cast(Newsroom, request.app.state.room)


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page; every value in it is escaped, and made fit for a screen, by the environment."""
    room = room_of(request)
    page = room.pages.get_template(template).render(room=room, path=request.url.path, standing=room.standing(), **values)
    return HTMLResponse(page, status)
