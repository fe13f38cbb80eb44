"""The rules: what each did on this desk, and those that are proposed."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from pipeline.cleaning.labels import leaves_the_story
from pipeline.errors import RuleError
from workers.cli.rules import PLACES
from workers.page import counts
from workers.page.forms import Form, one
from workers.page.newsroom import Newsroom, render, room_of
from workers.styling import proposals, styles

SAID = {"accepted": "accepted: it counts from the next story on", "refused": "refused: it will not be proposed again"}
_NAME = re.compile(r"[\w.-]{1,200}")


def rules(request: Request) -> Response:
    """GET /rules"""
    room, agency = room_of(request), request.query_params.get("agency", "")
    try:
        in_force, fault = styles.in_force(room.spool.desk / styles.ACCEPTED), None
    except RuleError as refused:
        in_force, fault = styles.in_force(None), refused
    fired = counts.fired(room.index, agency)
    busy = {each.rule for each in fired}
    return render(
        request,
        "rules.html",
        fired=fired,
        idle=[rule for rule in in_force.rules if rule.id not in busy and leaves_the_story(rule.label)],
        rules=in_force,
        fault=fault,
        agency=agency,
        agencies=counts.choices(room.index)["agency"],
        total=counts.total(room.index),
    )


def proposed(request: Request) -> Response:
    """GET /proposals"""
    room = room_of(request)
    told = {what: request.query_params.get(what, "") for what in SAID}
    done = next((f"{name} is {SAID[what]}." for what, name in told.items() if _NAME.fullmatch(name)), "")
    return render(request, "proposals.html", proposals=proposals.proposed(room.spool.desk), places=PLACES, done=done)


def accept(room: Newsroom, form: Form) -> str:
    """POST /proposals/accept: a rule, or all of a style."""
    style, rule = one(form, "style"), one(form, "rule")
    proposals.accept(room.spool.desk, style, rule)
    return f"/proposals?accepted={quote(rule or style)}"


def refuse(room: Newsroom, form: Form) -> str:
    """POST /proposals/refuse: a rule, or all of a style."""
    style, rule = one(form, "style"), one(form, "rule")
    proposals.refuse(room.spool.desk, style, rule)
    return f"/proposals?refused={quote(rule or style)}"
