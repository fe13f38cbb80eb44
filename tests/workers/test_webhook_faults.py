"""Kills, lost messages, a broker that is away, records that are gone: no letter is lost by them, and none waits for ever."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.errors import BrokerUnavailable, StoreUnavailable
from tests.workers.desk import until
from tests.workers.office import Office, told, work_off
from tests.workers.receiver import SECRET, receiving
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.webhooks.courier import Courier


def test_a_desk_that_is_killed_at_any_moment_delivers_everything(spool: Spool) -> None:
    """The courier forgets all it knows after every step, and every second message is lost."""
    names = [f"Story {number}" for number in range(12)]
    with receiving(lambda post: 500 if len(receiver.posts) % 3 == 0 else 200) as receiver:
        office = Office(spool, receiver.url, max_tries=1000)
        work_off(spool, *names)

        def everything() -> bool:
            office.reopen()
            office.messages = office.messages[::2]
            office.round()
            return set(told(receiver)) == set(names)

        assert until(everything)
        assert office.rounds_until(lambda: not office.outbox.pending())

    assert len(set(receiver.ids)) == len(names)


def test_letters_that_were_written_before_the_cursor_was_are_written_once(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        before = office.outbox.cursor()
        assert before
        work_off(spool, "One", "Two")
        office.courier.step()
        office.outbox.reached(before)  # as if the kill had come between

        office.reopen()

        assert len(office.outbox.pending()) == 2


def test_drafts_that_a_kill_left_behind_go_and_one_that_is_being_written_stays(spool: Spool) -> None:
    # Given what is left of a letter, a dead one, a cursor and a stop, and a letter that somebody writes at this moment
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One")
        office.courier.step()
        left = ["pending/.a.json.0123456789", "dead/.b.json.0123456789", ".cursor.0123456789", ".stopped.0123456789"]
        now = "pending/.c.json.0123456789"
        (office.outbox.folder / "dead").mkdir()
        for name in (*left, now):
            (office.outbox.folder / name).write_text("{")
        for name in left:
            os.utime(office.outbox.folder / name, (0, 0))

        # When a courier goes on duty
        office.reopen()

        assert [name for name in (*left, now) if (office.outbox.folder / name).exists()] == [now]
        assert len(office.outbox.pending()) == 1


def test_while_the_broker_is_away_nothing_is_lost(spool: Spool) -> None:
    def no_broker(*_: object) -> None:
        raise BrokerUnavailable("redis", "gone", "")

    with receiving() as receiver:
        office = Office(spool, receiver.url)
        office.courier.close()
        broken = Courier(office.settings, spool, no_broker)
        work_off(spool, "One")
        broken.step()
        broken.close()

        office.reopen()

        assert office.rounds_until(lambda: told(receiver) == ["One"])


def test_a_store_that_was_down_when_the_courier_came_keeps_nothing_from_going_out_later(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        office.courier.close()
        away = spool.records.rename(spool.desk / "away")
        spool.records.write_text("no folder")
        office.courier = Courier(office.settings, spool, lambda _, letter, __: office.messages.append(letter))
        with pytest.raises(StoreUnavailable):
            office.courier.step()

        spool.records.unlink()
        away.rename(spool.records)
        work_off(spool, "One")

        assert office.rounds_until(lambda: told(receiver) == ["One"])


def test_a_letter_whose_message_came_many_times_has_its_pauses_all_the_same(spool: Spool) -> None:
    with receiving(lambda post: 503) as receiver:
        office = Office(spool, receiver.url, wait_seconds=60, max_tries=3)
        work_off(spool, "One")
        office.courier.step()

        said = [office.postman.deliver("cms", letter) for letter in office.messages * 5]

    assert said == ["failed", *["nothing to do"] * 4]
    assert len(receiver.posts) == 1


def test_a_letter_of_a_clock_that_ran_ahead_does_not_wait_for_its_time(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One")
        office.courier.step()
        [letter] = map(office.outbox.get, office.outbox.pending())
        assert letter
        office.outbox.again(letter.model_copy(update={"due": time.time() + 1e8}))

        office.reopen()

        assert office.rounds_until(lambda: told(receiver) == ["One"])


def test_a_letter_that_no_worker_fetches_is_sent_ever_more_rarely(spool: Spool) -> None:
    office = Office(spool, "http://localhost:9", timeout_seconds=0.01)
    work_off(spool, "One")

    def many_messages() -> bool:
        office.courier.step()
        return len(office.messages) > 7

    assert not until(many_messages, seconds=1.0)
    assert len(office.messages) > 1


def test_one_courier_is_on_duty(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        second = Courier(office.settings, spool, lambda *_: pytest.fail("it is not on duty"))
        work_off(spool, "One")

        second.step()

        assert office.rounds_until(lambda: told(receiver) == ["One"])


def test_a_record_that_was_pruned_is_not_waited_for(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One")
        office.courier.step()
        store = FileStore(spool.records)
        store.remove_many(list(store.ids()))

        assert office.rounds_until(lambda: not office.outbox.pending())

    assert receiver.posts == []


def test_a_letter_and_its_message_hold_no_word_of_the_story_and_no_secret(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "Ferry stops")
        office.courier.step()

        kept = "".join(path.read_text() for path in office.outbox.folder.rglob("*") if path.is_file())

    assert not [word for word in ("Ferry", SECRET, "127.0.0.1") if word in kept + "".join(office.messages)]


def test_what_is_no_letter_is_left_alone(spool: Spool) -> None:
    with receiving() as receiver:
        office = Office(spool, receiver.url)
        work_off(spool, "One")
        office.courier.step()
        (office.outbox.folder / "pending" / "note.json").write_text("{")

        assert office.rounds_until(lambda: told(receiver) == ["One"])
