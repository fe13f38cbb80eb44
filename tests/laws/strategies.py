"""Stories to try the laws on: invented paragraphs, every rule's own examples and spares, and noise."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.cleaning.ruleset import load_rules

PARAGRAPHS = (
    "The harbour council voted on Tuesday night to rebuild the old ferry pier.",
    "“We have waited long enough,” said council leader Ada Brindle, who had promised a decision before the summer.",
    "Work is due to start in the autumn, once the last of the terns have left the breakwater, officials said.",
    "Engineers told the meeting that the piles could not be saved (a concrete deck would cost less over forty years).",
    "All are pleased.",
)
EXAMPLES = tuple(example.text for rule in load_rules().rules for example in rule.examples)
SPARES = tuple(dict.fromkeys(spare for rule in load_rules().rules for spare in rule.spares))

headlines = st.sampled_from(
    ["Harbour council votes to rebuild pier", "Ferry pier to be rebuilt, says council", "UPDATE 2-Pier to be rebuilt"]
)
paragraphs = st.sampled_from(PARAGRAPHS)
noise = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)
lines = st.one_of(paragraphs, st.sampled_from(EXAMPLES), st.sampled_from(SPARES), noise)


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A headline, lines of every kind in any order, and at least two paragraphs of a story."""
    middle = draw(st.lists(lines, max_size=12))
    between = draw(st.sampled_from(["\n", "\n\n"]))
    return between.join(
        [
            draw(headlines),
            *draw(st.lists(lines, max_size=4)),
            PARAGRAPHS[0],
            *middle,
            PARAGRAPHS[2],
            *draw(st.lists(lines, max_size=5)),
        ]
    )
