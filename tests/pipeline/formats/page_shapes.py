"""Pages in the shapes of the content systems that newspapers use, each about one invented story: page_shapes.txt.

There "== name" opens a shape: the markup that the system sets around a story, with {headline}, {author}, {story} (its
paragraphs in <p>) or {S1} to {S4} (each alone), and the page's own {nav}, {footer} and {more}.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

HEADLINE: Final = "Ferry sails with nine goats"
AUTHOR: Final = "Ada Quill"
STORY: Final = [
    "The ferry to Corvane sailed at dawn on Monday with nine goats and a lamp on its foredeck, an hour late.",
    "“Nobody told us about the goats,” said Bo Lind, who has sold the tickets for thirty-one years and counted them twice.",
    "The goats belong to a farm on the north shore, which is moving to Brill before the winter closes the pass.",
    "They were fed on board. The lamp was lit for the fog, and both arrived in Brill on the evening tide.",
]
_PARTS: Final = {
    "{headline}": HEADLINE,
    "{author}": AUTHOR,
    "{story}": "".join(f"<p>{text}</p>" for text in STORY),
    **{f"{{S{number}}}": text for number, text in enumerate(STORY, 1)},
    "{nav}": "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav></header>",
    "{footer}": "<footer><ul><li><a href='/p'>Privacy</a></li></ul><p>© 2026 The Corvane Ledger</p></footer>",
    "{more}": "<ul><li><a href='/1'>Nine more ferries</a></li><li><a href='/2'>The goat who stayed</a></li></ul>",
}


def shapes() -> dict[str, str]:
    """Every shape by its name, as a page."""
    found = {}
    for shape in Path(__file__).with_name("page_shapes.txt").read_text("utf-8").split("== ")[1:]:
        name, _, page = shape.partition("\n")
        for token, text in _PARTS.items():
            page = page.replace(token, text)
        found[name] = page
    return found
