"""Claims that nobody works on come back to the queue: soon, not too often, and never while somebody works on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import pytest

from pipeline.errors import BrokerUnavailable
from tests.workers.desk import claimed
from workers.claim import Claim
from workers.policy import LONGEST_LEASE, LONGEST_WAIT
from workers.reconcile import Patience, Reconciler
from workers.settings import Settings
from workers.spool import Spool

NOBODY: frozenset[str] = frozenset()


class Desk:
    """A desk whose queue is a list and whose clock is turned by hand."""

    def __init__(self, spool: Spool, settings: Settings) -> None:
        self.spool = spool
        self.sent: list[list[Claim]] = []
        self.queued = 0
        self.now = 0.0
        self.down = False
        self.reconciler = Reconciler(spool, settings, self.send, self.waiting, lambda: self.now)

    def send(self, batches: Iterable[Sequence[Claim]]) -> None:
        self.sent += [list(claims) for claims in batches]

    def waiting(self) -> int:
        if self.down:
            raise BrokerUnavailable("redis://host", "it does not answer")
        return self.queued

    def steps(self, seconds: float, each: float = 0.1) -> int:
        """Turns the clock; how many claims were sent again."""
        until, before = self.now + seconds, sum(map(len, self.sent))
        while self.now < until:
            self.now += each
            self.reconciler.step()
        return sum(map(len, self.sent)) - before


@pytest.fixture
def desk(spool: Spool, settings: Settings) -> Desk:
    return Desk(spool, settings.model_copy(update={"resend_seconds": 3.0, "lease_seconds": 60.0, "batch_max": 2}))


def test_a_claim_whose_message_is_lost_is_sent_again_within_seconds(desk: Desk) -> None:
    claim = claimed(desk.spool, "a.txt")

    desk.steps(2.9)
    early = list(desk.sent)
    desk.steps(3.0)

    assert early == []
    assert desk.sent == [[claim]]


def test_a_claim_that_is_being_worked_on_is_left_alone_however_long(desk: Desk) -> None:
    claim = claimed(desk.spool, "a.txt")

    with desk.spool.tries.attempt([claim.name]):
        assert desk.steps(3600, each=10) == 0


def test_a_claim_whose_worker_died_is_sent_again_by_itself(desk: Desk) -> None:
    claims = [claimed(desk.spool, f"{number}.txt") for number in range(4)]
    with suppress(KeyboardInterrupt), desk.spool.tries.attempt([claims[1].name]):
        raise KeyboardInterrupt

    desk.steps(6)

    assert sorted(map(len, desk.sent)) == [1, 1, 2]
    assert [claims[1]] in desk.sent


def test_while_messages_wait_a_claim_may_be_among_them(desk: Desk) -> None:
    claimed(desk.spool, "a.txt")
    desk.queued = 1

    assert desk.steps(59) == 0
    assert desk.steps(60) == 1


def test_a_paused_queue_does_not_fill(desk: Desk) -> None:
    claimed(desk.spool, "a.txt")
    desk.queued = 1

    assert desk.steps(24 * 3600, each=10) < 24 * 3600 / LONGEST_LEASE + 5


def test_a_full_queue_gets_nothing_more(desk: Desk, settings: Settings) -> None:
    claimed(desk.spool, "a.txt")
    desk.queued = settings.window

    assert desk.steps(24 * 3600, each=10) == 0


def test_a_store_that_is_down_for_a_day_is_tried_once_a_minute(desk: Desk) -> None:
    claimed(desk.spool, "a.txt")

    assert 24 * 3600 / LONGEST_WAIT / 2 < desk.steps(24 * 3600, each=10) < 24 * 3600 / LONGEST_WAIT + 10


def test_a_broker_that_is_down_costs_no_patience(desk: Desk) -> None:
    claimed(desk.spool, "a.txt")
    desk.down = True
    with pytest.raises(BrokerUnavailable):
        desk.steps(1)
    desk.down = False

    assert desk.steps(6) == 1


def test_an_empty_desk_does_not_ask_the_broker(desk: Desk) -> None:
    desk.down = True

    assert desk.steps(1) == 0


def test_of_two_reconcilers_one_is_on_duty(desk: Desk, spool: Spool, settings: Settings) -> None:
    other = Desk(spool, settings)
    claimed(spool, "a.txt")
    desk.steps(0.1)

    assert other.steps(100) == 0
    desk.reconciler.close()
    assert other.steps(100) > 0


def test_notes_of_dead_workers_are_swept_once_their_claims_have_ended(desk: Desk) -> None:
    claim = claimed(desk.spool, "a.txt")
    with suppress(KeyboardInterrupt), desk.spool.tries.attempt([claim.name]):
        raise KeyboardInterrupt
    desk.spool.release(claim)

    desk.steps(0.1)

    assert not desk.spool.tries.look().unfinished


def test_patience_forgets_what_is_no_longer_claimed(spool: Spool) -> None:
    patience, claim = Patience(1.0, 10.0), claimed(spool, "a.txt")
    patience.due([claim], NOBODY, 0, 0.0)
    patience.due([], NOBODY, 0, 0.5)

    assert patience.due([claim], NOBODY, 0, 1.9) == []
