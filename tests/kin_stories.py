"""Stories that are the same again, and the records of them: for tests of kinship and of the index."""

from __future__ import annotations

import hashlib
from typing import Any

from pipeline.assemble import content_hash, running_text
from pipeline.record import Block, Record, Source

HEADLINE = "Ferry to Saltmarsh stops after a piling cracks"
PARAGRAPHS = (
    "The ferry to Saltmarsh Island was halted on Tuesday after divers found a crack in one of its pilings, officials said.",
    "“We will not gamble with a crossing,” harbormaster Wilhelmina Okoro-Lund told reporters at the landing.",
    "About 900 people live on the island through the winter, and most of them work on the mainland.",
    "The crack, some two feet long, was found during an inspection that the county had put off twice.",
    "A tug will carry food and mail until the landing is repaired, which could take as long as six weeks.",
    "The landing was built in 1958 and was last repaired after the storms of 1987, the harbor office said.",
    "Island schools will stay open, and the clinic has asked for a second nurse, according to its director.",
    "“My father rowed it, and so can I,” said Lev Novak, 71, who runs the only store on the island.",
    "The county expects to pay $2.1 million for the work, a third of which it hopes to get from the state.",
    "The council will meet on Thursday to talk about a winter timetable and about who is to pay for the tug.",
)


def told(*paragraphs: str, headline: str | None = HEADLINE, **changes: Any) -> Record:
    """A record of these paragraphs, or of all of the story; the same arguments are the same file, `file` another one."""
    blocks = tuple(Block(text=paragraph) for paragraph in paragraphs or PARAGRAPHS)
    raw = repr((blocks, headline, changes)).encode("utf-8", "backslashreplace")
    name = changes.pop("file", "story.txt")
    digest = hashlib.sha256(raw).hexdigest()
    return Record(
        id=digest[:32],
        content_hash=content_hash(headline, running_text(blocks)),
        headline=headline,
        body=blocks,
        source=Source(file=name, format="text", encoding="utf-8", bytes=len(raw), sha256=digest),
        **changes,
    )
