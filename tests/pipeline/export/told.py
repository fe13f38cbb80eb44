"""Records for tests of the exports: of every seed, and of texts that nobody would write."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from pipeline.record import Author, Block, Byline, Credit, Image, Note, Record, Rights, Source, Subject
from pipeline.refine import refine
from seeds.listing import seeds


@cache
def of_seeds() -> tuple[tuple[str, Record], ...]:
    """The records of every seed, each with a name for the test."""
    stories = [seed for seed in seeds() if seed.expected]
    return tuple(
        (f"{seed.name}#{number}", record)
        for seed in stories
        for number, record in enumerate(refine(seed.path.read_bytes(), seed.path.name))
    )


TEXT = st.text(min_size=1, max_size=30)
MAYBE = st.none() | TEXT
KINDS = st.sampled_from(("paragraph", "subheading", "list_item", "quote", "table", "caption"))
BLOCKS = st.builds(Block, kind=KINDS, text=TEXT)
SOURCE = Source(file="a.txt", format="text", encoding="utf-8", bytes=1, sha256="0" * 64)

SUBJECTS = st.builds(Subject, scheme=MAYBE, code=TEXT, name=MAYBE) | st.builds(Subject, name=TEXT)

# Any text in any place where a story may have one.
HOSTILE = st.builds(
    Record,
    id=st.just("0" * 32 + "#7"),
    content_hash=st.just("0" * 64),
    story_id=MAYBE,
    version=MAYBE,
    status=st.sampled_from(("usable", "embargoed", "withheld", "corrected", "killed", "advisory")),
    headline=MAYBE,
    subheadline=MAYBE,
    slug=MAYBE,
    section=MAYBE,
    language=MAYBE,
    genre=st.none() | TEXT | st.just("picture"),
    byline=st.builds(Byline, text=MAYBE, authors=st.lists(st.builds(Author, name=TEXT, role=MAYBE), max_size=2).map(tuple)),
    body=st.lists(BLOCKS, max_size=5).map(tuple),
    credits=st.lists(st.builds(Credit, role=st.sampled_from(("reporting", "other")), name=TEXT), max_size=3).map(tuple),
    rights=st.builds(Rights, notice=MAYBE, holder=MAYBE, distributor=MAYBE, usage_terms=MAYBE, year=st.none() | st.just(2026)),
    published_at=st.none() | st.just(datetime(2026, 3, 3, 12, tzinfo=UTC)),
    keywords=st.lists(TEXT, max_size=2).map(tuple),
    subjects=st.lists(SUBJECTS, max_size=2).map(tuple),
    urgency=st.none() | st.integers(-5, 20),
    images=st.lists(st.builds(Image, caption=MAYBE, credit=MAYBE, url=MAYBE), max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, kind=st.just("editor"), text=TEXT), max_size=1).map(tuple),
    source=st.just(SOURCE),
)
