"""Forms: a thing to do, posted, sealed, done in a thread of its own, and then a page to go to."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workers.page.newsroom import Newsroom, room_of

MOST_BYTES: Final = 200_000
Form = Mapping[str, list[str]]
Act = Callable[[Newsroom, Form], str]  # does it, and returns the address to go to


def acting(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint for a form that does this."""

    async def endpoint(request: Request) -> Response:
        room, form = room_of(request), await form_of(request)
        if not hmac.compare_digest(one(form, "seal").encode(), room.seal.encode()):
            raise HTTPException(403, "This form is not of this start of the desk page: go back, reload the page, and try again.")
        return RedirectResponse(await run_in_threadpool(act, room, form), 303)

    return endpoint


async def form_of(request: Request) -> Form:
    """The fields of a posted form. Raises HTTPException for one that is too large, or is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "This form is too large.")
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=2_000)
    except ValueError as wrong:
        raise HTTPException(400, "This is no form.") from wrong


def one(form: Form, name: str) -> str:
    """The value of a field; "" where it is not there."""
    return form.get(name, [""])[-1]
