"""A desk's own styles: in force from the next story on, first of all, and refused without their evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cleaning.ruleset import load_rules
from pipeline.document import Defaults
from pipeline.errors import RuleError, StyleRefused
from workers.bench import Bench
from workers.settings import Settings
from workers.spool import Spool
from workers.styling.styles import in_force

STYLE = """
name = "lantern"
about = "Lines of the Saltmarsh Lantern."

[[rule]]
id = "{name}.motto"
label = "furniture"
where = "tail"
match = '''Light in the marsh'''
why = "The motto of the house closes each page."
examples = [{{ text = "{example}" }}]
spares = ["There was light in the marsh."]
"""


def put(folder: Path, file: str = "lantern.toml", name: str = "lantern", example: str = "Light in the marsh") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / file
    path.write_text(STYLE.format(name=name, example=example))
    return path


def test_without_styles_the_rules_are_those_of_copydesk(tmp_path: Path) -> None:
    assert in_force(tmp_path / "styles") is load_rules()


def test_own_rules_come_first(tmp_path: Path) -> None:
    put(tmp_path)

    assert [rule.id for rule in in_force(tmp_path).rules] == ["lantern.motto", *(rule.id for rule in load_rules().rules)]


def test_a_style_counts_as_soon_as_it_is_there_and_no_longer(tmp_path: Path) -> None:
    before = in_force(tmp_path).get("lantern.motto")
    path = put(tmp_path)
    there = in_force(tmp_path).get("lantern.motto")
    path.unlink()

    assert (before, bool(there), in_force(tmp_path).get("lantern.motto")) == (None, True, None)


def test_the_rule_set_is_built_once(tmp_path: Path) -> None:
    put(tmp_path)

    assert in_force(tmp_path) is in_force(tmp_path)


def test_drafts_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in (".lantern.toml", "lantern.toml.part", "notes.md"):
        put(tmp_path, name)

    assert in_force(tmp_path) is load_rules()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"example": "Light"}, "lantern.motto: does not take its own example"),
        ({"name": "tower"}, "tower.motto is not named after it"),
        ({"file": "site.toml", "name": "site.comments"}, "site.comments"),
    ],
)
def test_a_style_that_breaks_a_rule_is_refused_by_the_name_of_its_file(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    path = put(tmp_path, **changes)

    if changes.get("file"):
        path.write_text(path.read_text().replace(".motto", ""))
    with pytest.raises(RuleError) as refused:
        in_force(tmp_path)

    assert refused.value.subject == str(path)
    assert said in refused.value.message


def test_a_style_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lantern.toml").write_bytes(b"\xff\xfe\xff")

    with pytest.raises(RuleError, match="no UTF-8"):
        in_force(tmp_path)


def test_a_worker_refines_with_the_styles_of_its_desk(spool: Spool, settings: Settings) -> None:
    put(spool.desk / "styles")

    [record] = Bench(settings).refine(b"A story\n\nIt goes on, the council said.\n\nLight in the marsh\n", "a.txt", Defaults())

    assert [(each.text, each.rule) for each in record.removed] == [("Light in the marsh", "lantern.motto")]


def test_a_worker_waits_for_a_style_to_be_mended(spool: Spool, settings: Settings) -> None:
    put(spool.desk / "styles", example="Light")

    with pytest.raises(StyleRefused, match=r"lantern\.toml is refused: .* own example"):
        Bench(settings).refine(b"A story\n\nIt goes on.\n", "a.txt", Defaults())
