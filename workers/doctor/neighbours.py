"""Who else uses the broker's database: another desk, or another Celery application. They would take each other's messages."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from pipeline.errors import BadClaim
from workers.claim import Claim
from workers.doctor.finding import Finding, ok, warning
from workers.settings import Settings
from workers.spool import Spool

_ABOUT: Final = "broker's database"
_LOOKED_AT: Final = 100  # messages
_BINDING: Final = "_kombu.binding."
_CELERYS: Final = {"celeryev", "celery.pidbox", "reply.celery.pidbox"}
_FIX: Final = "name another database for each in broker_url: redis://host:6379/1"


def others(client: Any, settings: Settings) -> Iterator[Finding]:
    """What the queue and its neighbours show; an empty queue shows nothing of other desks."""
    from workers.tasks import HOME_QUEUE, QUEUE, WEBHOOK_QUEUE  # needs a machine on which Celery can start

    # Bounded: the database may hold millions of keys that are none of Celery's.
    _, keys = client.scan(match=f"{_BINDING}*", count=10_000)
    strange = sorted({_text(key).removeprefix(_BINDING) for key in keys} - _CELERYS - {QUEUE, HOME_QUEUE, WEBHOOK_QUEUE})
    wrong = [warning(_ABOUT, f"another Celery application queues there: {', '.join(strange[:3])}", _FIX)] if strange else []
    if not settings.remote and (name := next(_unknown(client.lrange(QUEUE, 0, _LOOKED_AT - 1), settings), None)):
        wrong.append(warning(_ABOUT, f"another desk queues there: {name} was never claimed on this one", _FIX))
    yield from wrong or [ok(_ABOUT, "no sign of another desk or application")]


def _unknown(messages: Iterable[bytes], settings: Settings) -> Iterator[str]:
    """Files in these messages that this desk has never claimed."""
    spool = Spool(settings.desk)
    for message in messages:
        for claim in _claims(message):
            if not (spool.claimed / claim.name).exists() and claim.name not in spool.ledger.read_day(claim.day):
                yield claim.label


def _claims(message: bytes) -> Iterator[Claim]:
    """The claims that a message names; whatever else may stand in a queue names none."""
    with suppress(ValueError, TypeError, KeyError, IndexError, BadClaim):
        [names], *_ = json.loads(base64.b64decode(json.loads(message)["body"]))
        yield from [Claim.parse(name) for name in names]


def _text(key: bytes | str) -> str:
    return key.decode("utf-8", "replace") if isinstance(key, bytes) else key
