"""A desk with a webhook, for tests: its courier and its postman in one process, and what goes from one to the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.workers.desk import claimed, simple_refine, until
from tests.workers.receiver import SECRET, Receiver
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.webhooks.courier import Courier
from workers.webhooks.outbox import Outbox
from workers.webhooks.postman import Postman, outbox_of


class Office:
    """A desk with one webhook: its courier and its postman in this very process, and what was sent from one to the other."""

    def __init__(self, spool: Spool, url: str, **table: Any) -> None:
        quick = {"wait_seconds": 0.01, "timeout_seconds": 1.0, "max_tries": 3}
        hook = {"url": url, "secret": SECRET, **quick, **table}
        self.spool = spool
        self.settings = Settings.load(spool.desk, webhooks={"cms": hook})
        self.messages: list[str] = []
        self.outbox: Outbox = outbox_of(spool.desk, "cms")
        self.postman = Postman(self.settings)
        self.courier = self.open()

    def open(self) -> Courier:
        """On duty from now on."""
        courier = Courier(self.settings, self.spool, lambda _, letter, __: self.messages.append(letter))
        courier.step()
        return courier

    def reopen(self) -> None:
        """As after a kill: of what it had in memory nothing is left."""
        self.courier.close()
        self.messages.clear()
        self.courier = self.open()

    def round(self) -> None:
        """The courier looks, and the postman goes."""
        self.courier.step()
        while self.messages:
            self.postman.deliver("cms", self.messages.pop(0))

    def rounds_until(self, condition: Callable[[], bool]) -> bool:
        """Goes on until it holds."""

        def holds() -> bool:
            self.round()
            return condition()

        return until(holds)


def work_off(spool: Spool, *texts: str) -> list[str]:
    """These stories are done; the ids of their claims."""
    claims = [claimed(spool, "story.txt", text) for text in texts]
    ingest([claim.name for claim in claims], spool, [FileStore(spool.records)], Settings.load(spool.desk), simple_refine)
    return [claim.id for claim in claims]


def told(receiver: Receiver) -> list[str]:
    return [json.loads(post.body)["headline"] for post in receiver.posts]
