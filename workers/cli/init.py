"""`copydesk init`: a new desk, with every setting in its copydesk.toml."""

from __future__ import annotations

from workers.cli.options import NewDesk
from workers.cli.output import console


def init(desk: NewDesk = None) -> None:
    """Make a desk: its folders, and a copydesk.toml in which every setting stands with its default, commented out.

    Overwrites nothing: on a desk that is there it makes what is missing.

    Examples:
      copydesk init
      copydesk init /srv/desk
    """
    from workers.init import make_desk
    from workers.settings import FILE_NAME, Settings

    place = Settings.load(desk).desk
    is_new = make_desk(place)
    what = "every setting stands there with its default" if is_new else "it was there, and stays as it is"
    lines = (
        f"the desk is {place}",
        f"its settings are in {place / FILE_NAME}: {what}",
        "next:",
        f"  copydesk doctor {place}    # is all there that it needs?",
        f"  copydesk run {place}       # then drop files into {place / 'inbox'}, and read {place / 'records'}",
    )
    console().print(*lines, sep="\n", markup=False, soft_wrap=True)
