"""`copydesk learn`: the lines that a source's stories have in common, as rules for a person to accept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.desk import open_desk
from workers.cli.options import Desk
from workers.cli.output import console, shown

if TYPE_CHECKING:
    from workers.styling.learn import Learned

MOST_STORIES = 10_000


def learn(
    desk: Desk = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Only what came from inbox/NAME/; none: each source by itself.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it here.", show_default="DESK/styles-proposed/NAME.toml")
    ] = None,
    stories: Annotated[int, typer.Option("--stories", min=1, help="Look at so many of the newest stories.")] = MOST_STORIES,
) -> None:
    """Learn which lines are a source's own furniture: what recurs at the edges of many stories becomes a proposed style.

    Nothing is removed by it. Read the file, try it with --styles, and accept it by moving it to DESK/styles/.

    Examples:
      copydesk learn /srv/desk
      copydesk learn /srv/desk --source tca
      copydesk explain story.txt --styles /srv/desk/styles-proposed
      mv /srv/desk/styles-proposed/tca.toml /srv/desk/styles/
    """
    from workers.stores import open_store
    from workers.styling import styles
    from workers.styling.learn import Pupil, name_of, write_style

    settings, spool = open_desk(desk)
    accepted = spool.desk / styles.ACCEPTED
    pupil = Pupil(spool.ledger, open_store(settings.store_urls[0]), accepted, stories)
    taken = {path.stem for path in accepted.glob("*.toml")}
    for each in _chosen(pupil.sources(), source, out):
        path = out or spool.desk / styles.PROPOSED / f"{name_of(each, taken)}.toml"
        taken.add(path.stem)
        learned = pupil.learn(each, path.stem)
        if learned.rules:
            write_style(path, learned)
        _tell(learned, path)


def _chosen(there: list[str], source: str | None, out: Path | None) -> list[str]:
    """The sources to learn from. Raises BadSettings."""
    if source is not None and source.strip("/") not in there:
        known = ", ".join(shown(name) for name in there if name)
        raise BadSettings(
            source, "no story came from this source yet", f"there are {known}" if known else "all came by the inbox"
        )
    chosen = there if source is None else [source.strip("/")]
    if out and len(chosen) > 1:
        raise BadSettings(str(out), "one file for several sources", "say which with --source")
    if out and not (out.suffix == ".toml" and re.fullmatch("[a-z0-9_]+", out.stem)):
        raise BadSettings(
            str(out), "no name for a style", "its rules are named after it: small letters, digits and _, then .toml"
        )
    return chosen


def _tell(learned: Learned, path: Path) -> None:
    screen = console()
    found = f"rules proposed: {len(learned.rules):,}, in {path}" if learned.rules else "nothing to propose"
    screen.print(f"{learned.source or 'inbox'}: {learned.stories:,} stories, {found}", markup=False, soft_wrap=True)
    for rule in learned.rules:
        screen.print(f"  {rule.id}  {shown(rule.examples[0].text)}", f"      {rule.why}", sep="\n", markup=False, soft_wrap=True)
