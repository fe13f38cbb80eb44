"""Who may come in: the right host, the key of this start, forms of our own; and what a browser is told about every page."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # To other sites nothing. Not "no-referrer": browsers then say "Origin: null" of our own forms, and we could not tell.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OPEN: Final = ("/static/", "/enter")  # what the page that asks for the key needs


class Key:
    """The token that opens the page; None: everybody who reaches the port may come in. `port` keeps two desks' cookies apart."""

    def __init__(self, token: str | None, port: int) -> None:
        self.token = token
        self.cookie = f"copydesk-{port}"

    def opens(self, token: str) -> bool:
        """Whether it is the right one; takes the same time for any."""
        return self.token is None or hmac.compare_digest(token.encode(), self.token.encode())

    def knows(self, request: Request) -> bool:
        """Whether this browser has shown the token before."""
        return self.token is None or hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self._pass().encode())

    def let_in(self) -> Response:
        """To the stories, with a cookie in place of the token: it leaves the address bar, and no script can read it."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self._pass(), httponly=True, samesite="strict")
        return answer

    def _pass(self) -> str:
        return hashlib.sha256(f"copydesk {self.token}".encode()).hexdigest()


class Guard:
    """Stands before the whole app. `name` is what the page is bound to, a host that it may be called by."""

    def __init__(self, app: ASGIApp, key: Key, name: str) -> None:
        self.app, self.key, self.name = app, key, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await (self._answer(Request(scope)) or self.app)(scope, receive, send_with_headers)

    def _answer(self, request: Request) -> Response | None:
        """What is said in place of the page; None lets the request through."""
        if not is_own_host(request.headers.get("host", ""), self.name):
            return PlainTextResponse("This desk is not called by that name: use its address, as copydesk desk printed it.", 421)
        if request.method not in ("GET", "HEAD") and not is_same_origin(request):
            return PlainTextResponse("This form came from another site.", 403)
        if (token := request.query_params.get("token")) and self.key.opens(token):
            return self.key.let_in()
        if self.key.knows(request) or request.url.path.startswith(OPEN):
            return None
        return RedirectResponse("/enter", 303)


def is_own_host(host: str, name: str) -> bool:
    """Whether a browser that says it calls this host means us. DNS rebinding brings the name of another site, never a number."""
    try:
        called = urlsplit(f"//{host}").hostname or ""
        if called in ("localhost", name):
            return True
        return bool(ip_address(called))
    except ValueError:
        return False


def is_same_origin(request: Request) -> bool:
    """Whether a form is one of ours, by what the browser says of it; a browser says at least one of the two."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc == request.headers.get("host")
