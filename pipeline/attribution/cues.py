"""Patterns for how a byline opens and where its helpers begin, made from bylines.toml.

All of them run on texts of bounded length only (byline.py bounds them) and begin at a fixed word, so none can run away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_GENRE = r"(?:(?:opinion|analysis|commentary|column|exclusive|review|special report)\s?[|:–—-]\s?)?"
_CAPITAL = r"(?-i:[^\W\d_a-zà-öø-ÿ])"


@cache
def opening() -> re.Pattern[str]:
    """What stands before the names. Group `weak` is set where more than a name must follow."""
    lists = _lists()
    besides = rf"(?:\s(?:{_any(lists['besides']['and'])})\s(?:{_any(lists['besides']['words'])}))?"
    said = "|".join(
        rf"(?:(?:an?\s|eine?\s|une?\s)?(?:{_any(by['kinds'])}){besides}\s)?(?:{_any(by['words'])}){_followed(by)}"
        for by in lists["by"]
    )
    labels, weak = _any(lists["labels"]["words"]), lists["weak"]
    return re.compile(
        rf"[\s^<>*_•\"“|]*(?P<dash>[—–―]|--?)?[\s(\[]*{_GENRE}(?:(?:{labels}){besides}\s?[:：/]\s?|(?:{said})(?:[:-]\s*|\s+)|(?-i:By(?=[A-Z]))"
        rf"|(?P<weak>(?:{_any(weak['labels'])})\s?[:|]\s?|(?:{_any(weak['words'])})\s+))",
        re.IGNORECASE,
    )


@cache
def helping() -> re.Pattern[str]:
    """Where helpers begin.

    Groups: `apart` what parts them from the names, `tail` all of it, `helpers` who; `bare` where it is a lone "with".
    """
    lists = _lists()["helpers"]
    thing = rf"(?:additional\s|further\s)?(?:{_any(lists['things'])})"
    things = rf"with\s{thing}(?:\s(?:by|from|of))?|and\s{thing}\s(?:by|from|of)"
    more = rf"(?:{_any(lists['more'])})\s(?:by|from|to)|{_any(lists['sentences'])}"
    made = rf"(?:{_any(lists['made'])})(?:\s(?:by|von|av|af|par|por|di|door|de|d[ao]s?)\b|\s?:)"
    lone = rf"(?P<bare>{_any(lists['bare'])})(?=\s(?:{_CAPITAL}|agenc|staff|wire|les\s|l['’]))"
    return re.compile(
        rf"(?P<apart>\s*[,;|\n–—(-]\s*|\.?\s+)(?P<tail>(?:(?:{things}|{more}|{lone})(?!\w)|{made})(?P<helpers>.{{2,160}}))\Z",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def told_text() -> re.Pattern[str]:
    """In brackets behind somebody who wrote: "(Text)"."""
    return re.compile(rf"{_any(_lists()['told']['text'])}", re.IGNORECASE)


@cache
def told_picture() -> re.Pattern[str]:
    """In brackets behind somebody who did not write: "(Fotos)"."""
    return re.compile(rf"{_any(_lists()['besides']['words'])}", re.IGNORECASE)


@cache
def before_house() -> re.Pattern[str]:
    """What stands before a house and is no part of it: "Special to the ", "of ", "de l'"."""
    return re.compile(rf"(?:{_any(_lists()['beside']['house'])})\s(?:(?-i:the)\s)?(?=\w)|de\sl['’](?=\w)", re.IGNORECASE)


@cache
def before_place() -> re.Pattern[str]:
    """What stands before a place: "in ", "reporting from "."""
    return re.compile(rf"(?:{_any(_lists()['beside']['place'])})\s(?=\w)", re.IGNORECASE)


@cache
def behind_role() -> re.Pattern[str]:
    """What stands between a role and its house: the last "at" or "with" of "Professor of Law at ", else the first such word."""
    return re.compile(rf"(?:.*\s(?:at|with)|{_any(_lists()['beside']['behind_role'])})\s(?:the\s)?")


@cache
def between() -> re.Pattern[str]:
    """What stands between a name and its house or place: " of ", " in "."""
    return re.compile(rf"\s+(?:(?:{_any(_lists()['beside']['between'])})(?=\s)|de\sl['’])", re.IGNORECASE)


def _followed(by: dict[str, Any]) -> str:
    return rf"(?=\s(?:{_any(by['must'])})\s)" if "must" in by else ""


def _any(phrases: Iterable[str]) -> str:
    """The phrases as alternatives, longest first, so that none hides a longer one."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for phrase in longest_first)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "bylines.toml").read_text("utf-8"))
