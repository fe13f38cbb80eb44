"""A desk at work that delivers to a webhook, and its postman killed with a letter in his hand."""

from __future__ import annotations

import json
import os
import signal

from tests.end_to_end.desk import PATIENCE, running, story
from tests.workers.desk import drop, until
from tests.workers.processes import with_words
from tests.workers.receiver import SECRET, receiving
from workers.spool import Spool
from workers.webhooks.postman import outbox_of

TOML = """
[webhooks.cms]
url = "{url}"
secret_env = "CMS_HOOK_SECRET"
timeout_seconds = 0.5
wait_seconds = 0.1
"""


def kill_postman(spool: Spool) -> None:
    """The worker and its processes, as a machine without memory does."""
    [leader] = [pid for pid in with_words("--webhooks", str(spool.desk)) if os.getsid(pid) == pid]
    os.killpg(leader, signal.SIGKILL)


def words(spool: Spool) -> str:
    """What the launcher and the postman had to say, for a test that fails."""
    return "\n".join(log.read_text() for log in (spool.desk.with_name("said.txt"), spool.state / "webhooks.log"))


def test_every_story_is_delivered_though_its_postman_is_killed(spool: Spool) -> None:
    stories = [story(number) for number in range(6)]
    with receiving(lambda _: 0 if not receiver.posts else 200) as receiver:  # the first is left hanging
        (spool.desk / "copydesk.toml").write_text(TOML.format(url=receiver.url))
        with running(spool, {"CMS_HOOK_SECRET": SECRET}):
            assert until(lambda: outbox_of(spool.desk, "cms").cursor() is not None, PATIENCE)
            for number, text in enumerate(stories):
                drop(spool, f"{number}.txt", text)
            assert until(lambda: bool(receiver.posts), PATIENCE), words(spool)
            kill_postman(spool)

            assert until(lambda: len({json.loads(post.body)["id"] for post in receiver.posts}) == len(stories), PATIENCE), words(
                spool
            )
            assert until(lambda: not outbox_of(spool.desk, "cms").pending(), PATIENCE)

    assert all(post.is_ours for post in receiver.posts)
    assert not [log for log in (spool.state / "webhooks.log", spool.state / "worker.log") if SECRET in log.read_text()]
