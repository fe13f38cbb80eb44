"""Which language is it written in? Only where that is sure."""

from __future__ import annotations

import re
import tomllib
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
    counts: dict[str, int] = {}
    for word in _WORD.findall(sample.lower()):
        for language in known.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    first, second = sorted((0, 0, *counts.values()))[:-3:-1]
    if first < _ENOUGH_WORDS or first < _TIMES_THE_NEXT * second:
        return None
    return max(counts, key=counts.__getitem__)


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
