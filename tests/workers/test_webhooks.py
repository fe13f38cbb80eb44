"""What becomes of a letter, from the ledger's line to its receiver's yes, or to its end as a dead one."""

from __future__ import annotations

import json

import pytest

from tests.workers.desk import until
from tests.workers.office import Office, told, work_off
from tests.workers.receiver import Post, receiving
from workers.spool import Spool
from workers.webhooks.round import IN_FLIGHT, MOST_NEW


def test_a_record_that_becomes_done_is_posted_signed_and_once(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        [claim] = work_off(spool, "One")

        assert office.rounds_until(lambda: bool(receiver.posts))
        office.round()

    [post] = receiver.posts
    assert (post.id, post.is_ours, post.headers["copydesk-event"]) == (claim, True, "done")
    assert json.loads(post.body)["headline"] == "One"
    assert office.outbox.pending() == set()


def test_what_was_done_before_a_webhook_was_named_is_not_posted(spool: Spool) -> None:
    work_off(spool, "Old")
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "New")

        assert office.rounds_until(lambda: bool(receiver.posts))

    assert told(receiver) == ["New"]


def test_only_what_is_asked_for_is_posted(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url, language="de")
        work_off(spool, "One", "Two")

        office.round()
        office.round()

    assert receiver.posts == []


def test_a_quarantined_file_is_told_of_where_that_is_asked_for(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url, events=["quarantined"])
        [claim] = work_off(spool, "  ")

        assert office.rounds_until(lambda: bool(receiver.posts))

    [post] = receiver.posts
    assert (post.id, post.headers["copydesk-event"]) == (f"{claim}-quarantined", "quarantined")
    assert {**json.loads(post.body), "claim": ""} == {
        "event": "quarantined", "claim": "", "file": "story.txt", "reason": "empty",
    }  # fmt: skip


def test_a_letter_that_fails_comes_again_with_the_same_id(spool: Spool) -> None:
    def second_time(_: Post) -> int:
        return 500 if not receiver.posts else 200

    with receiving(second_time) as receiver:
        office = Office(spool, receiver.url)
        [claim] = work_off(spool, "One")

        assert office.rounds_until(lambda: len(receiver.posts) == 2 and not office.outbox.pending())

    assert receiver.ids == [claim, claim]


@pytest.mark.parametrize("status", [500, 0], ids=["fails", "hangs"])
def test_a_letter_that_nobody_takes_is_dead_after_its_tries_with_the_reason(spool: Spool, status: int) -> None:
    with receiving(lambda _: status) as receiver:
        office = Office(spool, receiver.url, timeout_seconds=0.05)
        work_off(spool, "One")

        assert office.rounds_until(lambda: bool(office.outbox.dead()))

    [letter] = office.outbox.dead()
    assert (letter.tries, len(receiver.posts)) == (3, 3)
    assert letter.answer == ("failed" if status else "timed_out")


def test_a_dead_letter_that_is_put_back_is_delivered(spool: Spool) -> None:
    with receiving(lambda _: 200 if len(receiver.posts) >= 3 else 500) as receiver:
        office = Office(spool, receiver.url)
        [claim] = work_off(spool, "One")
        assert office.rounds_until(lambda: bool(office.outbox.dead()))

        office.outbox.put_back(office.outbox.dead())

        assert office.rounds_until(lambda: not office.outbox.pending())
    assert receiver.ids == [claim] * 4
    assert office.outbox.dead() == []


def test_a_receiver_that_is_gone_is_left_alone_and_nothing_is_lost(spool: Spool) -> None:
    answers = [410]
    with receiving(lambda _: answers[-1]) as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One", "Two", "Three")
        assert office.rounds_until(lambda: office.outbox.stopped() is not None)
        seen = len(receiver.posts)
        work_off(spool, "Four")
        office.round()
        asked_again = len(receiver.posts) - seen

        answers.append(200)
        office.outbox.go_on()
        office.reopen()

        assert office.rounds_until(lambda: {"One", "Two", "Three", "Four"} <= set(told(receiver)))
    assert asked_again == 0


def test_a_redirect_is_not_followed(spool: Spool) -> None:
    with receiving() as elsewhere, receiving(lambda _: 307, location=elsewhere.url) as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One")

        assert office.rounds_until(lambda: bool(office.outbox.dead()))

    assert elsewhere.posts == []


def test_a_backlog_stays_in_the_ledger_and_comes_in_its_order(spool: Spool) -> None:
    names = [f"Story {number:03}" for number in range(MOST_NEW * 2)]
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, *names)

        office.courier.step()
        pending, sent = len(office.outbox.pending()), len(office.messages)
        assert office.rounds_until(lambda: len(receiver.posts) == len(names))

    assert (pending, sent) == (MOST_NEW, IN_FLIGHT)
    assert told(receiver) == names


def test_letters_that_nobody_takes_do_not_keep_others_waiting(spool: Spool) -> None:
    def answer(post: Post) -> int:
        return 400 if b"Bad" in post.body else 200

    with receiving(answer) as receiver:
        office = Office(spool, receiver.url, max_tries=1000)
        work_off(spool, *(f"Bad story {number}" for number in range(MOST_NEW + 1)), "Good")

        assert office.rounds_until(lambda: "Good" in told(receiver))
        assert len(office.outbox.pending()) == MOST_NEW + 1


def test_a_receiver_that_fails_is_asked_one_letter_at_a_time(spool: Spool) -> None:
    with receiving(lambda _: 500) as receiver:
        office = Office(spool, receiver.url, max_tries=1000, wait_seconds=0.05)
        work_off(spool, *(f"Story {number}" for number in range(IN_FLIGHT * 2)))
        office.round()
        office.courier.step()  # hears that they failed
        first = len(receiver.posts)

        def sends() -> bool:
            office.courier.step()
            return bool(office.messages)

        assert until(sends)
    assert (first, len(office.messages)) == (IN_FLIGHT, 1)
