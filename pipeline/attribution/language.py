"""Which language is it written in? Only where that is sure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ENOUGH: Final = 120  # characters; below that a guess is a guess
_SAMPLE: Final = 500  # characters looked at
_SURE: Final = 0.99
_ENOUGH_WORDS: Final = 8  # telling words of one language, and at least so many times those of any other:
_TIMES_THE_NEXT: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """A BCP 47 tag, or None where the text is too short or the answer not sure."""
    if len(text) < _ENOUGH:
        return None
    sample = text[:_SAMPLE]
    return _by_telling_words(sample) or _by_model(sample)


def _by_telling_words(sample: str) -> str | None:
    """The language whose telling words stand alone in the sample: a hundredth of a millisecond."""
    known = _telling_words()
    counts = Counter[str]()
    for word in _WORD.findall(sample.lower()):
        if word in known:  # one in three: asked so, it costs half of what a count over all costs
            counts.update(known[word])
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH_WORDS:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _TIMES_THE_NEXT * ranked[1][1] else None


@cache
def _telling_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for language, telling in tomllib.loads(files(__package__).joinpath("language.toml").read_text("utf-8")).items():
        for word in telling:
            words[word] = (*words.get(word, ()), language)
    return words


def _by_model(sample: str) -> str | None:
    tag, probability = _identifier().classify(sample)
    return str(tag) if probability >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy and the model take half a second: only where needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
