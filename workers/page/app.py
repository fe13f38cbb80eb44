"""The app: addresses to views, and errors to pages that say what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import CopydeskError, RuleError, Unavailable
from workers.page.aside import aside, one_aside, put_back, remove
from workers.page.forms import acting, form_of, one
from workers.page.guard import Guard, Key
from workers.page.index import Index
from workers.page.keeping import Keeper
from workers.page.newsroom import Newsroom, render
from workers.page.pages import make_pages
from workers.page.ruling import accept, proposed, refuse, rules
from workers.page.story import as_json, story
from workers.page.stream import stream
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store


def make_page(settings: Settings, store: Store, key: Key, bind: str) -> Starlette:
    """The desk page of this desk, its records in this store; `bind` is the address that it listens on.

    Its index is kept while the app runs. Raises SpoolUnavailable.
    """
    spool = Spool(settings.desk)
    index = Index(spool.state / "page" / "index.sqlite")
    keeper = Keeper(spool, store, index)

    @asynccontextmanager
    async def keeping(app: Starlette) -> AsyncIterator[None]:
        with keeper:
            yield

    async def enter(request: Request) -> Response:
        """GET and POST /enter: asks for the token, where the address had none."""
        wrong = False
        if request.method == "POST":
            if key.opens(one(await form_of(request), "token").strip()):
                return key.let_in()
            wrong = True
        page = app.state.room.pages.get_template("enter.html").render(wrong=wrong)
        return Response(page, 401, media_type="text/html")

    app = Starlette(
        routes=[
            Route("/", stream),
            Route("/enter", enter, methods=["GET", "POST"]),
            Route("/story/{name}.json", as_json),
            Route("/story/{name}", story),
            Route("/quarantine", aside),
            Route("/quarantine/retry", acting(put_back), methods=["POST"]),
            Route("/quarantine/drop", acting(remove), methods=["POST"]),
            Route("/quarantine/{number}", one_aside),
            Route("/proposals", proposed),
            Route("/proposals/accept", acting(accept), methods=["POST"]),
            Route("/proposals/refuse", acting(refuse), methods=["POST"]),
            Route("/rules", rules),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        middleware=[Middleware(Guard, key=key, name=bind)],
        exception_handlers={CopydeskError: _say_fault, HTTPException: _say_refusal},
        lifespan=keeping,
    )
    app.state.room = Newsroom(settings, spool, store, index, keeper, make_pages())
    return app


def _say_fault(request: Request, fault: Exception) -> Response:
    """A page for an error of our tree; what is only down for now is a 503."""
    status = 503 if isinstance(fault, Unavailable) else 409 if isinstance(fault, RuleError) else 500
    advice = fault.advice if isinstance(fault, CopydeskError) else ""
    said = f"{fault.subject}: {fault.message}" if isinstance(fault, CopydeskError) else str(fault)
    return render(request, "error.html", status, title="That did not work", said=said, advice=advice)


def _say_refusal(request: Request, fault: Exception) -> Response:
    """A page for an address that leads nowhere, or a form that is none of ours."""
    status, said = (fault.status_code, fault.detail) if isinstance(fault, HTTPException) else (500, "")
    title = "Not here" if status == 404 else "Not done"
    return render(request, "error.html", status, title=title, said=said, advice="")
