"""How a story lies in the index: the keys that it is found by, and its traits as columns.

Keys are the record's own id, its text, the ids that the format gives it, its first sentence, and those of its sentences that
have the smallest numbers, so that two copies look under the same ones (bottom-k sampling).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

from pipeline.kinship import Traits

SMALLEST: Final = 3  # sentences that are keys, with the first one
COLUMNS: Final = "id, cluster_id, duplicate_of, traits, sentences"


def sure_keys(story: Traits) -> list[int]:
    """Who shares one of these is kin: the text, and the ids that the format gives."""
    ids = [key_of("story", name) for name in story.ids]
    return [key_of("text", story.text), *ids] if story.text else ids


def sentence_keys(story: Traits) -> list[int]:
    """Who shares one of these may be. Numbers of sentences have 32 bits, the other keys more."""
    return [*{*story.sentences[:1], *sorted(story.sentences)[:SMALLEST]}]


def all_keys(story: Traits) -> list[int]:
    """With the one by which the very record is found."""
    return [key_of("id", story.id), *sure_keys(story), *sentence_keys(story)]


def key_of(kind: str, value: str) -> int:
    """A key for what is a text: above all numbers of sentences."""
    digest = blake2b(f"{kind} {value}".encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return 1 << 56 | int.from_bytes(digest)


def packed(story: Traits) -> tuple[str, bytes]:
    """All but the ids, which have columns of their own. JSON in ASCII: a story_id may hold what is no character."""
    return json.dumps(story[3:-1]), array("I", story.sentences).tobytes()


def unpacked(row: Sequence[Any]) -> Traits:
    """The traits of a row of `COLUMNS`."""
    *links, traits, numbers = row
    text, story_id, replaces, *rest = json.loads(traits)
    return Traits._make((*links, text, story_id, tuple(replaces), *rest, tuple(array("I", numbers))))
