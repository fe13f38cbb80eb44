"""Proposed rules: accepted or refused, one by one or by file; what is accepted is a style that the loader takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cleaning.ruleset import load_rules
from pipeline.errors import RuleError
from tests.pipeline.cleaning.streams import every, stories
from tests.workers.desk import names_below
from tests.workers.page_server import Client, served
from tests.workers.streams import FOOTER, work_through
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.styling import styles
from workers.styling.learn import Pupil, write_style
from workers.styling.proposals import accept, proposed, refuse, refused

RULE = """
# {note}
[[rule]]
id = "harbour.{name}"
label = "furniture"
where = "tail"
match = '''Tides and {name}s'''
why = "Each story of the Harbour ends so."
examples = [{{ text = "Tides and {name}s" }}]
spares = ["The council met again on Monday."]
longest = 80
"""
HEAD = '# by hand\nname = "harbour"\nabout = "Lines of the Harbour."\n'


def style(*names: str) -> str:
    return HEAD + "".join(RULE.format(name=name, note=f"about {name}") for name in names)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    spool = Spool(tmp_path / "desk")
    spool.prepare()
    (spool.desk / "styles-proposed").mkdir()
    (spool.desk / "styles-proposed" / "harbour.toml").write_text(style("boat", "lamp", "eel"))
    return spool.desk


def in_force(desk: Path) -> list[str]:
    """The desk's own rules."""
    return sorted(styles.own_ids(desk / styles.ACCEPTED))


def waiting(desk: Path) -> list[str]:
    return [rule.id for proposal in proposed(desk) for rule in proposal.rules]


def test_one_rule_is_accepted_and_the_others_wait(desk: Path) -> None:
    accept(desk, "harbour", "harbour.lamp")

    assert in_force(desk) == ["harbour.lamp"]
    assert waiting(desk) == ["harbour.boat", "harbour.eel"]


def test_a_style_is_accepted_whole_and_its_file_is_gone(desk: Path) -> None:
    accept(desk, "harbour")

    assert in_force(desk) == ["harbour.boat", "harbour.eel", "harbour.lamp"]
    assert names_below(desk / "styles-proposed") == []


def test_what_is_accepted_later_joins_what_is_there(desk: Path) -> None:
    for name in ("eel", "boat", "lamp"):
        accept(desk, "harbour", f"harbour.{name}")

    assert in_force(desk) == ["harbour.boat", "harbour.eel", "harbour.lamp"]
    assert names_below(desk / "styles") == ["harbour.toml"]


def test_a_rule_moves_with_all_that_stands_in_it(desk: Path) -> None:
    accept(desk, "harbour", "harbour.eel")

    rule = styles.in_force(desk / styles.ACCEPTED).get("harbour.eel")
    assert rule
    assert rule.longest == 80
    assert (desk / "styles" / "harbour.toml").read_text().startswith("# by hand\n")


def test_what_is_refused_is_kept_and_counts_nowhere(desk: Path) -> None:
    refuse(desk, "harbour", "harbour.boat")

    assert in_force(desk) == []
    assert waiting(desk) == ["harbour.lamp", "harbour.eel"]
    assert refused(desk) == {"Tides and boats"}


def test_a_proposal_that_the_loader_does_not_take_stays_where_it_is(desk: Path) -> None:
    path = desk / "styles-proposed" / "harbour.toml"
    path.write_text(style("boat").replace('text = "Tides and boats"', 'text = "Nothing like it"'))

    with pytest.raises(RuleError, match="does not take its own example"):
        accept(desk, "harbour", "harbour.boat")

    assert waiting(desk) == ["harbour.boat"]
    assert names_below(desk / "styles") == []


@pytest.mark.parametrize("broken", ["no toml at all [", 'name = "x"', HEAD + 'rule = [{ id = "harbour.x" }]', "\xff"])
def test_a_broken_file_is_shown_with_its_fault(desk: Path, broken: str) -> None:
    (desk / "styles-proposed" / "harbour.toml").write_bytes(broken.encode("latin-1"))

    [proposal] = proposed(desk)

    assert proposal.fault
    with pytest.raises(RuleError):
        accept(desk, "harbour")


def test_a_rule_in_the_words_of_another_is_not_cut_in_two(desk: Path) -> None:
    text = style("boat").replace("'''Tides and boats'''", "'''(?x)\n[[rule]]\nTides\\ and\\ boats'''")
    (desk / "styles-proposed" / "harbour.toml").write_text(text)

    [proposal] = proposed(desk)

    assert proposal.fault


@pytest.mark.parametrize(
    ("name", "rule"), [("nobody", ""), ("harbour", "harbour.none"), ("../styles-proposed/harbour", ""), ("", "")]
)
def test_only_what_is_proposed_can_be_accepted(desk: Path, name: str, rule: str) -> None:
    with pytest.raises(RuleError, match="no such rule is proposed"):
        accept(desk, name, rule)


def test_a_kill_between_the_two_writes_leaves_nothing_that_a_second_try_does_not_mend(desk: Path) -> None:
    shutil.copytree(desk / "styles-proposed", desk / "styles")

    accept(desk, "harbour")

    assert in_force(desk) == ["harbour.boat", "harbour.eel", "harbour.lamp"]
    assert waiting(desk) == []


def test_a_name_that_copydesk_has_is_refused(desk: Path) -> None:
    taken = load_rules().rules[0].id
    text = style("boat").replace("harbour.boat", taken)
    (desk / "styles-proposed" / f"{taken.partition('.')[0]}.toml").write_text(text)

    with pytest.raises(RuleError, match="copydesk has a rule"):
        accept(desk, taken.partition(".")[0], taken)


def test_what_was_refused_is_not_proposed_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "desk")
    spool.prepare()
    work_through(spool, "lantern", stories(6, below=every(1, FOOTER)))
    store = FileStore(spool.records)
    write_style(
        spool.desk / "styles-proposed" / "lantern.toml",
        Pupil(spool.ledger, store, spool.desk / styles.ACCEPTED, 100).learn("lantern", "lantern"),
    )

    refuse(spool.desk, "lantern")

    assert not Pupil(spool.ledger, store, spool.desk / styles.ACCEPTED, 100).learn("lantern", "lantern").rules


@pytest.fixture
def client(desk: Path) -> Iterator[Client]:
    with served(desk, "--no-token") as client:
        yield client


def test_on_the_page_a_rule_stands_with_its_evidence_and_has_two_buttons(desk: Path, client: Client) -> None:
    page = client.get("/proposals")
    assert "Each story of the Harbour ends so." in page.text
    assert "Tides and eels" in page.text

    form = {"seal": page.seal, "style": "harbour"}
    accepted = client.post("/proposals/accept", {**form, "rule": "harbour.eel"})
    refusal = client.post("/proposals/refuse", {**form, "rule": "harbour.boat"})
    missing = client.post("/proposals/accept", {**form, "rule": "harbour.eel"})

    assert (accepted.status, refusal.status, missing.status) == (303, 303, 409)
    assert in_force(desk) == ["harbour.eel"]
    assert "somebody else has dealt with it" in missing.text
    assert "harbour.eel is accepted" in client.get(str(accepted.headers["location"])).text
