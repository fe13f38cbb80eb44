"""What the task `copydesk.deliver` does: a letter is posted, and then taken, tried again later, or buried."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pipeline.errors import BadClaim, BadSettings, Unavailable
from workers.claim import Claim
from workers.policy import backoff
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store, open_store
from workers.webhooks.hook import Hook
from workers.webhooks.outbox import Letter, Outbox
from workers.webhooks.post import Answer, post, signed

log = logging.getLogger(__name__)
LONGEST_WAIT: Final = 3600.0  # seconds between two tries of a letter


def outbox_of(desk: Path, name: str) -> Outbox:
    """The letters of the webhook of this name."""
    return Outbox(Spool(desk).state / "webhooks" / name)


@dataclass(frozen=True)
class Postman:
    """Of one worker process: opened by its first letter, so never shared across a fork."""

    settings: Settings

    @cached_property
    def _store(self) -> Store:
        return open_store(self.settings.store_urls[0])

    def deliver(self, name: str, letter_id: str) -> str:
        """Posts a letter of this webhook, and says what became of it. Twice is harmless: the receiver knows its id.

        Killed anywhere in between, the letter is still there, and comes again.
        """
        hook = self.settings.webhooks.get(name)
        if hook is None:  # a name comes from a queue
            return "nothing to do"
        outbox = outbox_of(self.settings.desk, name)
        try:
            letter = outbox.get(letter_id)
            if letter is None or outbox.stopped() is not None or not letter.is_due(time.time()):  # its message came twice
                return "nothing to do"
            body = self._body(letter)
            if body is None:
                log.info("webhook %s: %s was pruned before it was delivered", name, letter.about)
                outbox.taken(letter.id)
                return "pruned"
            answer = _posted(name, hook, letter, body)
            return self._settle(name, hook, outbox, letter, answer)
        except Unavailable as fault:
            log.warning("webhook %s: a letter waits: %s", name, fault)
            return fault.reason

    def _body(self, letter: Letter) -> bytes | None:
        """None where the record is not there any more."""
        if letter.event == "done":
            record = self._store.get(letter.about)
            return record.to_json().encode() if record else None
        try:
            claim = Claim.parse(letter.about)
        except BadClaim:
            return None
        said = {"event": letter.event, "claim": claim.name, "file": claim.label, "reason": letter.reason}
        return json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")

    def _settle(self, name: str, hook: Hook, outbox: Outbox, letter: Letter, answer: Answer) -> str:
        if answer.reason == "accepted":
            outbox.taken(letter.id)
            return "accepted"
        tried = letter.model_copy(update={"tries": letter.tries + 1, "answer": answer.reason, "said": answer.said})
        if answer.reason == "gone":
            outbox.stop(answer.said)
            log.error("webhook %s is stopped: its receiver says %s; `copydesk webhooks retry` goes on", name, answer.said)
        elif tried.tries >= hook.max_tries:
            outbox.bury(tried)
            log.error("webhook %s: a dead letter after %d tries: %s: %s", name, tried.tries, tried.answer, tried.said)
            return "dead"
        else:
            wait = max(answer.wait, backoff(letter.tries, hook.wait_seconds, LONGEST_WAIT))
            outbox.again(tried.model_copy(update={"due": time.time() + wait}))
        return answer.reason


def _posted(name: str, hook: Hook, letter: Letter, body: bytes) -> Answer:
    try:
        headers = signed(letter.id, int(time.time()), body, hook.secrets(name))
    except BadSettings as wrong:
        return Answer("unsigned", wrong.message)
    return post(hook.url, body, {**headers, "copydesk-event": letter.event}, hook.timeout_seconds)
