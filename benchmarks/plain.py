"""What copydesk is measured against: the pipeline that a competent engineer writes in an afternoon.

One message a file, a dozen regexes, a JSON file, a move; Celery as it comes, but for acks_late. It promises little: no fsync,
no check of what it cut, a file that fails stays where it is, and a message that Redis loses is lost. To run it by hand:

    CELERY_BROKER_URL=redis:// celery -A benchmarks.plain worker
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from celery import Celery

app = Celery("plain", set_as_current=False)
app.conf.task_acks_late = True

BYLINE = re.compile(r"^By ([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+)(?:,| \||$)", re.MULTILINE)
DATELINE = re.compile(r"^([A-Z][A-Z .'-]+(?:, [A-Z][\w. ]+)?)(?: \((AP|Reuters|AFP|dpa|Xinhua)\))? [-–—]+ ", re.MULTILINE)
COPYRIGHT = re.compile(r"^.*(?:©|\(c\)|Copyright) ?.*\b((?:19|20)\d\d)\b.*$", re.MULTILINE)
CREDITS = (
    re.compile(r"\((?:Additional )?(?:Reporting|Writing|Editing) (?:by|in) [^)]+\)"),
    re.compile(r"^-*With assistance from (.+)\.$", re.MULTILINE),
    re.compile(r"^Associated Press writers? .+ contributed to this report\.$", re.MULTILINE),
)
BOILERPLATE = (
    re.compile(r"^(?:Comments?|Share|Advertisement|Read more|Related.*)$", re.MULTILINE),
    re.compile(r"^Published in .+$", re.MULTILINE),
    re.compile(r"^[-_—*#]{3,}$", re.MULTILINE),
    re.compile(r"^.*Distributed by Tribune Content Agency.*$", re.MULTILINE),
    re.compile(r"^.*All rights reserved.*$", re.MULTILINE),
    re.compile(r"^(?:Associated Press|Reuters|AP News)$", re.MULTILINE),
)


def clean(text: str) -> dict[str, Any]:
    """The story's record, by regexes alone."""
    byline, dateline, rights = BYLINE.search(text), DATELINE.search(text), COPYRIGHT.search(text)
    found = [credit.group() for pattern in CREDITS for credit in pattern.finditer(text)]
    for pattern in (BYLINE, COPYRIGHT, *CREDITS, *BOILERPLATE):
        text = pattern.sub("", text)
    headline, *body = (line.strip() for line in DATELINE.sub("", text).splitlines() if line.strip())
    return {
        "headline": headline,
        "byline": byline.group(1) if byline else None,
        "dateline": dateline.group(1) if dateline else None,
        "agency": dateline.group(2) if dateline else None,
        "body": body,
        "credits": found,
        "copyright": rights.group().strip() if rights else None,
    }


@app.task
def process_file(path: str) -> None:
    """One file of inbox/: its record to records/, itself to done/."""
    source = Path(path)
    desk = source.parent.parent
    record = clean(source.read_text("utf-8", errors="replace"))
    (desk / "records" / f"{source.stem}.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    source.rename(desk / "done" / source.name)


def feed(inbox: Path) -> None:
    """One look at the folder; a watcher would take it every second or so."""
    for path in inbox.iterdir():
        process_file.delay(str(path))
