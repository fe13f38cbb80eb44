"""The quarantine: what lies there and why, how it begins, and the two ways out of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import CopydeskError, SpoolUnavailable, Vanished
from workers import quarantine
from workers.choice import label_of
from workers.disk import guarded
from workers.laid_aside import Held, Wish, chosen, drop, head
from workers.page.forms import Form, one
from workers.page.newsroom import Newsroom, render, room_of

PAGE: Final = 50


def number_of(name: str) -> str:
    """What a quarantined file is called in addresses and forms: no name from outside ever is a path here."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:20]


def aside(request: Request) -> Response:
    """GET /quarantine"""
    room, reason = room_of(request), request.query_params.get("reason", "")
    held = list(chosen(room.spool, Wish()))
    fitting = [each for each in held if reason in ("", each.reason)]
    asked = request.query_params.get("page", "1")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return render(
        request,
        "quarantine.html",
        held=[(number_of(each.name), each) for each in fitting[PAGE * (page - 1) : PAGE * page]],
        reasons=sorted(Counter(each.reason for each in held).items()),
        reason=reason,
        total=len(fitting),
        page=page,
        pages=max(1, -(-len(fitting) // PAGE)),
        done=_done(request),
    )


def one_aside(request: Request) -> Response:
    """GET /quarantine/NUMBER"""
    room, number = room_of(request), request.path_params["number"]
    held = next(iter(_named(room, [number])), None)
    if held is None:
        raise HTTPException(404, "This file is no longer in quarantine: somebody else has dealt with it.")
    try:
        begins, fault = head(held), None
    except CopydeskError as refused:
        begins, fault = "", refused
    return render(request, "held.html", held=held, number=number, begins=begins, fault=fault)


def put_back(room: Newsroom, form: Form) -> str:
    """POST /quarantine/retry: back into the inbox, as they came."""
    gone = 0
    for held in _named(room, form.get("file", [])):
        try:
            room.spool.retry(held.path)
            gone += 1
        except Vanished:
            continue
    return _back(form, "retried", gone)


def remove(room: Newsroom, form: Form) -> str:
    """POST /quarantine/drop: removed for good, with a line in the ledger."""
    return _back(form, "dropped", drop(room.spool, _named(room, form.get("file", []))))


def _named(room: Newsroom, numbers: list[str]) -> list[Held]:
    """The files of these numbers that are there still; only their reasons are read."""
    folder, wanted = room.spool.quarantined, set(numbers)
    with guarded(SpoolUnavailable, folder):
        names = {path: label_of(path.relative_to(folder)) for path in quarantine.files(folder)}
        going = {path: name for path, name in names.items() if number_of(name) in wanted}
        return [Held(path, name, quarantine.read_reason(path)) for path, name in going.items()]


def _back(form: Form, what: str, files: int) -> str:
    return f"/quarantine?{urlencode({'reason': one(form, 'reason'), what: files})}"


def _done(request: Request) -> str:
    """What was just done, in words."""
    for what, words in (("retried", "put back into the inbox"), ("dropped", "removed for good")):
        files = request.query_params.get(what, "")
        if files.isascii() and files.isdigit():
            return f"{int(files):,} {'file was' if files == '1' else 'files were'} {words}."
    return ""
