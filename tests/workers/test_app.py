"""The Celery app: its settings, its brokers, and how Celery's own commands find it."""

from __future__ import annotations

import ssl

import pytest
from celery import Celery
from celery.app.utils import find_app
from celery.signals import worker_init

from pipeline.document import Defaults
from pipeline.errors import BadSettings
from pipeline.record import Record
from tests.workers.desk import simple_refine
from workers.app import make_app
from workers.settings import Settings
from workers.tasks import QUEUE, REFINE


def app_for(settings: Settings, url: str) -> Celery:
    return make_app(settings.model_copy(update={"broker_url": url}))


def test_the_settings_that_go_together(settings: Settings) -> None:
    conf = app_for(settings, "redis://localhost").conf

    assert (conf.task_serializer, conf.accept_content, conf.task_ignore_result) == ("json", ["json"], True)
    assert (conf.task_acks_late, conf.task_acks_on_failure, conf.task_acks_on_timeout) == (True, True, True)
    assert (conf.task_reject_on_worker_lost, conf.task_retry_on_worker_lost) == (True, True)
    assert (conf.worker_prefetch_multiplier, conf.task_soft_time_limit, conf.task_time_limit) == (1, 60, 90)
    assert conf.worker_soft_shutdown_timeout == 5
    assert conf.broker_connection_max_retries is None
    assert (conf.task_send_sent_event, conf.worker_send_task_events) == (True, True)
    assert conf.broker_transport_options["visibility_timeout"] == settings.visibility_timeout
    assert conf.broker_transport_options["unacked_restore_throttle"] == 1


def test_the_task_is_tried_again_a_bounded_number_of_times(settings: Settings) -> None:
    task = app_for(settings, "redis://localhost").tasks[REFINE]

    assert (task.max_retries, task.retry_on_worker_lost, task.acks_late) == (2, True, True)


def test_names_that_messages_carry_never_change() -> None:
    assert (REFINE, QUEUE) == ("copydesk.refine", "copydesk.stories")


@pytest.mark.parametrize(
    "url", ["redis://:pw@host:6379/1", "redis+socket:///run/desk.sock", "rediss://host/0", "amqp://u:pw@host//"]
)
def test_brokers_that_are_known(settings: Settings, url: str) -> None:
    with app_for(settings, url).connection_for_write() as connection:
        assert connection.transport.driver_type in ("redis", "amqp")


@pytest.mark.parametrize("url", ["", "localhost:6379", "sqs://", "memory://", "http://:s3cret@host"])
def test_brokers_that_are_not_known_are_refused_without_their_password(settings: Settings, url: str) -> None:
    with pytest.raises(BadSettings) as caught:
        app_for(settings, url)

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["redis://host?password=s3cret", "amqp://host//?passwd=s3cret", "sentinel://one:1;sentinel://two:2?password=s3cret"]
)
def test_an_address_that_no_client_understands_is_refused_without_its_password(settings: Settings, url: str) -> None:
    with pytest.raises(BadSettings, match="stand before the host") as caught:
        app_for(settings, url)

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://host/0?port=6380", "rediss://host/0?ssl_cert_reqs=some", "redis://host/news"])
def test_nor_does_any_other_part_of_it_end_in_a_traceback(settings: Settings, url: str) -> None:
    with pytest.raises(BadSettings):
        app_for(settings, url)


def test_a_server_must_prove_who_it_is(settings: Settings) -> None:
    with app_for(settings, "rediss://host/0").connection_for_write() as connection:
        assert connection.ssl["ssl_cert_reqs"] == ssl.CERT_REQUIRED
    with app_for(settings, "amqps://host//").connection_for_write() as connection:
        assert "server_hostname" in connection.ssl


def test_unless_the_address_says_otherwise(settings: Settings) -> None:
    with app_for(settings, "rediss://host/0?ssl_cert_reqs=none").connection_for_write() as connection:
        assert connection.ssl["ssl_cert_reqs"] == ssl.CERT_NONE


def test_celerys_own_commands_find_the_app_of_the_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_DESK", str(settings.desk))
    monkeypatch.setenv("COPYDESK_BROKER_URL", "redis://elsewhere:6379/3")

    assert find_app("workers.app").conf.broker_url == "redis://elsewhere:6379/3"


def test_a_worker_refines_a_story_before_it_has_children(settings: Settings) -> None:
    seen: list[str] = []

    def remember(raw: bytes, filename: str, defaults: Defaults) -> list[Record]:
        seen.append(filename)
        return simple_refine(raw, filename, defaults)

    app = make_app(settings.model_copy(update={"broker_url": "redis://localhost"}), remember)
    worker_init.send(sender=app)

    assert seen == ["warm-up.txt"]
