from __future__ import annotations

import pytest

from pipeline.attribution import glued

STORY = "The council met on Monday to talk about the bridge."

GLUED = [
    ("By Ada Quill BRILL, March 3 (Reuters) - ", "By Ada Quill", ["Ada Quill"]),
    ("By ADA QUILL WASHINGTON (AP) — ", "By ADA QUILL", ["Ada Quill"]),
    ("By Ada Quill and Peter Vance NEW YORK, Jan 4 (Reuters) - ", "By Ada Quill and Peter Vance", ["Ada Quill", "Peter Vance"]),
    ("By Ada Quill, Associated Press BRILL, Va. (AP) — ", "By Ada Quill, Associated Press", ["Ada Quill"]),
    ("By Ada Quill | BRILL (Reuters) - ", "By Ada Quill |", ["Ada Quill"]),
    ("김민수 기자 = ", "김민수 기자 =", ["김민수"]),
]

NOT_GLUED = [
    "By Monday BRILL, March 3 (Reuters) - The council met.",
    "By noon on Monday WASHINGTON had answered - the council met.",
    "By Ada Quill, who met the council on Monday in BRILL (Va.) - the last time.",
    "By ADA QUILL BRILL, March 3 (Reuters) - " + STORY,  # nothing tells where the name ends
    "BRILL, March 3 (Reuters) - " + STORY,
    STORY,
]


@pytest.mark.parametrize(("opening", "text", "names"), GLUED)
def test_a_byline_on_the_line_of_its_dateline_is_read_up_to_the_city(opening: str, text: str, names: list[str]) -> None:
    found = glued.read(opening + STORY)

    assert found is not None
    assert (found.text, [author.name for author in found.authors]) == (text, names)


@pytest.mark.parametrize("paragraph", NOT_GLUED)
def test_a_paragraph_that_no_byline_opens_has_none(paragraph: str) -> None:
    assert glued.read(paragraph) is None
