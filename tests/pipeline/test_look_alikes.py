"""Stories in one frame stay apart, and copies of them are known, by their sentences alone."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from benchmarks.copies import COPIES, Story, look_alikes
from pipeline.kinship_text import alike, nearly_equal, sentences

STORIES = list(look_alikes(30, Random(11)))
KINDS = list(dict.fromkeys(kind for kind, _ in STORIES))


def of(kind: str) -> list[Story]:
    return [story for each, story in STORIES if each == kind]


def said(story: Story) -> tuple[int, ...]:
    return sentences("\n".join(story.paragraphs))


@pytest.mark.parametrize("kind", KINDS)
def test_stories_that_only_look_alike_stay_apart(kind: str) -> None:
    assert not [(one, other) for one, other in combinations(of(kind), 2) if alike(said(one), said(other))]


@pytest.mark.parametrize("copy", [name for name, (_, nothing_new) in COPIES.items() if nothing_new])
def test_a_copy_that_says_nothing_new_is_the_same(copy: str) -> None:
    change, _ = COPIES[copy]

    assert all(nearly_equal(said(story), said(change(story, Random(1)))) for _, story in STORIES)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if min(len(said(story)) for story in of(kind)) >= 6])
def test_a_story_of_some_length_that_was_cut_to_half_is_known(kind: str) -> None:
    cut, _ = COPIES["cut to half"]

    assert all(alike(said(story), said(cut(story, Random(1)))) for story in of(kind))
