"""`copydesk learn`: a source's furniture becomes a proposed style, and does nothing until a person moves it over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.pipeline.cleaning.streams import every, stories
from tests.workers.cli import copydesk
from tests.workers.desk import names_below
from tests.workers.streams import FOOTER, work_through
from workers.spool import Spool
from workers.stores.files import FileStore

NEW = "\n\n".join(["A new story about the old sluice", "It opened on Monday, the council said, and stayed open.", FOOTER])


@pytest.fixture
def taught(spool: Spool) -> Spool:
    """A desk with two sources, of which one has a footer."""
    return teach(spool)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What such a desk proposes, learned once: what is done with it are other tests."""
    spool = Spool(tmp_path_factory.mktemp("lesson") / "desk")
    spool.prepare()
    assert copydesk("learn", teach(spool).desk).returncode == 0
    return spool.desk / "styles-proposed"


@pytest.fixture
def learned(taught: Spool, lesson: Path) -> Spool:
    """The same desk, with its proposals."""
    shutil.copytree(lesson, taught.desk / "styles-proposed")
    return taught


def teach(spool: Spool) -> Spool:
    work_through(spool, "lantern", stories(12, below=every(1, FOOTER)))
    work_through(spool, "plain", stories(12))
    return spool


def bodies(folder: Path) -> list[str]:
    """The last paragraph of each record."""
    return [json.loads(path.read_text())["body"][-1]["text"] for path in sorted(folder.glob("??/*.json"))]


def accept(spool: Spool) -> Path:
    shutil.copytree(spool.desk / "styles-proposed", spool.desk / "styles")
    return spool.desk / "styles" / "lantern.toml"


def test_each_source_is_learned_by_itself(taught: Spool) -> None:
    done = copydesk("learn", taught.desk)

    assert done.returncode == 0
    assert "lantern: 12 stories, rules proposed: 1, in " in done.stdout
    assert "plain: 12 stories, nothing to propose" in done.stdout
    assert names_below(taught.desk / "styles-proposed") == ["lantern.toml"]


def test_learning_changes_nothing_on_the_desk_but_the_proposal(taught: Spool) -> None:
    before = names_below(taught.desk)

    copydesk("learn", taught.desk)

    assert names_below(taught.desk) == sorted([*before, "styles-proposed/lantern.toml"])


def test_what_is_proposed_removes_nothing(learned: Spool) -> None:
    work_through(learned, "lantern", [NEW])

    assert bodies(learned.records).count(FOOTER) == 13


def test_what_is_accepted_is_removed_from_the_next_story(learned: Spool) -> None:
    accept(learned)

    work_through(learned, "lantern", [NEW])

    assert bodies(learned.records).count(FOOTER) == 12
    [record] = [
        record
        for each in FileStore(learned.records).ids()
        if (record := FileStore(learned.records).get(each)) and record.headline == NEW.split("\n")[0]
    ]
    assert [(each.text, each.rule.partition(".")[0]) for each in record.removed] == [(FOOTER, "lantern")]


def test_what_is_accepted_is_not_proposed_again(learned: Spool) -> None:
    accept(learned)

    assert "lantern: 12 stories, nothing to propose" in copydesk("learn", learned.desk).stdout


def test_a_second_lesson_does_not_take_the_name_of_an_accepted_style(taught: Spool) -> None:
    (taught.desk / "styles").mkdir()
    copydesk("learn", taught.desk, "--out", taught.desk / "styles" / "lantern.toml", "--source", "lantern")
    work_through(
        taught, "lantern", (text.replace("matter", "affair") for text in stories(12, below=every(1, "Tides | Ferries | Boats")))
    )

    copydesk("learn", taught.desk, "--source", "lantern")

    assert names_below(taught.desk / "styles-proposed") == ["lantern_2.toml"]


def test_a_proposal_can_be_tried_before_it_is_accepted(learned: Spool) -> None:
    proposed = learned.desk / "styles-proposed"

    cleaned = json.loads(copydesk("clean", "-", "--styles", proposed, stdin=NEW.encode()).stdout)
    explained = copydesk("explain", "-", "--styles", proposed, stdin=NEW.encode()).stdout

    assert FOOTER not in [block["text"] for block in cleaned["body"]]
    assert "12 of 12 stories have it" in explained


def test_the_rules_of_a_desk_are_listed_first_and_with_their_file(learned: Spool) -> None:
    path = accept(learned)

    first = copydesk("rules", learned.desk).stdout.splitlines()[0].split()
    whole = copydesk("rules", learned.desk, first[1]).stdout

    assert first[:3] == ["1", first[1], "furniture"]
    assert str(path) in whole


@pytest.mark.parametrize(("line", "said"), [("examples", "examples"), ("spares", "spares"), ("why", "why")])
def test_a_style_without_evidence_is_refused_by_name_and_no_story_is_lost(learned: Spool, line: str, said: str) -> None:
    path = accept(learned)
    path.write_text("\n".join(text for text in path.read_text().splitlines() if not text.startswith(f"{line} =")))

    refused = copydesk("rules", learned.desk)
    outcome = work_through(learned, "lantern", [NEW])

    assert refused.returncode == 7
    assert str(path) in refused.stderr
    assert said in refused.stderr
    assert outcome.kept == 1


def test_one_source_and_one_file_may_be_named(taught: Spool, tmp_path: Path) -> None:
    copydesk("learn", taught.desk, "--source", "lantern", "--out", tmp_path / "mine.toml")

    assert 'id = "mine.tail_the_saltmarsh_lantern_is"' in (tmp_path / "mine.toml").read_text()


def test_the_newest_stories_may_be_enough(taught: Spool) -> None:
    assert "lantern: 7 stories" in copydesk("learn", taught.desk, "--stories", "7").stdout


def test_copies_of_a_story_are_one_story(spool: Spool) -> None:
    text = "\n\n".join(["The old sluice opens", "It opened on Monday, the council said, and stayed open.", FOOTER])
    work_through(spool, "lantern", (text.replace(" ", " " * (number + 1)) for number in range(12)))

    assert "lantern: 1 stories, nothing to propose" in copydesk("learn", spool.desk).stdout


def test_a_desk_that_lost_its_ledger_is_learned_as_one_source(taught: Spool) -> None:
    shutil.rmtree(taught.state)

    assert "inbox: 24 stories, rules proposed: 1, in " in copydesk("learn", taught.desk).stdout


@pytest.mark.parametrize(
    "wrong", [("--source", "nobody"), ("--out", "/tmp/x.toml"), ("--source", "plain", "--out", "/tmp/X y.toml")]
)
def test_wrong_wishes_are_a_usage_error(taught: Spool, wrong: tuple[str, ...]) -> None:
    assert copydesk("learn", taught.desk, *wrong).returncode == 2
